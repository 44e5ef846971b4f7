"""What does a text say beside its own bytes? UTF-16, JSON escapes, and one level of base64."""

from binascii import Error, a2b_base64
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from launchready_ci.lazy import lazy_pattern

UTF8_BOM = b"\xef\xbb\xbf"
# UTF-32 first: its little-endian mark begins with that of UTF-16
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 4096

ESCAPED = (
    r"[0-9A-Za-z_-]{3}\\/[0-9A-Za-z_-]{3}"
    r"|[0-9A-Za-z_+/=\"'-]\\u00(?:2[267bBdDfF]|3[0-9dD]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF])"
    r"|\\[nrt][0-9A-Za-z_-]{16}"
    r'|\\"\s{0,3}[:=]\s{0,3}\\"'
)
"""Where an escape may part a token, or hide its edge: a candidate for ``Unescaped``."""
_ESCAPE = lazy_pattern(rb'\\(?:u00([0-7][0-9A-Fa-f])|(["/\\nrt]))')
_MEANS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}

ENCODED = r"[0-9A-Za-z+/_-]{36}"
"""Somewhere a base64 run is long enough for a token: what ``runs`` looks for.

With its edge in front the sieve would find each, and take twice as long for all its patterns.
"""
_LENGTH = 36
_LONG = b"x" * _LENGTH
_RUN = lazy_pattern(rb"[0-9A-Za-z+/_-]+")
_LONGEST_RUN = 256 * 1024


class Decoded(NamedTuple):
    """UTF-8 or raw bytes, and whether they are no text at all."""

    data: bytes
    binary: bool = False


def decode(data: bytes) -> Decoded:
    """UTF-16 and UTF-32 as UTF-8, everything else as it is; what else holds a NUL is binary."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and len(data) % 2 == 0:
            return Decoded(_as_utf8(data, encoding))
    if b"\0" not in data:
        return Decoded(data)
    sample = data[:_SAMPLE]
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[odd::2].count(0) * 10 > len(sample) // 2 * 7 and not sample[1 - odd :: 2].count(
            0
        ):
            return Decoded(_as_utf8(data, encoding))
    return Decoded(data, binary=True)


def _as_utf8(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, "replace").encode("utf-8", "replace")


class Unescaped:
    """Some lines of a text without their JSON escapes; every place leads back to the text."""

    def __init__(self, data: bytes, lines: Iterable[tuple[int, int]]) -> None:
        self._views: list[int] = []
        self._raws: list[int] = []
        self._length = 0
        self._parts: list[bytes] = []
        for start, end in lines:
            self._line(data, start, end)
        self.data = b"".join(self._parts)

    def _line(self, data: bytes, start: int, end: int) -> None:
        for match in _ESCAPE.finditer(data, start, end):
            self._add(data[start : match.start()], start)
            code, character = match.groups()
            means = bytes((int(code, 16),)) if code else _MEANS.get(character, character)
            self._add(means, match.start())
            start = match.end()
        self._add(data[start:end], start)
        self._add(b"\n", end)

    def _add(self, part: bytes, raw: int) -> None:
        if part:
            self._views.append(self._length)
            self._raws.append(raw)
            self._parts.append(part)
            self._length += len(part)

    def raw(self, place: int) -> int:
        """The offset in the text of an offset in ``data``."""
        if place >= self._length:
            return self._raws[-1]
        part = bisect_right(self._views, place) - 1
        return self._raws[part] + place - self._views[part]


class Run(NamedTuple):
    """A base64 run of a text, and the text that it encodes."""

    start: int
    end: int
    data: bytes


def runs(data: bytes) -> Iterator[Run]:
    """The base64 runs of a text that encode readable text."""
    marked = data.translate(_marks())
    start = marked.find(_LONG)
    while start >= 0:
        if run := _decoded(data, start):
            yield run
        end = marked.find(b" ", start)
        start = marked.find(_LONG, end) if end >= 0 else -1


@cache
def _marks() -> bytes:
    """A table for ``translate``: an x for a character of base64, a space for any other."""
    return bytes(b" x"[_RUN.match(bytes([byte])) is not None] for byte in range(256))


def _decoded(data: bytes, start: int) -> Run | None:
    if not a2b_base64(_standard(data[start : start + _LENGTH])).isascii():
        return None  # hashes, paths and long names: nearly all of them end here
    match = _RUN.match(data, start, start + _LONGEST_RUN)
    if match is None:
        return None
    run = match[0][: len(match[0]) // 4 * 4]
    rest = match[0][len(run) :]
    padded = run + (rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b"")
    try:
        return Run(start, match.end(), a2b_base64(_standard(padded)))
    except Error:
        return None


def _standard(run: bytes) -> bytes:
    return run.replace(b"-", b"+").replace(b"_", b"/")
