"""Reads a file that configures a run, so that no such file can hang the run or fill the memory."""

import os
import stat

from launchready_ci.unusable import Unusable

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
}
_OPENED = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Names of what the shell has opened for us: ``--config <(…)``."""


def read(path: str, limit: int) -> bytes | None:
    """The file's bytes; None where there is none. Raises Unusable where something else is there.

    A file of more than ``limit`` bytes is something else, and so is a link to nowhere.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        if os.path.islink(path):
            raise Unusable(f"{path}: a link to nothing: mend it, or remove it") from None
        return None
    except OSError as error:
        raise Unusable(f"{path}: cannot be read: {error.strerror}") from None
    try:
        data = _read(path, opened, limit)
    except OSError as error:
        raise Unusable(f"{path}: cannot be read: {error.strerror}") from None
    finally:
        os.close(opened)
    if line := _conflict(data):
        told = "an unresolved merge conflict: keep what is right, and remove the lines of marks"
        raise Unusable(f"{path}:{line}:1: {told}")
    return data


def _read(path: str, opened: int, limit: int) -> bytes:
    kind = stat.S_IFMT(os.fstat(opened).st_mode)
    if kind != stat.S_IFREG and not path.startswith(_OPENED):
        raise Unusable(f"{path}: expected a file, there is {_KINDS.get(kind, 'a device')}")
    os.set_blocking(opened, True)
    parts: list[bytes] = []
    while (size := sum(map(len, parts))) <= limit and (part := os.read(opened, limit + 1 - size)):
        parts.append(part)
    if size > limit:
        raise Unusable(f"{path}: larger than {limit / 1e6:.0f} MB, the most that is read")
    return b"".join(parts)


def _conflict(data: bytes) -> int:
    """The line where Git left the first mark of a conflict; 0 where there is none."""
    for mark in (b"<<<<<<< ", b">>>>>>> "):
        before, found, _ = b"\n".join((b"", data)).partition(b"\n" + mark)
        if found:
            return before.count(b"\n") + 1
    return 0
