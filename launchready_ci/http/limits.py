"""How much may one request take, of time and of bytes?"""

from typing import NamedTuple

from launchready_ci.units import Duration, Size


class Limits(NamedTuple):
    """Of one request, its redirects included."""

    time: Duration = Duration(10.0)
    """From the look-up of the host's name to the last byte of the body."""
    body: Size = Size(10_000_000)
    """As it is sent."""
    unpacked: Size = Size(50_000_000)
    """As it is read, decompressed."""
    headers: int = 256
    """How many there may be; together they may have HEAD bytes."""
    redirects: int = 20


HEAD = 100 * 1024
"""h11's own limit for a status line and headers, which httpcore sets."""
