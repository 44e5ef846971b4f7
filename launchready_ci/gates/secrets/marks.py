"""Which hits does a comment beside them forgive?

Only the lines of hits are read, and what a secret itself says does not count. Known are
``launchready: ignore[LR-SEC004] reason``, detect-secrets' ``pragma: allowlist secret`` (and
``allowlist nextline secret`` in a line of its own above), and ``gitleaks:allow``.
"""

from collections.abc import Iterator, Mapping

from launchready_ci.gates.secrets.engine import Found, Hit, Span
from launchready_ci.lazy import lazy_pattern
from launchready_ci.rule import EVERY, Place
from launchready_ci.suppressions import COMMENT, ignored

_OTHERS = lazy_pattern(
    COMMENT + rb"[ \t]*pragma: ?(?:allow|white)list[ -]secret\b|\bgitleaks:allow\b"
)
_NEXT_LINE = lazy_pattern(
    rb"^[ \t]*" + COMMENT + rb"[ \t]*pragma: ?allowlist[ -]nextline[ -]secret\b"
)
_ALL = frozenset((EVERY,))
_NONE: frozenset[str] = frozenset()


def ignores(found: Found) -> Mapping[Place, frozenset[str]]:
    """The rules that comments switch off, by the place where a hit begins.

    For a hit of several lines the comment stands on its first line, its last, or above it.
    """
    marked: dict[Place, frozenset[str]] = {}
    lines = _Lines(found)
    for hit in found.hits:
        place = (found.text.path, hit.line)
        if place not in marked:
            marked[place] = lines.first(hit)
        if hit.end_line > hit.line:
            marked[place] |= lines.last(hit)
    return {place: rules for place, rules in marked.items() if rules}


class _Lines:
    """The lines of a text around its hits, without what the secrets themselves say."""

    def __init__(self, found: Found) -> None:
        self._data, self._hits = found.data, found.hits

    def first(self, hit: Hit) -> frozenset[str]:
        start, end = self._around(hit.start)
        above = self._outside(*self._around(start - 1)) if start else b""
        next_line = _ALL if _NEXT_LINE.search(above) else _NONE
        return next_line | _rules(self._outside(start, end))

    def last(self, hit: Hit) -> frozenset[str]:
        return _rules(self._outside(*self._around(hit.end)))

    def _around(self, place: int) -> Span:
        end = self._data.find(b"\n", place)
        return self._data.rfind(b"\n", 0, place) + 1, len(self._data) if end < 0 else end

    def _outside(self, start: int, end: int) -> bytes:
        return b"\0".join(self._data[low:high] for low, high in self._gaps(start, end))

    def _gaps(self, start: int, end: int) -> Iterator[Span]:
        for hit in self._hits:
            if start < hit.end and hit.start < end:
                yield start, hit.start
                start = hit.end
        yield start, max(start, end)


def _rules(line: bytes) -> frozenset[str]:
    return _ALL if _OTHERS.search(line) else ignored(line)
