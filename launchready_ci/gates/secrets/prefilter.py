"""Where may which pattern match? One pass over raw bytes, a superset of what ``re`` finds.

Hyperscan reports (pattern, end of match) for every pattern at once, and `re` takes the spans later.
Where it has no wheel, every pattern is searched with ``re``: slower, and the same candidates.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from launchready_ci.lazy import lazy_pattern

if TYPE_CHECKING:
    from hyperscan import Database

_PART = lazy_pattern(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\{(\d+)(?:,\d*)?\}|.", re.DOTALL)
_LOOK_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_EDGE = lazy_pattern(r"(?<!\\)\\b(\)*)$")
_OPEN_TAIL = lazy_pattern(r"(?<!\\)(?:\{([1-9]\d*),\d*\}|\+)[?+]?(\)*)$")
_REFERENCE = lazy_pattern(r"\\[1-9]|\(\?P=|\(\?\(")


WEAKENING = "1"
"""Part of the cache's key: to be counted up when ``weaken`` changes."""


class Pattern(NamedTuple):
    """A pattern to look for."""

    source: str
    once: bool = False
    """Its first match in a text is enough."""
    cut: bool = False
    """Its beginning is enough, up to the first long repeat: that compiles in no time."""


class Sieve(Protocol):
    """Finds the candidates of many patterns in one text."""

    def scan(self, data: bytes) -> list[tuple[int, int]]:
        """(index of a pattern, end of a match), for every match that ``re`` would find and more."""
        ...


def sieve(patterns: Sequence[Pattern]) -> Sieve:
    """The fastest sieve that this machine offers."""
    try:
        import hyperscan
    except ImportError:
        return Searches(patterns)
    try:
        return Vectorised(patterns)
    except hyperscan.error:  # a CPU without SSSE3, no memory: slower is better than blind
        return Searches(patterns)


def weaken(source: str) -> str:
    """A pattern that matches wherever ``source`` does, ends as early as it may, and fits hyperscan.

    Look-arounds are left out, an open end (``{20,}``, ``+``) becomes its least length, so that one
    secret is one candidate, and ``$`` may stand before a carriage return.
    """
    text = "".join(_without_look_around(source))
    while (shorter := _EDGE.sub(r"\1", text)) != text:
        text = shorter
    return _OPEN_TAIL.sub(lambda m: (f"{{{m[1]}}}" if m[1] else "") + m[2], text)


def sifted(pattern: Pattern) -> str:
    """What is really looked for."""
    return weaken(_beginning(pattern.source) if pattern.cut else pattern.source)


def _beginning(source: str) -> str:
    """The pattern up to its first long repeat outside of parentheses, and of that eight."""
    depth = 0
    for part in _PART.finditer(source):
        text = part[0]
        depth += text.startswith("(") - (text == ")")
        if depth == 0 and text == "|":
            break
        if depth == 0 and part[1] and int(part[1]) > 8:
            return source[: part.start()] + "{8}"
    return source


def _without_look_around(source: str) -> list[str]:
    kept: list[str] = []
    depth = 0
    for match in _PART.finditer(source):
        part = match[0]
        if depth:
            depth += part.startswith("(") - (part == ")")
        elif part in _LOOK_AROUND:
            depth = 1
        else:
            kept.append(r"(?:\r|$)" if part == "$" else part)
    return kept


class Vectorised:
    """All patterns in one pass of hyperscan, from a database that is cached per user."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Raise ``hyperscan.error`` where a pattern cannot be compiled."""
        import hyperscan
        from hyperscan._version import __version__

        from launchready_ci.gates.secrets import cache

        rows = (f"{pattern.once:d} {pattern.cut:d} {pattern.source}" for pattern in patterns)
        key = "\n".join((__version__, WEAKENING, *rows)).encode()
        self._database = cache.database(key, lambda: _compile(patterns))
        # a database from the cache comes without scratch space, and crashes the process without
        self._database.scratch = hyperscan.Scratch(self._database)

    def scan(self, data: bytes) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        add = found.append

        def on_match(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            add((index, end))

        self._database.scan(data, match_event_handler=on_match)
        return found


def _flags(source: str, *, once: bool) -> int:
    import hyperscan

    flags = hyperscan.HS_FLAG_MULTILINE
    if once:
        flags |= hyperscan.HS_FLAG_SINGLEMATCH
    if _REFERENCE.search(source):
        flags |= hyperscan.HS_FLAG_PREFILTER
    return flags


def _compile(patterns: Sequence[Pattern]) -> "Database":
    import hyperscan

    weak = [sifted(pattern) for pattern in patterns]
    flags = [
        _flags(source, once=pattern.once) for source, pattern in zip(weak, patterns, strict=True)
    ]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=[source.encode() for source in weak], flags=flags)
    return database


class Searches:
    """One search with ``re`` for each pattern: for machines that hyperscan does not know."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._searches = [
            (index, re.compile(sifted(pattern).encode(), re.MULTILINE), pattern.once)
            for index, pattern in enumerate(patterns)
        ]

    def scan(self, data: bytes) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for index, pattern, once in self._searches:
            for match in pattern.finditer(data):
                found.append((index, match.end()))
                if once:
                    break
        return found
