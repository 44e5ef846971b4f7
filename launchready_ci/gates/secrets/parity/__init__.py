"""What does ``detect-secrets scan -n`` find, in a twentieth of its time?

A sieve of supersets names the lines that a detector could find something in; its own detectors and
filters judge those lines. Files that it rewrites first are rewritten only where they could hold
anything.
"""

import re
import string
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate

from launchready_ci.gates.secrets import adapter
from launchready_ci.gates.secrets.adapter import Detectors, Secret
from launchready_ci.gates.secrets.parity import patterns, rewritten, yaml_values
from launchready_ci.gates.secrets.prefilter import Pattern, Sieve, sieve

Parts = dict[int, dict[str, set[str]]]
"""Line number, from 1 → detector → what it is to look at."""
DIFFERENT = {"Base64HighEntropyString": 23, "HexHighEntropyString": 9}
"""So many different characters it takes for more than 4.5 and 3.0 bits: 2 ** 4.5, 2 ** 3."""
SHORT = 500
"""Characters of a line that is looked at as a whole."""
STEP = 256
ALPHABET = string.ascii_letters.encode() + string.digits.encode() + b"+/\\_=-'\""
_RUN = re.compile(b"[" + re.escape(ALPHABET) + b"]+")


@cache
def stock() -> "Scanner":
    """The scanner with the detectors and filters of ``detect-secrets scan -n``."""
    return Scanner(adapter.defaults())


class Scanner:
    """Searches texts as detect-secrets does, with some of its detectors and filters."""

    def __init__(self, detectors: Detectors) -> None:
        self.detectors = detectors
        known = patterns.DETECTORS if adapter.version() == patterns.VERSION else {}
        self._supersets = {n: p for n, p in known.items() if n in detectors.stock}
        self._different = {n: d for n, d in DIFFERENT.items() if n in self._supersets}
        rows = [
            (name, pattern)
            for name in detectors.plugins
            for pattern in self._supersets.get(name, (patterns.ANY_LINE,))
        ]
        self._names = [name for name, _ in rows]
        self._lines = sieve([Pattern(pattern) for _, pattern in rows])

    def secrets(self, path: str, data: bytes) -> list[Secret]:
        """What detect-secrets finds in a text, each value once per detector.

        What is not UTF-8 it leaves out. Raises what its parsers raise.
        """
        if self.detectors.skips(path):
            return []
        first: dict[tuple[str, str], Secret] = {}
        for secret in self._scan(path, unix(data)):
            first.setdefault((secret.kind, secret.value), secret)
        return list(first.values())

    @cached_property
    def _values(self) -> Sieve:
        known = self._supersets.keys() >= self.detectors.plugins.keys()
        texts = patterns.REWRITTEN if known else (patterns.ANY_LINE,)
        return sieve([Pattern(pattern, once=True) for pattern in texts])

    def _scan(self, path: str, data: bytes) -> list[Secret]:
        """Go through what detect-secrets would look at, in its order, until something is found."""
        from detect_secrets.util.filetype import FileType, determine_file_type

        kind = determine_file_type(path)
        found = list(self._first(path, data, is_yaml=kind == FileType.YAML))
        if found or kind != FileType.OTHER or not rewritten.may_be_headless_ini(data):
            return found
        return list(self._eager(path, data))

    def _first(self, path: str, data: bytes, *, is_yaml: bool) -> Iterator[Secret]:
        """The file rewritten from YAML or INI, else as it is."""
        may_be_ini = rewritten.may_be_ini(data)
        if is_yaml or may_be_ini:
            if not self._may_hold(data):
                return
            text = _text(data)
            if text is None or (not may_be_ini and self._nothing_in_yaml(path, data, text)):
                return
            rewrite = rewritten.of_file if may_be_ini else rewritten.of_yaml
            if lines := rewrite(path, text):
                yield from self._look(path, lines)
                return
        yield from self._raw(path, data)

    def _eager(self, path: str, data: bytes) -> Iterator[Secret]:
        text = _text(data) if self._may_hold(data) else None
        if text is not None:
            yield from self._look(path, rewritten.of_headless_ini(path, text))

    def _may_hold(self, data: bytes) -> bool:
        return bool(rewritten.JOINTS.search(data) or self._values.scan(data))

    def _nothing_in_yaml(self, path: str, data: bytes, text: str) -> bool:
        """Is there nothing to find, whether detect-secrets can read it as YAML or not?"""
        if next(self._raw(path, data), None):
            return False
        try:
            values = list(yaml_values.values(text))
        except yaml_values.Unsure:
            return False
        parts = self._parts([value.line for value in values])
        return not any(
            values[number - 1].is_text
            and self.detectors.may_find(path, values[number - 1].line, parts[number])
            for number in parts
        )

    def _raw(self, path: str, data: bytes) -> Iterator[Secret]:
        candidates = self._candidates(data)
        if not candidates:
            return
        text = _text(data)
        if text is None:
            return
        lines = text.split("\n")
        parts: Parts = defaultdict(dict)
        number, place = 1, 0
        for end, name in candidates:
            number += data.count(b"\n", place, end)
            place = end
            self._part(parts[number], name, data, end, lines[number - 1])
        yield from self._confirm(path, lines, parts)

    def _look(self, path: str, lines: list[str]) -> Iterator[Secret]:
        yield from self._confirm(path, lines, self._parts(lines))

    def _parts(self, lines: list[str]) -> Parts:
        """What of which rewritten line is to be looked at; such a line may hold newlines."""
        encoded = [line.encode("utf-8", "surrogatepass") for line in lines]
        starts = list(accumulate((len(line) + 1 for line in encoded), initial=0))
        data = b"\n".join(encoded)
        parts: Parts = defaultdict(dict)
        for end, name in self._candidates(data):
            number = bisect_right(starts, end - 1)
            self._part(parts[number], name, data, end, lines[number - 1])
        return parts

    def _candidates(self, data: bytes) -> list[tuple[int, str]]:
        """(end, detector) of what the sieve names, in the order of the text."""
        named = ((end, self._names[index]) for index, end in self._lines.scan(data))
        return sorted(c for c in named if c[1] not in self._different or _varied(data, *c))

    def _part(
        self, parts: dict[str, set[str]], name: str, data: bytes, end: int, line: str
    ) -> None:
        """Add what a detector is to look at for a candidate: the line, or the quotes around it."""
        if name in self._different and len(line) > SHORT:
            line = _quotes(data, end)
        parts.setdefault(name, set()).add(line)

    def _confirm(self, path: str, lines: list[str], parts: Parts) -> Iterator[Secret]:
        for number in sorted(parts):
            yield from self.detectors.look(path, lines, number, parts[number])


def unix(data: bytes) -> bytes:
    """The text with newlines as Python reads them."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _varied(data: bytes, end: int, name: str) -> bool:
    """May the quoted string that ends there have the entropy? It takes different characters."""
    start = max(data.rfind(b"'", 0, end - 1), data.rfind(b'"', 0, end - 1))
    return len(set(data[start + 1 : end - 1])) >= DIFFERENT[name]


def _quotes(data: bytes, end: int) -> str:
    """The run of quotes and base64 around a candidate: no match begins or ends outside of it."""
    start = end
    while start and (inside := _inside(data[max(0, start - STEP) : start])):
        start -= inside
    match = _RUN.match(data, start)
    return match[0].decode() if match else ""


def _inside(before: bytes) -> int:
    return len(before) - len(before.rstrip(ALPHABET))


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
