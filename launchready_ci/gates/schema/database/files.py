"""Reads files of SQL."""

import os

from launchready_ci import settings_file
from launchready_ci.findings import Location, Unreadable
from launchready_ci.unusable import Unusable

LARGEST = 32_000_000
"""Bytes of one file."""


def text(root: str, path: str) -> str | Unreadable:
    """The text of a file of SQL, by its path from the root, or an absolute one."""
    full = os.path.join(root, path)
    try:
        data = settings_file.read(full, LARGEST)
    except Unusable as error:
        return Unreadable(str(error).replace(full, path, 1), path, Location(path))
    if data is None:
        return Unreadable(f"{path}: there is no such file", path, Location(path))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return Unreadable(f"{path} is not UTF-8", path, Location(path, line))
