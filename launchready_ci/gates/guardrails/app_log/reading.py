"""What did a log gain since a moment ago?"""

import glob
import os
from collections.abc import Iterable

from launchready_ci.gate import CannotLook
from launchready_ci.nodes import shown

LARGEST = 20_000_000
"""Bytes that are read of what a file has gained."""


def sizes(root: str, patterns: Iterable[str]) -> dict[str, int]:
    """File → bytes; raises CannotLook for a pattern that fits no file."""
    found = dict[str, int]()
    for pattern in patterns:
        paths = sorted(glob.glob(os.path.join(root, pattern), recursive=True))
        files = [path for path in paths if os.path.isfile(path)]
        if not files:
            raise CannotLook(f"{shown(pattern)}: there is no such file (guardrails.logs)")
        found |= {path: os.stat(path).st_size for path in files}
    return found


def gained(sizes: dict[str, int]) -> dict[str, bytes]:
    """File → what it has gained; one that became shorter is a new one. Raises CannotLook."""
    return {path: _tail(path, size) for path, size in sizes.items()}


def _tail(path: str, size: int) -> bytes:
    try:
        with open(path, "rb") as file:
            file.seek(size if os.fstat(file.fileno()).st_size >= size else 0)
            return file.read(LARGEST)
    except OSError as error:
        raise CannotLook(f"{shown(path)} cannot be read: {error.strerror}") from None
