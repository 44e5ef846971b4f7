"""The files of a tar, compressed or not, read in memory and in one pass."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Protocol

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.artifact.member import (
    LEADS_OUT,
    NO_FILE,
    Bomb,
    Item,
    Meter,
    Odd,
    inside,
    linked,
    read,
)

HEADERS = 4 << 20
"""Bytes that may stand before a file; tarfile takes them into memory at once."""
XZ = 128 << 20
"""Bytes of memory for a dictionary of xz."""
BROKEN = (
    *(tarfile.TarError, EOFError, zlib.error, lzma.LZMAError),
    *(OSError, ValueError, OverflowError, UnicodeError),
)
"""What the libraries raise over a stream that is none of theirs."""


class Stream(Protocol):
    """What is asked of an unpacked stream."""

    def read(self, size: int = -1, /) -> bytes: ...


def is_tar(path: str) -> bool:
    """Does it begin as one?"""
    with suppress(*BROKEN, Bomb), open(path, "rb") as file:
        head = Headers(_unpacked(file), Meter()).read(512)
        return len(head) == 512 and (head[257:262] == b"ustar" or _is_old(head))
    return False


def _is_old(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def members(path: str) -> Iterator[Item]:
    """Every file; raises Bomb, and CannotLook for what is no tar."""
    try:
        with open(path, "rb") as file:
            meter = Meter(os.fstat(file.fileno()).st_size)
            stream = Headers(_unpacked(file), meter)
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                yield from _members(archive, stream, meter)
    except BROKEN as error:
        raise CannotLook(f"{path} cannot be read as a tar: {error}") from None


class Headers(io.BufferedIOBase):
    """Passes a stream on, and stops where more than headers come before a file."""

    def __init__(self, stream: Stream, meter: Meter) -> None:
        self._stream, self._meter = stream, meter
        self._left: int | None = HEADERS

    def between(self) -> None:
        """From here on, until ``within``, come headers."""
        self._left = HEADERS

    def within(self) -> None:
        """From here on comes a file, which is measured where it is read."""
        self._left = None

    def read(self, size: int | None = -1, /) -> bytes:
        data = self._stream.read(-1 if size is None else size)
        if self._left is not None:
            self._meter.take(len(data))
            self._left -= len(data)
            if self._left < 0:
                raise Bomb(f"holds more than {HEADERS >> 20} MiB before a file")
        return data


def _members(archive: tarfile.TarFile, stream: Headers, meter: Meter) -> Iterator[Item]:
    while info := archive.next():
        meter.file()
        stream.within()
        path = inside(info.name)
        if path is None:
            yield Odd("outside", info.name, "is the name of a file outside of the archive")
            _pass_over(archive, info, meter)
        elif path and not info.isdir():
            yield _member(archive, info, path, meter)
        stream.between()


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, path: str, meter: Meter) -> Item:
    if info.issym():
        return linked(path, info.linkname)
    if info.islnk():
        target = inside(info.linkname)
        if target is None:
            return Odd("link", path, LEADS_OUT)
        return linked(path, os.path.relpath(target, os.path.dirname(path)))
    content = archive.extractfile(info) if info.isreg() else None
    return read(path, content, meter) if content else Odd("link", path, NO_FILE)


def _pass_over(archive: tarfile.TarFile, info: tarfile.TarInfo, meter: Meter) -> None:
    """Read the content that nobody looks at, so that it is measured."""
    if info.isreg() and (content := archive.extractfile(info)):
        read("", content, meter)


def _unpacked(file: IO[bytes]) -> Stream:
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)
    if head.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if head.startswith(b"\xfd7zXZ"):
        return Xz(file)
    return file


class Xz:
    """An xz stream in bounded memory, which ``lzma.open`` cannot promise.

    Streams that follow each other are one, with zeros between them (xz-file-format, 2.2).
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = _xz()

    def read(self, size: int = -1) -> bytes:
        parts, left = [], size
        while left and (piece := self._piece(left)):
            parts.append(piece)
            left -= len(piece)
        return b"".join(parts)

    def _piece(self, size: int) -> bytes:
        while True:
            if self._decoder.eof:
                more = self._next_stream()
                if not more:
                    return b""
            else:
                more = self._file.read(1 << 16) if self._decoder.needs_input else b""
                if self._decoder.needs_input and not more:
                    raise EOFError("it ends in the middle")
            if piece := self._decoder.decompress(more, size):
                return piece

    def _next_stream(self) -> bytes:
        """The beginning of one more stream; nothing at the end of the file."""
        more = self._decoder.unused_data.lstrip(b"\0")
        while not more:
            read = self._file.read(1 << 16)
            if not read:
                return b""
            more = read.lstrip(b"\0")
        self._decoder = _xz()
        return more


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ)
