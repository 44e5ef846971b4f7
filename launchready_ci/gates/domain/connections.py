"""Does anything take a connection? Without what TLS and HTTP need: that takes time to load."""

import socket
from collections.abc import Sequence

TIME = 5.0
"""Seconds for all addresses of a name together."""


def connected(addresses: Sequence[str], port: int) -> socket.socket:
    """The first address that answers; raises OSError."""
    failed: OSError = OSError("it has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), TIME / len(addresses))
        except OSError as error:
            failed = error
    raise failed


def listens(addresses: Sequence[str], port: int) -> bool:
    """Whether any of the addresses answers."""
    try:
        connected(addresses, port).close()
    except OSError:
        return False
    return True
