"""How does a report reach its file, so that no half of one and no stale one is ever read?"""

import os
import stat

FULL = b"\nlaunchready: this summary is full, see the other reports.\n"


def empty(path: str) -> None:
    """Make the folder and an empty file. Raises OSError."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    if not _is_stream(path):
        _replace(path, b"")
    elif not os.access(path, os.W_OK) or os.path.isdir(path):
        # opening a pipe here would end it for its reader
        with open(path, "ab"):
            pass


def write(path: str, data: bytes) -> None:
    """Put the whole report in place at once. Raises OSError."""
    if _is_stream(path):
        with open(path, "ab") as file:
            file.write(data)
    else:
        _replace(path, data)


def append(path: str, data: bytes, limit: int = 0) -> None:
    """Add to what others wrote; beyond ``limit`` bytes in all, only a line that says so."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "ab") as file:
        if file.tell() + len(data) > limit:
            data = FULL
        if file.tell() + len(data) <= limit:
            file.write(data)


def _is_stream(path: str) -> bool:
    """Is this a pipe, a device or a folder, or a name of an open file (``/dev/stdout``)?"""
    folder = os.path.dirname(os.path.abspath(path))
    if folder in ("/dev", "/dev/fd") or folder.startswith("/proc/"):
        return True
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return False


def _replace(path: str, data: bytes) -> None:
    """Put a new file in place. A link of that name is replaced and never followed.

    The checked repository may hold a link with the report's name that points anywhere.
    """
    fresh = f"{path}.{os.urandom(4).hex()}.new"
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(data)
        os.replace(fresh, path)
    except BaseException:
        if os.path.lexists(fresh):
            os.unlink(fresh)
        raise
