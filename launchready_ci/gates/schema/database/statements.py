"""Which statements stand in a file of SQL, where, and how does the engine take their parameters?"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from launchready_ci.findings import Location
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.tokens import Token, tokens
from launchready_ci.suppressions import ignored

QUERIES = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "REPLACE", "MERGE", "TABLE")
"""The first words of what reads or writes rows."""
NAMED = re.compile(r"--\s*name:\s*([\w-]+)", re.IGNORECASE)
"""How aiosql, sqlc, PugSQL and yesql name a query."""
IN = re.compile(r"\bIN\s+$", re.IGNORECASE)
SPACE = 20
"""Characters before a parameter in which an IN is looked for."""


@dataclass(frozen=True)
class Statement:
    """One statement, from its first word to before its ``;``."""

    sql: str
    path: str = ""
    line: int = 1
    column: int = 1
    engine: EngineName = "sqlite"
    name: str = ""
    """From a comment ``-- name: find_user`` before it."""
    ignores: frozenset[str] = frozenset()
    """What the comments in it and before it switch off."""

    @property
    def location(self) -> Location:
        """Where its first word stands."""
        return Location(self.path, self.line, self.column)

    def at(self, offset: int) -> Location:
        """Where a character of it stands."""
        before = self.sql[:offset]
        if "\n" not in before:
            return Location(self.path, self.line, self.column + offset)
        return Location(self.path, self.line + before.count("\n"), offset - before.rfind("\n"))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(tokens(self.sql, self.engine))

    @property
    def first(self) -> str:
        """Its first word, in capitals; a bracket before a SELECT is passed over."""
        words = (t.text.upper() for t in self.tokens if not t.blank and t.text != "(")
        return next(words, "")

    @property
    def reads_rows(self) -> bool:
        """An engine can plan it."""
        return self.first in QUERIES

    @cached_property
    def parameters(self) -> tuple[Token, ...]:
        """Where values go: ``?``, ``?1``, ``:name``, ``@name``, ``$1``, ``%s``, ``%(name)s``."""
        return tuple(_parameters(self.tokens, self.engine))

    @property
    def bound(self) -> str:
        """As its engine takes it."""
        return "".join(self._bound)

    def written(self, offset: int) -> int:
        """Where in it a character of ``bound`` stands."""
        for token, text in zip(self.tokens, self._bound, strict=True):
            if offset < len(text):
                return token.start + min(offset, len(token.text) - 1)
            offset -= len(text)
        return len(self.sql)

    @cached_property
    def _bound(self) -> list[str]:
        """Each token as the engine takes it."""
        marks = ["?"] * len(self.parameters) if self.engine == "sqlite" else self._numbers()
        return self._with(marks)

    def _numbers(self) -> Iterator[str]:
        """``$1`` for each parameter; one name has one number, as PostgreSQL prepares it."""
        numbers: dict[str, int] = {}
        for one in self.parameters:
            key = f"{one.text} {one.start}" if one.text in ("?", "%s") else one.text
            mark = f"${numbers.setdefault(key, len(numbers) + 1)}"
            # psycopg2 writes a tuple with its brackets
            listed = IN.search(self.sql, max(0, one.start - SPACE), one.start)
            yield f"({mark})" if listed else mark

    @cached_property
    def padded(self) -> str:
        """With ``?`` in place of each, and every other character where it stood."""
        return "".join(self._with(["?".ljust(len(one.text)) for one in self.parameters], "% "))

    def _with(self, marks: Iterable[str], percent: str = "%") -> list[str]:
        parameters = dict(zip((one.start for one in self.parameters), marks, strict=True))
        escaped = any(one.text.startswith("%") for one in self.parameters)
        parts = []
        for token in self.tokens:
            plain = token.text.replace("%%", percent) if escaped else token.text
            parts.append(parameters.get(token.start, plain))
        return parts


def _parameters(of: Iterable[Token], engine: EngineName) -> Iterator[Token]:
    """All but PostgreSQL's operators ``?``, ``?|`` and ``?&``, which stand between two values."""
    said = [token for token in of if not token.blank]
    edge = Token("mark", "", -1)
    for (before, token), (_, after) in pairwise(pairwise([edge, *said, edge, edge])):
        operator = token.text == "?" and engine == "postgresql" and _ends_value(before)
        if token.kind == "parameter" and not (operator and _begins_value(after)):
            yield token


def _ends_value(token: Token) -> bool:
    return token.text in (")", "]") or token.kind in ("word", "quoted", "text", "parameter")


def _begins_value(token: Token) -> bool:
    return token.text in ("|", "&") or token.kind in ("text", "parameter")


def split(text: str, path: str = "", engine: EngineName = "sqlite") -> Iterator[Statement]:
    """Every statement of a file; comments alone are none."""
    lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
    for part in _parts(text, engine):
        said = [index for index, token in enumerate(part) if not token.blank]
        if not said:
            continue
        first, last = part[said[0]], part[said[-1]]
        line = bisect_right(lines, first.start)
        comments = [token.text for token in part if token.kind == "comment"]
        names = [found[1] for token in part[: said[0]] if (found := NAMED.match(token.text))]
        yield Statement(
            sql=text[first.start : last.end],
            path=path,
            line=line,
            column=first.start - lines[line - 1] + 1,
            engine=engine,
            name=names[-1] if names else "",
            ignores=frozenset(_ignored(comments)),
        )


def _ignored(comments: list[str]) -> Iterator[str]:
    for comment in comments:
        for line in comment.splitlines():
            yield from ignored(line.encode("utf-8", "surrogatepass"))


def _parts(text: str, engine: EngineName) -> list[list[Token]]:
    """The pieces of each statement, without its ``;``, and with a comment that ends its line."""
    parts: list[list[Token]] = [[]]
    body, trails = Body(engine), False
    for token in tokens(text, engine):
        if token.text == ";" and body.closed:
            parts.append([])
            body, trails = Body(engine), True
            continue
        trails = trails and token.blank and "\n" not in token.text
        parts[-2 if trails else -1].append(token)
        if not token.blank:
            body.take(token.text.upper())
    return parts


class Body:
    """Is a ``;`` inside the body of a trigger or a function?"""

    def __init__(self, engine: EngineName) -> None:
        self._engine = engine
        self._words: list[str] = []
        """The first ones."""
        self._last = ("", "")
        self._depth = 0

    def take(self, word: str) -> None:
        """Take the next word or mark, in capitals."""
        if len(self._words) < 3:
            self._words.append(word)
        if word == "ATOMIC" and self._last[1] == "BEGIN":
            self._depth = 1
        elif self._depth:
            self._depth += {"CASE": 1, "END": -1}.get(word, 0)
        self._last = (self._last[1], word)

    @property
    def closed(self) -> bool:
        if self._engine == "postgresql":
            return not self._depth
        # https://sqlite.org/c3ref/complete.html: a trigger ends with ; END ;
        trigger = self._words[:1] == ["CREATE"] and "TRIGGER" in self._words
        return not trigger or self._last == (";", "END")
