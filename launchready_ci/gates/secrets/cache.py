"""Has this user compiled these patterns before? A cache that can be lost and is not trusted.

One file per set of patterns in ``$XDG_CACHE_HOME/launchready`` (XDG Base Directory Specification).
The folder and the file must be ours and closed to others, since a forged database runs in this
process. Whatever is wrong with them, the patterns are compiled again.
"""

import os
import stat
import time
from binascii import crc32
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hyperscan import Database

_MAGIC = b"launchready hyperscan 1\n"
_LARGEST = 64 * 1024 * 1024
_FORGOTTEN = 30 * 24 * 3600.0
"""Seconds after which the database of an older version is removed."""


def database(key: bytes, compile_: "Callable[[], Database]") -> "Database":
    """The database of ``key`` (library version, flags and patterns), compiled where it must be."""
    if not hasattr(os, "geteuid"):  # Windows: no owner to ask for
        return compile_()
    try:
        with _folder() as folder:
            return _load(folder, key) or _store(folder, key, compile_())
    except OSError:
        return compile_()


@contextmanager
def _folder() -> Iterator[int]:
    """A descriptor of the cache's folder; OSError where there is none that we can trust."""
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


def _name(key: bytes) -> str:
    return f"hyperscan-{crc32(key):08x}.db"


def _load(folder: int, key: bytes) -> "Database | None":
    import hyperscan

    try:
        content = _read(_name(key), folder)
    except OSError:
        return None
    head = _head(key, body := content[len(_MAGIC) + 8 + len(key) :])
    if not content.startswith(head):
        return None
    try:
        # hyperscan itself refuses a database of another version or CPU
        return hyperscan.loadb(body, hyperscan.HS_MODE_BLOCK)
    except hyperscan.error:
        return None


def _head(key: bytes, body: bytes) -> bytes:
    return _MAGIC + b"%08x" % crc32(body) + key


def _read(name: str, folder: int) -> bytes:
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(file, "rb") as stream:
        found = os.fstat(file)
        _must_be_ours(found)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise OSError("not a cached database")
        return stream.read()


def _store(folder: int, key: bytes, compiled: "Database") -> "Database":
    """Write the database beside its place and rename it, so that nobody reads half of one."""
    import hyperscan

    body = hyperscan.dumpb(compiled)
    draft = f".{_name(key)}.{os.getpid()}.{time.monotonic_ns()}"
    try:
        file = os.open(
            draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder
        )
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(_head(key, body) + body)
            os.rename(draft, _name(key), src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.unlink(draft, dir_fd=folder)
            raise
        _forget(folder)
    except OSError:
        pass  # a full or read-only disk costs the next run a compilation, not its result
    return compiled


def _forget(folder: int) -> None:
    for name in os.listdir(folder):
        if name.startswith(("hyperscan-", ".hyperscan-")):
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if found.st_mtime < time.time() - _FORGOTTEN:
                os.unlink(name, dir_fd=folder)
