"""The files of a folder."""

import os
import stat
from collections.abc import Iterator

from launchready_ci.findings import Unreadable
from launchready_ci.gates.schema.artifact.member import NO_FILE, Item, Meter, Odd, linked, read


def members(top: str) -> Iterator[Item]:
    """Every file below, folder by folder; raises Bomb."""
    meter, folders = Meter(), [""]
    while folders:
        inside = folders.pop()
        try:
            with os.scandir(os.path.join(top, inside)) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(f"cannot be read: {error.strerror}", inside or top)
            continue
        for entry in entries:
            meter.file()
            path = inside + entry.name
            if entry.is_symlink():
                yield _link(entry, path)
            elif entry.is_dir():
                folders.append(f"{path}/")
            else:
                yield _file(entry.path, path, meter)


def _link(entry: "os.DirEntry[str]", path: str) -> Item:
    if not os.path.exists(entry.path):
        return Odd("link", path, "is a link to nothing, or to itself")
    return linked(path, os.readlink(entry.path))


def _file(full: str, path: str, meter: Meter) -> Item:
    try:
        # a named pipe must not block us, nor a file that became a link lead us elsewhere
        number = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                return Odd("link", path, NO_FILE)
            return read(path, file, meter)
    except OSError as error:
        return Unreadable(f"cannot be read: {error.strerror}", path)
