"""The files of a zip or a wheel, read in memory."""

import os
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from launchready_ci.findings import Unreadable
from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.artifact.member import (
    MOST,
    Bomb,
    Item,
    Meter,
    Odd,
    inside,
    linked,
    read,
)

TAIL = 22 + 65_535 + 20
"""Bytes in which the end of a zip stands: its record, a comment, and the 64-bit locator."""
DIRECTORY = 512 * MOST
"""Bytes of the list of files, which is read into memory at once."""
LONGEST_LINK = 4096
UNIX, UTF8 = 3, 0x800
"""Of who made an entry, and of its flags (APPNOTE.TXT, 4.4.2 and 4.4.4)."""
BROKEN = (BadZipFile, ValueError, struct.error, NotImplementedError, EOFError)
"""What zipfile raises over what is no zip, or one of a kind that it does not know."""


def members(path: str) -> Iterator[Item]:
    """Every file; raises Bomb, and CannotLook for what is no zip."""
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            _check_directory(file, size)
            with ZipFile(file) as archive:
                yield from _members(archive, Meter(size))
    except BROKEN as error:
        raise CannotLook(f"{path} cannot be read as a zip: {error}") from None
    except OSError as error:
        raise CannotLook(f"{path} cannot be read: {error.strerror}") from None


def _check_directory(file: IO[bytes], size: int) -> None:
    """Raise Bomb where the list alone is too long (APPNOTE.TXT, 4.3.14 and 4.3.16)."""
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    end = tail.rfind(b"PK\5\6")
    if end < 0 or len(tail) < end + 22:
        return  # ZipFile says that it is none
    count, length = struct.unpack("<HL", tail[end + 10 : end + 16])
    if tail[max(0, end - 20) : end].startswith(b"PK\6\7"):
        (place,) = struct.unpack("<Q", tail[end - 12 : end - 4])
        file.seek(min(place, size))
        record = file.read(56)
        if len(record) == 56:
            count, length = struct.unpack("<QQ", record[32:48])
    if count > MOST or length > DIRECTORY:
        raise Bomb(f"holds more than {MOST:,} files")


def _members(archive: ZipFile, meter: Meter) -> Iterator[Item]:
    for info in archive.infolist():
        name = _name(info)
        path = inside(name)
        if path is None:
            yield Odd("outside", name, "is the name of a file outside of the archive")
        elif not info.is_dir():
            meter.file()
            yield _member(archive, info, path, meter)


def _name(info: ZipInfo) -> str:
    """As unzip reads it: ``zip`` of Unix writes a name's own bytes, and no flag for UTF-8."""
    if info.create_system == UNIX and not info.flag_bits & UTF8:
        with suppress(UnicodeError):
            return info.filename.encode("cp437").decode()
    return info.filename


def _member(archive: ZipFile, info: ZipInfo, path: str, meter: Meter) -> Item:
    if info.flag_bits & 1:
        return Unreadable("is encrypted", path)
    try:
        with archive.open(info) as stream:
            if stat.S_ISLNK(info.external_attr >> 16):
                return linked(path, stream.read(LONGEST_LINK).decode("utf-8", "replace"))
            return read(path, stream, meter)
    except (BadZipFile, EOFError, NotImplementedError, zlib.error, OSError) as error:
        return Unreadable(f"cannot be unpacked: {error}", path)
