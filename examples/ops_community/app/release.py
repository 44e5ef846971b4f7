"""Which release answers? The one that was started, unless a flaw keeps the previous one."""

import time
from itertools import count
from threading import Lock

from flask import current_app, request

from app.flaws import switched

PREVIOUS = "0000000"
_numbers: dict[tuple[str, str], int] = {}
_next = count(1)
_counting = Lock()


def version() -> str:
    """The version that this connection sees."""
    flaws = switched()
    if "old-version" in flaws:
        age = time.monotonic() - current_app.extensions["started"]
        if age < flaws["old-version"]:
            return PREVIOUS
    if "stale-replica" in flaws and _connection() % flaws["stale-replica"] == 0:
        return PREVIOUS
    current: str = current_app.config["VERSION"]
    return current


def _connection() -> int:
    """The number of this connection, from 1, in the order they came."""
    peer = (request.environ["REMOTE_ADDR"], request.environ["REMOTE_PORT"])
    with _counting:
        if peer not in _numbers:
            _numbers[peer] = next(_next)
        return _numbers[peer]
