"""Which credentials does a text hold, and exactly where?

One pass of the sieve over the bytes names candidates (format, end of a match); ``re`` takes their
spans on that line only, the format's ``holds`` judges them, and overlaps are settled by rank.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.findings import Unreadable
from launchready_ci.gates.secrets import prefilter, views
from launchready_ci.gates.secrets.formats import FORMATS, Candidate, Format

if TYPE_CHECKING:
    from launchready_ci.sources import Text

REACH = 2048
"""Of a longer line, only so many bytes on either side of a candidate are looked at."""
FAR = 64 * 1024
"""No match is longer, and no window of a format of several lines."""
CERTAIN = 50
"""Least rank of a format that is looked for in what base64 hides."""

VALUE = "value"
"""The group of a pattern that is the credential."""
ALSO = "also"
"""The group that is a further half of the same credential, so that no other format reports it."""

ESCAPED, ENCODED = 0, 1
"""The first two patterns of the sieve: where another view of the text may hold more."""

Span = tuple[int, int]


class Hit(NamedTuple):
    """A credential at a place of a text; lines and columns count from 1, columns in code points."""

    format: Format
    value: bytes
    line: int
    column: int
    end_line: int
    end_column: int
    """The first column after it."""
    start: int
    """Offset in ``Found.data``."""
    end: int

    def __repr__(self) -> str:
        return f"Hit({self.format.id} at {self.line}:{self.column})"  # never the value


class Found(NamedTuple):
    """A text that was searched."""

    text: "Text"
    data: bytes
    """What was searched: the text as UTF-8, or its own bytes. Do not print it."""
    hits: tuple[Hit, ...]


class Match(NamedTuple):
    """A credential before overlaps are settled."""

    format: Format
    value: bytes
    claims: tuple[Span, ...]
    """What of the text it takes for itself: its value, and the group ``also``."""

    @property
    def weight(self) -> tuple[int, int]:
        start, end = self.claims[0]
        return (-self.format.rank, start - end)


def search(texts: "Iterable[Text | Unreadable]") -> Iterator[Found | Unreadable]:
    """Search every text with the table of formats; what could not be read is passed on."""
    for text in texts:
        yield text if isinstance(text, Unreadable) else searcher().search(text)


@cache
def searcher() -> "Searcher":
    """The searcher for the table of formats; its database is loaded when it is first needed."""
    return Searcher(FORMATS)


def sieved(row: Format) -> prefilter.Pattern:
    """What the sieve looks for: a superset of the row's own pattern."""
    return prefilter.Pattern(row.prefilter or row.pattern, cut=not row.prefilter)


class Searcher:
    """Searches texts for the credentials of some formats."""

    def __init__(self, formats: Sequence[Format]) -> None:
        self._formats = formats
        rows: dict[prefilter.Pattern, list[int]] = {}
        rows[prefilter.Pattern(views.ESCAPED)] = []
        rows[prefilter.Pattern(views.ENCODED, once=True)] = []
        for index, row in enumerate(formats):
            rows.setdefault(sieved(row), []).append(index)
        self._rows = [self._alike(indices) for indices in rows.values()]
        """By pattern of the sieve, after those of the views: its formats, alike ones together."""
        self._sieve = prefilter.sieve(list(rows))
        self._compiled: dict[int, re.Pattern[bytes]] = {}

    def search(self, text: "Text") -> Found:
        data, binary = views.decode(text.data)
        candidates = self._sieve.scan(data)
        if not candidates:
            return Found(text, data, ())
        matches = self._matches(data, text.path, candidates, binary=binary)
        return Found(text, data, located(data, settled(matches)))

    def _matches(
        self, data: bytes, path: str, candidates: list[tuple[int, int]], *, binary: bool = False
    ) -> list[Match]:
        ends: dict[int, list[int]] = defaultdict(list)
        for index, end in candidates:
            ends[index].append(end)
        escaped, encoded = ends.pop(ESCAPED, []), ends.pop(ENCODED, [])
        matches: list[Match] = []
        for pattern, places in ends.items():
            for alike in self._rows[pattern]:
                if self._formats[alike[0]].binary or not binary:
                    matches += self._of_formats(alike, data, path, places)
        if not binary:
            matches += self._in_escapes(data, path, escaped)
            matches += self._in_base64(data, path) if encoded else ()
        return matches

    def _alike(self, indices: list[int]) -> list[list[int]]:
        """Those with one pattern together: it is matched once, and each of them judges."""
        alike: dict[tuple[str, int, bool], list[int]] = {}
        for index in indices:
            row = self._formats[index]
            alike.setdefault((row.pattern, row.lines, row.binary), []).append(index)
        return list(alike.values())

    def _of_formats(
        self, alike: list[int], data: bytes, path: str, ends: list[int]
    ) -> Iterator[Match]:
        rows, pattern = [self._formats[index] for index in alike], self._pattern(alike[0])
        for low, high in windows(data, ends, rows[0].lines):
            for match in pattern.finditer(data, low, high):
                whole = _whole(match, data, high)
                found = (credential(row, whole, path) for row in rows) if whole else ()
                yield from filter(None, found)

    def _pattern(self, index: int) -> re.Pattern[bytes]:
        if index not in self._compiled:
            source = self._formats[index].pattern.encode()
            self._compiled[index] = re.compile(source, re.MULTILINE)
        return self._compiled[index]

    def _in_escapes(self, data: bytes, path: str, ends: list[int]) -> Iterator[Match]:
        if not ends:
            return
        view = views.Unescaped(data, windows(data, ends, 1))
        candidates = [c for c in self._sieve.scan(view.data) if c[0] != ESCAPED]
        for match in self._matches(view.data, path, candidates):
            claims = tuple((view.raw(start), view.raw(end)) for start, end in match.claims)
            yield match._replace(claims=claims)

    def _in_base64(self, data: bytes, path: str) -> Iterator[Match]:
        for run in views.runs(data):
            candidates = [c for c in self._sieve.scan(run.data) if c[0] not in (ESCAPED, ENCODED)]
            for match in self._matches(run.data, path, candidates):
                if match.format.rank >= CERTAIN:
                    yield match._replace(claims=((run.start, run.end),))


