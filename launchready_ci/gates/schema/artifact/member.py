"""What is read of an artifact: its files one by one, and what is none, within limits."""

from collections.abc import Iterable, Iterator
from typing import IO, Literal, NamedTuple

from launchready_ci.findings import Unreadable

CHUNK = 1 << 20
HELD = 64 << 20
"""Bytes of one file that are looked at."""
LARGEST = 2 << 30
"""Bytes of all files together, unpacked."""
MOST = 100_000
"""Files."""
RATIO = 100
"""Times the size of the archive: code and text stay below 20, a bomb begins at 1,000."""
SUSPECT = 100 << 20
"""Bytes from which on that ratio counts."""
LEADS_OUT = "is a link that leads out of the artifact"
NO_FILE = "is a pipe, a socket or a device, and no file"
Kind = Literal["outside", "link", "bomb", "twice"]


class Member(NamedTuple):
    """A file; nothing of it was written anywhere."""

    path: str
    """From the top of the artifact, POSIX."""
    size: int = 0
    """Bytes, unpacked."""
    data: bytes = b""
    """Its first ``HELD`` bytes."""
    digest: str = ""
    """SHA-256, in hex."""
    link: str = ""
    """Of a symbolic link: where it leads."""

    @property
    def whole(self) -> bool:
        return self.size == len(self.data)


class Odd(NamedTuple):
    """What should be in no artifact: a name that leads out of it, a link, a bomb, a double."""

    kind: Kind
    path: str
    told: str


Item = Member | Odd | Unreadable


class Bomb(Exception):
    """The rest is not read: it is more than any artifact holds."""


class Meter:
    """Counts what is unpacked, and stops where that is too much."""

    def __init__(self, packed: int | None = None) -> None:
        self._packed = packed
        """Bytes of the archive; None for a folder."""
        self.total = 0
        self._files = 0

    def take(self, size: int) -> None:
        """So many bytes more; raises Bomb."""
        self.total += size
        if self.total > LARGEST:
            raise Bomb(f"unpacks to more than {LARGEST >> 30} GiB")
        if self._packed and self.total > max(SUSPECT, RATIO * self._packed):
            raise Bomb(f"unpacks to more than {RATIO} times its size of {self._packed:,} bytes")

    def file(self) -> None:
        """One file more; raises Bomb."""
        self._files += 1
        if self._files > MOST:
            raise Bomb(f"holds more than {MOST:,} files")


def read(path: str, stream: IO[bytes], meter: Meter) -> Member:
    """The file in that stream, read to its end; raises Bomb, and what the stream raises."""
    from hashlib import sha256

    digest, held, size = sha256(), bytearray(), 0
    while chunk := stream.read(CHUNK):
        meter.take(len(chunk))
        digest.update(chunk)
        size += len(chunk)
        held += chunk[: HELD - len(held)]
    return Member(path, size, bytes(held), digest.hexdigest())


def inside(name: str) -> str | None:
    r"""The path of a name in an archive; None for one that would lead out of it (zip slip).

    Windows takes ``\`` and ``C:`` for what they are there, so they count.
    """
    path = name.replace("\\", "/")
    if path.startswith("/") or path[1:2] == ":":
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return None if ".." in parts else "/".join(parts)


def leads_out(path: str, target: str) -> bool:
    """Does a symbolic link at that path leave the artifact?"""
    target = target.replace("\\", "/")
    if target.startswith("/") or target[1:2] == ":":
        return True
    depth = path.count("/")
    for part in target.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def linked(path: str, target: str) -> Member | Odd:
    """A symbolic link."""
    if leads_out(path, target):
        return Odd("link", path, LEADS_OUT)
    return Member(path, link=target)


def once(items: Iterable[Item]) -> Iterator[Item]:
    """Each file, and of two with one name that there are two."""
    seen = set[str]()
    for item in items:
        if isinstance(item, Member) and item.path in seen:
            yield Odd("twice", item.path, "is there twice: which one is meant, programs disagree")
        elif isinstance(item, Member):
            seen.add(item.path)
        yield item
