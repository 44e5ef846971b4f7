"""Does a URL lead to a file of the artifact?"""

import re
from collections.abc import Iterable
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from launchready_ci.gates.schema.artifact.hosts import Host
from launchready_ci.globs import matcher
from launchready_ci.http.urls import is_loopback

HOST = "artifact.invalid"
SITE = f"http://{HOST}"
"""Where the artifact is served while it is looked at."""
PAGES = ("link", "iframe", "frame")
"""Kinds that may lead to a page, whose ending hosts leave out."""
TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|%7B%7B|%7B%25|%3C%25|\$%7B", re.IGNORECASE)
"""What a server or a script still fills in."""


class Site:
    """The files as they are served."""

    def __init__(
        self,
        files: Iterable[str],
        base: str,
        elsewhere: Iterable[str],
        host: Host,
        links: Iterable[str] = (),
    ) -> None:
        self.files = frozenset(files)
        self._folders = {p[: m.end()] for p in self.files for m in re.finditer("/", p)}
        self._low = {path.lower(): path for path in self.files}
        self._base = base
        self._elsewhere = matcher(elsewhere)
        self._host = host
        self._links = tuple(f"{link}/" for link in links)

    def url(self, path: str) -> str:
        """Where a file is served."""
        return f"{SITE}{self._base}{path}"

    def path(self, url: str) -> str | None:
        """The path of a URL of this site; None for another host, and for what is a template."""
        parts = urlsplit(url)
        return None if parts.hostname != HOST or TEMPLATE.search(url) else parts.path

    def file(self, url: str) -> str:
        """The file that a URL asks for by its very name; empty where there is none."""
        path = self._inside(self.path(url) or "")
        return path if path in self.files else ""

    def trouble(self, path: str, kind: str) -> str:
        """Why the path of a URL leads nowhere; empty where it leads somewhere."""
        inside = self._inside(path)
        if self._elsewhere(path.lstrip("/")) or (inside is not None and self._elsewhere(inside)):
            return ""
        home = path == "/" and inside is None  # of the app that the artifact is a part of
        if kind == "link" and (home or self._host.leads_on(path)):
            return ""
        if inside is None:
            return f"is outside of {self._base}, where the artifact is served"
        if self._found(inside, kind):
            return ""
        other = self._low.get(inside.lower())
        return f"is there as {other}: upper and lower case differ" if other else "is not there"

    def _inside(self, path: str) -> str | None:
        """The path from the top of the artifact."""
        path = unquote(path, errors="surrogateescape")
        folder = path.endswith("/")
        path = normpath(path).replace("//", "/") + ("/" if folder and path != "/" else "")
        if f"{path}/" == self._base:
            return ""
        return path[len(self._base) :] if path.startswith(self._base) else None

    def _found(self, path: str, kind: str) -> bool:
        if path in self.files or path.startswith(self._links):
            return True  # what is behind a link is not read, only that it stays inside
        if kind == "module of the import map" and path.endswith("/"):
            return path in self._folders
        if path == "" or path.endswith("/"):
            return f"{path}index.html" in self.files
        return kind in PAGES and not self.files.isdisjoint((f"{path}.html", f"{path}/index.html"))


def loopback(url: str) -> str:
    """The address of a developer's machine that a URL names; else empty."""
    parts = urlsplit(url)
    if parts.hostname and is_loopback(parts.hostname):
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return ""
