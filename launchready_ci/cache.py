"""What may be kept for this user from one run to the next? Files that can be lost.

They are in ``$XDG_CACHE_HOME/launchready`` (XDG Base Directory Specification). The folder and the
file must be ours and closed to others, since what is read here decides what a run does; whatever is
wrong with them, they count as absent.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager

_LARGEST = 64 * 1024 * 1024
_FORGOTTEN = 30 * 24 * 3600.0
"""Seconds after which a file that no run has written again is removed."""


def read(name: str) -> bytes | None:
    """What was kept under this name."""
    try:
        with _folder() as folder:
            return _read(name, folder)
    except OSError:
        return None


def write(name: str, *parts: bytes) -> None:
    """Keep this, where there is a place for it.

    It is written beside its place and renamed, so that nobody reads half of it.
    """
    draft = f".{name}.{os.getpid()}.{time.monotonic_ns()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with _folder() as folder:
            file = os.open(draft, flags, 0o600, dir_fd=folder)
            try:
                with open(file, "wb") as stream:
                    stream.writelines(parts)
                os.rename(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
            except OSError:
                os.unlink(draft, dir_fd=folder)
                raise
            _forget(folder)
    except OSError:
        pass  # a full or read-only disk costs the next run time, not its result


@contextmanager
def _folder() -> Iterator[int]:
    """A descriptor of the folder; OSError where there is none that we can trust."""
    if not hasattr(os, "geteuid"):  # Windows: no owner to ask for
        raise OSError("no owner to ask for")
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    path = os.path.join(base, "launchready")
    os.makedirs(path, mode=0o700, exist_ok=True)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _must_be_ours(os.fstat(folder))
        yield folder
    finally:
        os.close(folder)


def _must_be_ours(found: os.stat_result) -> None:
    if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError("the cache can be written by somebody else")


def _read(name: str, folder: int) -> bytes:
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(file, "rb") as stream:
        found = os.fstat(file)
        _must_be_ours(found)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise OSError("not a file of the cache")
        return stream.read()


def _forget(folder: int) -> None:
    """Remove what older versions, and repositories that are gone, have left."""
    for name in os.listdir(folder):
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if found.st_mtime < time.time() - _FORGOTTEN and not stat.S_ISDIR(found.st_mode):
            os.unlink(name, dir_fd=folder)
