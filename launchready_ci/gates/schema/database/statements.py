"""Which statements are in a file of SQL, and where does each begin?

Only what decides where one ends is read: comments, quotes, the bodies of triggers and functions.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gates.schema.database.configuration import EngineName

SHARED = r"""--[^\n]*|'[^']*(?:''[^']*)*(?:'|\Z)|"[^"]*(?:""[^"]*)*(?:"|\Z)|;|[^\W\d]\w*|\s+"""
TOKENS = {
    "sqlite": re.compile(
        rf"/\*.*?(?:\*/|\Z)|`[^`]*(?:`|\Z)|\[[^\]]*(?:\]|\Z)|{SHARED}|.", re.DOTALL
    ),
    "postgresql": re.compile(
        rf"/\*|\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?(?:\$(?P=tag)\$|\Z)"
        rf"|[eE]'[^'\\]*(?:(?:\\.|'')[^'\\]*)*(?:'|\Z)|{SHARED}|[\d.]\w*|.",
        re.DOTALL,
    ),
}
NESTED = re.compile(r"/\*|\*/")


class Statement(NamedTuple):
    """One statement, without the ``;`` at its end and the comments before it."""

    sql: str
    path: str
    line: int
    column: int

    @property
    def location(self) -> Location:
        return self.at(0)

    def at(self, offset: int) -> Location:
        """The place of a character of it."""
        before = self.sql[:offset]
        if "\n" not in before:
            return Location(self.path, self.line, self.column + len(before))
        return Location(self.path, self.line + before.count("\n"), len(before) - before.rfind("\n"))


def split(text: str, path: str, engine: EngineName) -> Iterator[Statement]:
    """Every statement of the text, in order."""
    begin, line, line_at = -1, 1, 0
    block = _Block(engine)
    for start, end in _tokens(text, engine):
        token = text[start:end]
        if begin < 0 and not (text[start] == ";" or _blank(token)):
            line += text.count("\n", line_at, start)
            begin, line_at, block = start, start, _Block(engine)
        if begin >= 0 and block.ends(token):
            yield _statement(text, begin, start, path, line)
            begin = -1
    if begin >= 0:
        yield _statement(text, begin, len(text), path, line)


def _statement(text: str, begin: int, end: int, path: str, line: int) -> Statement:
    column = begin - text.rfind("\n", 0, begin)
    return Statement(text[begin:end].rstrip(), path, line, column)


def _blank(token: str) -> bool:
    return token.isspace() or token.startswith(("--", "/*"))


def _tokens(text: str, engine: EngineName) -> Iterator[tuple[int, int]]:
    pattern, at = TOKENS[engine], 0
    while match := pattern.match(text, at):
        at = match.end()
        if engine == "postgresql" and match[0] == "/*":
            at = _comment_end(text, at)
        yield match.start(), at


def _comment_end(text: str, at: int) -> int:
    """Where a comment ends that may hold others."""
    depth = 1
    for match in NESTED.finditer(text, at):
        depth += 1 if match[0] == "/*" else -1
        if not depth:
            return match.end()
    return len(text)


class _Block:
    """Is this ``;`` the end of the statement, or inside of its body?"""

    def __init__(self, engine: EngineName) -> None:
        self._engine = engine
        self._words: list[str] = []
        """The first ones."""
        self._last = ("", "")
        self._depth = 0

    def ends(self, token: str) -> bool:
        """Take the next token."""
        if _blank(token):
            return False
        word = token.upper()
        if len(self._words) < 3:
            self._words.append(word)
        ended = word == ";" and not self._inside(word)
        self._count(word)
        self._last = (self._last[1], word)
        return ended

    def _inside(self, word: str) -> bool:
        if self._engine == "postgresql":
            return self._depth > 0
        # https://sqlite.org/c3ref/complete.html: a trigger ends with ; END ;
        return (
            self._words[:1] == ["CREATE"]
            and "TRIGGER" in self._words
            and (self._last != (";", "END"))
        )

    def _count(self, word: str) -> None:
        """``BEGIN ATOMIC … END`` of a function of PostgreSQL, with CASE … END inside."""
        if word == "ATOMIC" and self._last[1] == "BEGIN":
            self._depth = 1
        elif self._depth:
            self._depth += {"CASE": 1, "END": -1}.get(word, 0)
