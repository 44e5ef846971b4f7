"""Where a version of the document comes from: a file, a commit (``git:REF``), or a URL."""

import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from launchready_ci.gates.schema import documents
from launchready_ci.gates.schema.documents import Document, Malformed
from launchready_ci.gates.schema.openapi.changes.files import Files
from launchready_ci.nodes import shown
from launchready_ci.unusable import CannotLook

GIT = "git:"
URLS = ("http://", "https://")


class Sources(NamedTuple):
    """How versions are read."""

    root: str
    environ: Mapping[str, str]
    urls: bool = False
    """The user named them on the command line, so that URLs may be asked for."""

    def files(self, name: str, path: str = "") -> Files:
        """A version by its name; ``path`` is what ``git:REF`` means where it says no path.

        Raises CannotLook.
        """
        if name.startswith(GIT):
            return self._committed(name, path)
        if name.startswith(URLS):
            return self._online(name)
        if not name.startswith("../") and not os.path.lexists(os.path.join(self.root, name)):
            raise CannotLook(f"{shown(name)}: there is no such file; a commit is {GIT}REF")
        return Files(name, self._read)

    def _read(self, path: str) -> Document:
        top, whole = os.path.realpath(self.root), os.path.realpath(os.path.join(self.root, path))
        if path.startswith(URLS):
            raise CannotLook(f"{shown(path)} is on another host, which is not asked")
        if not self.urls and os.path.commonpath((top, whole)) != top:
            raise CannotLook(f"{shown(path)} lies outside the repository, and is not read")
        try:
            return _one(path, documents.load(self.root, path))
        except Malformed as error:
            raise CannotLook(f"{error.location}: {error.message}") from None

    def _committed(self, name: str, path: str) -> Files:
        from launchready_ci.git import Git, data

        ref, _, given = name.removeprefix(GIT).partition(":")
        git = Git.seen_from(self.root, self.environ)
        if not ref or ref.startswith("-"):
            raise CannotLook(f"{name}: expected a commit, such as git:origin/main")
        try:
            commit = (
                git.read("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
                .split()[0]
                .decode()
            )
        except CannotLook:
            told = "there is no such commit; in CI fetch it, such as with fetch-depth: 0"
            raise CannotLook(f"{name}: {told}") from None

        def read(path: str) -> Document:
            inside = f"{git.prefix}{path}"
            named = data(f"{commit}:{inside}")
            try:
                size = int(git.read("cat-file", "-s", named))
            except CannotLook:
                told = f"if it moved, say where it was: {GIT}{ref}:PATH"
                raise CannotLook(f"{GIT}{ref} has no file {shown(path)}; {told}") from None
            if size > documents.BOUNDS.bytes:
                raise CannotLook(f"{GIT}{ref}:{path} has {size:,} bytes, which are not read")
            text = git.read("cat-file", "blob", named)
            return _parsed(f"{GIT}{ref}:{path}", text)

        return Files(given or path, read)

    def _online(self, url: str) -> Files:
        if not self.urls:
            raise CannotLook(f"{url}: a URL is asked for only when the command line names it")
        from launchready_ci.http import Client, HttpError

        origin = urlsplit(url)

        def read(path: str) -> Document:
            target = urlsplit(path)
            if (target.scheme, target.netloc) != (origin.scheme, origin.netloc):
                raise CannotLook(f"{shown(path)} is on another host, which is not asked")
            try:
                with Client(f"{origin.scheme}://{origin.netloc}", environ=self.environ) as client:
                    answer = client.request("GET", path.partition(origin.netloc)[2] or "/")
            except HttpError as error:
                raise CannotLook(f"{shown(path)}: {error}") from None
            if answer.status != 200:
                raise CannotLook(f"{shown(path)} gave status {answer.status}")
            return _parsed(path, answer.body)

        return Files(url, read)


def _parsed(name: str, data: bytes) -> Document:
    try:
        return _one(name, documents.read(name, data))
    except Malformed as error:
        raise CannotLook(f"{error.location}: {error.message}") from None


def _one(name: str, found: tuple[Document, ...]) -> Document:
    if len(found) != 1:
        raise CannotLook(f"{shown(name)} holds {len(found) or 'no'} documents, expected one")
    return found[0]