def windows(data: bytes, ends: list[int], lines: int) -> list[Span]:
    """The lines in which matches end, each once; of a long line what is near the match.

    A format of several lines gets so many lines before and after, and windows that touch are one.
    """
    reach = REACH if lines == 1 else FAR
    spans: list[Span] = []
    for end in sorted(ends):
        if spans and end + reach // 2 < spans[-1][1]:
            continue
        low, high = _line_start(data, end, reach, lines), _line_end(data, end, reach, lines)
        if spans and low <= spans[-1][1]:
            last = spans.pop()
            low, high = last[0], max(high, last[1])
        spans.append((low, high))
    return spans


def _line_start(data: bytes, place: int, reach: int, lines: int) -> int:
    least = max(0, place - reach)
    for _ in range(lines):
        newline = data.rfind(b"\n", least, place)
        if newline < 0:
            return least
        place = newline
    return place + 1


def _line_end(data: bytes, place: int, reach: int, lines: int) -> int:
    most = min(len(data), place + reach)
    for _ in range(lines):
        newline = data.find(b"\n", place, most)
        if newline < 0:
            return most
        place = newline + 1
    end = place - 1
    return end - 1 if data[end - 1 : end] == b"\r" else end


def _whole(match: re.Match[bytes], data: bytes, high: int) -> re.Match[bytes] | None:
    """The match beyond the end of its window, where that cut a long line."""
    if match.end() < high or high == len(data) or data[high : high + 1] in (b"\n", b"\r"):
        return match
    return match.re.match(data, match.start(), _line_end(data, high, FAR, 1))


def credential(row: Format, match: re.Match[bytes], path: str) -> Match | None:
    """The credential of a match of the row's pattern, if it holds."""
    names = match.re.groupindex
    group = VALUE if VALUE in names and match[VALUE] is not None else 0
    value = match[group]
    if not value:
        return None
    if row.holds is not None:
        text = match.string
        before = text[_line_start(text, match.start(), REACH, 1) : match.start()]
        after = text[match.end() : _line_end(text, match.end(), REACH, 1)]
        if not row.holds(Candidate(value, before, after, path, match)):
            return None
    also = [match.span(ALSO)] if ALSO in names and match[ALSO] else []
    return Match(row, value, (match.span(group), *also))


def settled(matches: Iterable[Match]) -> list[Match]:
    """One match per secret: of those that overlap the highest rank stays, then the longest."""
    kept: list[Match] = []
    claimed: list[Span] = []
    for match in sorted(matches, key=lambda match: match.weight):
        if not any(_overlaps(span, claimed) for span in match.claims):
            kept.append(match)
            for span in match.claims:
                claimed.insert(bisect(claimed, span), span)
    return sorted(kept, key=lambda match: match.claims[0])


def _overlaps(span: Span, claimed: list[Span]) -> bool:
    after = bisect(claimed, span)
    return (after > 0 and claimed[after - 1][1] > span[0]) or (
        after < len(claimed) and claimed[after][0] < span[1]
    )


def located(data: bytes, matches: list[Match]) -> tuple[Hit, ...]:
    """The matches as hits, in the order of the text, with their lines and columns."""
    place = _Place(data)
    hits = []
    for match in matches:
        start, end = match.claims[0]
        line, column = place.at(start)
        hits.append(Hit(match.format, match.value, line, column, *place.at(end), start, end))
    return tuple(hits)


class _Place:
    """Walks forward over a text and counts its lines and columns once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offset = len(views.UTF8_BOM) if data.startswith(views.UTF8_BOM) else 0
        self._line = self._column = 1

    def at(self, offset: int) -> tuple[int, int]:
        newlines = self._data.count(b"\n", self._offset, offset)
        if newlines:
            self._line += newlines
            self._column = 1
            self._offset = self._data.rfind(b"\n", self._offset, offset) + 1
        self._column += len(self._data[self._offset : offset].decode("utf-8", "replace"))
        self._offset = max(self._offset, offset)
        return self._line, self._column
