"""One text of code with its brackets, string literals, constants and functions, by patterns.

No grammar: comments and strings are blanked by a scanner, brackets are matched, and what stands
between them is looked at. It fails on nothing, whatever the code is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from launchready_ci.gates.env.usage.lexer import Span, masked
from launchready_ci.gates.env.usage.reading import Lines

BRACKET = re.compile(r"[()\[\]{}]")
SEPARATOR = re.compile(r"[,()\[\]{}]")
LITERAL = re.compile(r"\s*[rbuRBU@$]*(\"{3}|[\"'`])\0*\1\s*")
MEMBER = re.compile(r"\b([A-Za-z_]\w*)\s*(?::|=>)\s*([\"'`])(\0+)\2")
CONSTANT = re.compile(r"\b([A-Za-z_]\w*)\s*(?::\s*[&'\w.<>]+\s*)?(?::=|=)\s*[rb@]?([\"'`])(\0+)\2")
WORD = re.compile(r"[A-Za-z_$][\w$]*")


class Function(NamedTuple):
    """A function with its parameters."""

    name: str
    parameters: tuple[str, ...]
    start: int
    """Of its body."""
    end: int
    at: int
    """Where the definition begins."""


class Code:
    """One file."""

    def __init__(self, path: str, text: str, spans: Iterable[Span]) -> None:
        self.path = path
        self.text = text
        self.code = masked(text, spans)
        self.lines = Lines(path, text)

    @cached_property
    def closing(self) -> dict[int, int]:
        """The index of the bracket that closes the one at this index."""
        found: dict[int, int] = {}
        opened: list[int] = []
        pairs = {")": "(", "]": "[", "}": "{"}
        for match in BRACKET.finditer(self.code):
            bracket = match[0]
            if bracket not in pairs:
                opened.append(match.start())
            elif opened and self.code[opened[-1]] == pairs[bracket]:
                found[opened.pop()] = match.start()
            elif bracket == "}":  # something was not closed before the block ended
                while opened and self.code[opened[-1]] != "{":
                    opened.pop()
                if opened:
                    found[opened.pop()] = match.start()
        return found

    def parts(self, opening: int) -> list[tuple[int, int]]:
        """What the commas between this bracket and its end separate, without blanks around."""
        end = self.closing.get(opening)
        return [] if end is None else self.split(opening + 1, end)

    def split(self, start: int, end: int) -> list[tuple[int, int]]:
        """What the commas in this part separate, without blanks around."""
        found, at = [], start
        while match := SEPARATOR.search(self.code, at, end):
            if match[0] == ",":
                found.append(self.stripped(start, match.start()))
                start = at = match.end()
            else:
                at = self.closing.get(match.start(), match.start()) + 1
        found.append(self.stripped(start, end))
        return [part for part in found if part[0] < part[1]]

    def stripped(self, start: int, end: int) -> tuple[int, int]:
        """The same part without blanks around it."""
        text = self.code[start:end]
        return end - len(text.lstrip()), start + len(text.rstrip())

    def literal(self, start: int, end: int) -> tuple[str, int] | None:
        """The text of the string that this part is, and where that text begins."""
        match = LITERAL.fullmatch(self.code, start, end)
        if match is None:
            return None
        first, last = match.end(1), self.code.rfind(match[1], start, end)
        return self.text[first:last], first

    @cached_property
    def constants(self) -> dict[str, tuple[str, int]]:
        """Names that are given one string: its text and place."""
        return self._given(CONSTANT)

    @cached_property
    def members(self) -> dict[str, tuple[str, int]]:
        """The same with the keys of objects: what stands after a dot may be one."""
        return self._given(MEMBER) | self.constants

    def _given(self, pattern: re.Pattern[str]) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        twice: set[str] = set()
        for match in pattern.finditer(self.code):
            text = self.text[match.start(3) : match.end(3)]
            known = found.setdefault(match[1], (text, match.start(3)))
            if known[0] != text:
                twice.add(match[1])
        return {name: value for name, value in found.items() if name not in twice}

    def around(self, functions: list[Function], at: int) -> Iterator[Function]:
        """The functions whose body this place is in, the innermost first; ordered by start."""
        index = bisect_right(functions, at, key=lambda function: function.start)
        for function in reversed(functions[max(0, index - 200) : index]):
            if function.end >= at:
                yield function
