"""How many bytes does a browser get?"""

import gzip
from collections.abc import Iterable

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.artifact.configuration import Artifact, Budget
from launchready_ci.gates.schema.artifact.facts import Weight
from launchready_ci.units import Size

SMALL = (".html", ".htm", ".js", ".mjs", ".cjs", ".css", ".json", ".svg", ".txt", ".xml", ".map")
COMPRESSED = (*SMALL, ".wasm", ".webmanifest", ".ttf", ".otf", ".ico", ".bmp", ".md", ".csv")
"""What hosts send compressed; an image or a woff2 is sent as it is."""


def budget(given: Size | Budget) -> Budget:
    """``5MB`` for short, or a size for each encoding."""
    return given if isinstance(given, Budget) else Budget(size=given)


def budgets(config: Artifact) -> list[Budget]:
    """All of them."""
    total = [config.expect.total] if config.expect.total is not None else []
    return [budget(given) for given in (*total, *config.expect.sizes.values())]


class Scales:
    """Weighs as much as the budgets ask for."""

    def __init__(self, asked: Iterable[Budget]) -> None:
        asked = list(asked)
        self._gzip = any(one.gzip is not None for one in asked)
        self._brotli = any(one.brotli is not None for one in asked)
        if self._brotli:
            _brotli(b"")

    def weigh(self, path: str, size: int, data: bytes) -> Weight:
        """One file; of one that is not held whole, what is held stands for all."""
        if not path.lower().endswith(COMPRESSED) or len(data) != size:
            return Weight(size, size, size if self._brotli else None)
        zipped = len(gzip.compress(data, 9, mtime=0)) if self._gzip else size
        return Weight(size, zipped, _brotli(data) if self._brotli else None)


def together(weights: Iterable[Weight]) -> Weight:
    """The sum."""
    size = zipped = brotli = 0
    known = True
    for one in weights:
        size, zipped, brotli = size + one.size, zipped + one.gzip, brotli + (one.brotli or 0)
        known &= one.brotli is not None
    return Weight(size, zipped, brotli if known else None)


def _brotli(data: bytes) -> int:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError:
        told = "a budget asks for the size with brotli: pip install 'launchready_ci[schema]'"
        raise CannotLook(told) from None
    return len(brotli.compress(data))
