"""Has this user compiled these patterns before? Whatever is wrong, they are compiled again."""

from binascii import crc32
from collections.abc import Callable
from typing import TYPE_CHECKING

from launchready_ci import cache

if TYPE_CHECKING:
    from hyperscan import Database

_MAGIC = b"launchready hyperscan 2\n"


def database(key: bytes, compile_: "Callable[[], Database]") -> "Database":
    """The database of ``key`` (library version, flags and patterns), compiled where it must be."""
    head = _MAGIC + key
    name = f"hyperscan-{crc32(head):08x}.db"
    return _loaded(cache.read(name) or b"", head) or _stored(name, head, compile_())


def _loaded(content: bytes, head: bytes) -> "Database | None":
    import hyperscan

    if not content.startswith(head):
        return None
    try:
        # hyperscan itself refuses a damaged database, and one of another version or CPU
        return hyperscan.loadb(content[len(head) :], hyperscan.HS_MODE_BLOCK)
    except hyperscan.error:
        return None


def _stored(name: str, head: bytes, compiled: "Database") -> "Database":
    import hyperscan

    cache.write(name, head, hyperscan.dumpb(compiled))
    return compiled
