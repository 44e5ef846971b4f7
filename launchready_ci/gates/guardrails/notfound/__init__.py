"""What does the app answer to a page that does not exist? Not all of them say 404.

A single-page app answers everything with its homepage, others with a login, or an error page
and status 200. So two names that nobody has thought of are asked for, per folder and extension.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from launchready_ci.http import Answer

GONE = (404, 410)
ROOM = 48
"""Bytes by which two pages of one kind may differ: the path that they repeat, a time, a token."""
RUN = re.compile(rb"[\w+/=-]{8,}|[0-9]+")


class Kind(NamedTuple):
    """Servers tell these apart: each folder may be another app, each extension another handler."""

    folder: str
    extension: str
    """``.sql``; ``.`` of a name that begins with a dot; ``/`` of a folder."""


class Look(NamedTuple):
    """An answer, as far as two of them are compared."""

    status: int
    media_type: str
    path: str
    """Where redirects led to; empty where it is the path that was asked for."""
    length: int
    digest: str


class NotFound:
    """The answers to random names, by the kind of path."""

    def __init__(self) -> None:
        self._known: dict[Kind, list[Look]] = {}

    def add(self, path: str, answer: Answer) -> None:
        """The answer to such a name."""
        self._known.setdefault(kind(path), []).append(look(path, answer))

    def knows(self, path: str) -> bool:
        """Has this folder and extension been asked for?"""
        return kind(path) in self._known

    def looks(self, path: str) -> list[Look]:
        """Those of the same folder and extension, else of the folders above; may be none."""
        folder, extension = kind(path)
        while True:
            found = self._known.get(Kind(folder, extension), [])
            if found or folder == "/":
                return found or self._known.get(Kind("/", ""), [])
            folder = folder[:-1].rpartition("/")[0] + "/"

    def holds(self, path: str, answer: Answer) -> bool:
        """Is this the answer to a page that does not exist?"""
        if answer.status in GONE:
            return True
        seen = look(path, answer)
        return any(_alike(seen, other) for other in self.looks(path))


def kind(path: str) -> Kind:
    """Folder and extension of a path; its query does not count."""
    path = re.split("[?#]", path, maxsplit=1)[0]
    folder, _, name = path.rstrip("/").rpartition("/")
    if name.startswith("."):
        return Kind(f"{folder}/", ".")
    _, dot, extension = name.rpartition(".")
    ending = "/" if path.endswith("/") and name else f"{dot}{extension}" if dot else ""
    return Kind(f"{folder}/", ending)


def names(paths: Iterable[str], word: str) -> Iterator[str]:
    """Two paths that do not exist for each kind of these."""
    for one in dict.fromkeys(map(kind, paths)):
        for number in (1, 2):
            name = f"{word}{number}"
            end = f".{name}" if one.extension == "." else f"{name}{one.extension}"
            yield f"{one.folder}{end}"


def look(path: str, answer: Answer) -> Look:
    """What is kept of an answer."""
    import hashlib

    at = urlsplit(answer.url).path
    name = kind(path).folder + path.rstrip("/").rpartition("/")[2]
    body = answer.body.replace(name.encode(), b"")
    digest = hashlib.sha256(RUN.sub(_steady, body)).hexdigest()
    led = at if answer.hops else ""
    return Look(answer.status, answer.media_type, led, len(body), digest)


def _steady(run: re.Match[bytes]) -> bytes:
    """Without what differs from answer to answer: tokens, ids and times have a digit."""
    return b"0" if any(48 <= byte <= 57 for byte in run[0]) else run[0]


def _alike(one: Look, other: Look) -> bool:
    """The same, or long pages of nearly one length; a short one may differ in every word."""
    room = min(ROOM, one.length // 20)
    alike = one.digest == other.digest or abs(one.length - other.length) < room
    return one[:3] == other[:3] and alike
