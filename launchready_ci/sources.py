"""Which texts does a gate look at: what is staged, tracked, named, or comes on a pipe?

Whatever Git holds is read from Git and never from the working tree, where a file may already look
innocent. Symbolic links and submodules have no content of their own and are left out.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, NamedTuple

from launchready_ci.blobs import LIMIT, TOO_LARGE, Blob, read_blobs
from launchready_ci.findings import Location, Unreadable
from launchready_ci.git import STAGED, Git, data, text
from launchready_ci.globs import Matcher, nothing
from launchready_ci.unusable import CannotLook

EMPTY = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""The empty file, in SHA-1 and SHA-256: ``git add -N`` lists it without storing it."""
FILE = b"100"
"""How the mode of a file begins: 100644, 100755; not 120000, a symbolic link, 160000, a module."""
ARGUMENTS = 64 * 1024
"""Bytes of file names that fit a command line everywhere; more are looked up in a full listing."""


class Text(NamedTuple):
    """One content to look at."""

    path: str
    """From the top level, POSIX; bytes that are not UTF-8 are surrogate-escaped."""
    data: bytes
    commit: str = ""
    """History, range and push: the commit that brought it in, the day (ISO), and the blob's id."""
    date: str = ""
    oid: str = ""


Item = Text | Unreadable


def staged(git: Git, excluded: Matcher = nothing) -> Iterator[Item]:
    """What the next commit adds or changes; of unmerged paths, every stage."""
    blobs, unmerged = [], False
    for entry, path in pairs(git.records(*STAGED)):
        _, mode, _, oid, status = entry.split(b" ")
        unmerged |= status == b"U"
        if mode.startswith(FILE) and oid.strip(b"0"):
            blobs.append(Blob(oid.decode(), text(path)))
    if unmerged:
        blobs += _files(git.records("ls-files", "--unmerged", "-z"))
    yield from read(git, blobs, excluded)


def tree(git: Git, excluded: Matcher = nothing) -> Iterator[Item]:
    """All tracked files, as the index has them: the same in CI, and in a sparse checkout.

    Raises CannotLook where nothing is tracked.
    """
    records = list(git.records("ls-files", "--stage", "-z"))
    if not records:
        raise CannotLook("nothing is tracked here: git add what is to be searched")
    yield from read(git, _files(records), excluded)


def named(git: Git, names: Sequence[str], excluded: Matcher = nothing) -> Iterator[Item]:
    """What the index has of the files (and folders) that a hook names."""
    paths, outside = _paths(git.root, names)
    yield from outside
    if not paths:
        return
    few = sum(map(len, paths)) < ARGUMENTS
    wanted = map(data, paths) if few and "" not in paths else ()
    records = list(git.records("ls-files", "--stage", "-z", "--", *wanted))
    below = _Below(paths)
    found = [record for record in records if below(text(record.partition(b"\t")[2]))]
    yield from read(git, _files(found), excluded)
    for path in below.unmet():
        yield unreadable(path, "git does not track it; git add it, or do not name it")


def files(root: str, names: Sequence[str], excluded: Matcher = nothing) -> Iterator[Item]:
    """What the working tree has: of a file that is named, tracked or not; of a folder, the tracked.

    Only a folder needs a Git repository around ``root``.
    """
    paths, outside = _paths(root, names)
    yield from outside
    for path in paths:
        inside = [path]
        if os.path.isdir(os.path.join(os.fsencode(root), data(path))):
            git = Git.seen_from(root)
            only = (data(path),) if path else ()
            inside = [
                text(found) for found in dict.fromkeys(git.records("ls-files", "-z", "--", *only))
            ]
            if not inside:
                yield unreadable(path or ".", "nothing below is tracked; name files to search them")
        for found in inside:
            if not excluded(found) and (item := from_disk(root, found, named=found == path)):
                yield item


def stdin(stream: IO[bytes], path: str = "stdin") -> Iterator[Item]:
    """What comes on a pipe."""
    content = stream.read(LIMIT + 1)
    yield Text(path, content) if len(content) <= LIMIT else unreadable(path, TOO_LARGE)


def read(git: Git, blobs: Iterable[Blob], excluded: Matcher) -> Iterator[Item]:
    """The texts of those blobs; for one that cannot be read, why."""
    wanted = [blob for blob in blobs if not excluded(blob.path)]
    yield from (Text(blob.path, b"") for blob in wanted if blob.oid in EMPTY)
    yield from texts(git, [blob for blob in wanted if blob.oid not in EMPTY])


def texts(git: Git, blobs: Iterable[Blob]) -> Iterator[Item]:
    """The same for a stream of blobs, none of them empty."""
    try:
        for blob, content in read_blobs(git, blobs):
            if isinstance(content, bytes):
                yield Text(blob.path, content, blob.commit, blob.date, blob.oid)
            else:
                yield unreadable(blob.path, f"{content} (blob {blob.oid})")
    except CannotLook as error:  # what was read before counts: this must not end the stream
        yield Unreadable(str(error))


def unreadable(path: str, reason: str) -> Unreadable:
    """That path could not be looked at."""
    return Unreadable(reason, path, Location(path))


def pairs(records: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """``:<modes> <ids> <status>`` and path, as ``--raw -z`` alternates them."""
    stream = iter(records)
    return zip(stream, stream, strict=True)


def _files(records: Iterable[bytes]) -> Iterator[Blob]:
    """The files of ``ls-files --stage -z``: ``<mode> <id> <stage>``, a tab, the path."""
    for record in records:
        entry, _, path = record.partition(b"\t")
        mode, oid, _ = entry.split(b" ")
        if mode.startswith(FILE):
            yield Blob(oid.decode(), text(path))


def _paths(root: str, names: Iterable[str]) -> tuple[list[str], list[Unreadable]]:
    """Paths from the root of what the user named from where they stand, and what is outside."""
    git = Git(root, {})
    known = {name: git.path(name) for name in names}
    outside = [
        unreadable(name, f"outside of {root}") for name, path in known.items() if path is None
    ]
    return list(dict.fromkeys(path for path in known.values() if path is not None)), outside


class _Below:
    """Is a path one of those, or in one of those folders? Remembers which of them were met."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.met = dict.fromkeys(paths, False)

    def __call__(self, path: str) -> bool:
        found = False
        while True:
            if path in self.met:
                self.met[path] = found = True
            if not path:
                return found
            path = path.rpartition("/")[0]

    def unmet(self) -> list[str]:
        return [path for path, met in self.met.items() if not met]


def from_disk(root: str, path: str, *, named: bool) -> Item | None:
    """A file as it is; None for a symbolic link, and for a tracked file that is not checked out."""
    try:
        # a named pipe must not block us, nor a link lead out of the repository
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        with open(os.open(os.path.join(os.fsencode(root), data(path)), flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return unreadable(path, "not a regular file")
            content = file.read(LIMIT + 1)
    except OSError as error:
        if error.errno == errno.ELOOP or (error.errno == errno.ENOENT and not named):
            return None
        return unreadable(path, (error.strerror or "cannot be read").lower())
    return Text(path, content) if len(content) <= LIMIT else unreadable(path, TOO_LARGE)
