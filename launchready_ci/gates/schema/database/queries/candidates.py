"""Which indexes would serve a use of a table? Equal columns first, then a range or the order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from launchready_ci.gates.schema.database.catalogue import Table
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.queries.conditions import Condition
from launchready_ci.gates.schema.database.queries.shape import Use

Kind = Literal["filter", "join", "sort", "hidden"]
PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True)
class Candidate:
    """One index, or one for each arm of an OR."""

    kind: Kind
    columns: tuple[str, ...]
    """What the statement asks that the index is for, as people read it."""
    offset: int
    """Where it asks."""
    indexes: tuple[str, ...]
    """CREATE INDEX."""


def led(table: Table) -> frozenset[str]:
    """The columns that an index of all rows begins with, and the primary key's first."""
    indexes = [i.columns[0] for i in table.indexes if i.columns and i.valid and not i.partial]
    return frozenset(filter(None, [*indexes, *table.primary_key[:1]]))


def candidates(use: Use, engine: EngineName) -> Iterator[Candidate]:
    """The best first, without those whose first column an index leads already."""
    of = _Of(use, engine)
    equal, joined = of.columns("equal"), of.columns("join")
    ranges, order = of.columns("range"), [o.column for o in use.order] if use.limited else []
    if order and not set(order) <= {column.name for column in use.table.columns}:
        order = []  # by rowid: there is nothing to sort
    for then in [*filter(None, (order, ranges[:1])), []] if equal else ():
        yield from of.candidate("filter", equal, then)
    if joined:
        yield from of.candidate("join", joined, equal)
    yield from of.prefixes()
    yield from of.candidate("sort", [], order)
    for column in ranges:
        yield from of.candidate("filter", [column])
    yield from of.either()
    yield from of.hidden()


class _Of:
    """Makes the candidates for one use."""

    def __init__(self, use: Use, engine: EngineName) -> None:
        self._use = use
        self._engine = engine
        self._led = led(use.table)
        flags = [c.name for c in use.table.columns if c.type.upper().startswith("BOOL")]
        self._conditions = [
            c
            for c in use.conditions
            if c.column not in flags and c.column in {column.name for column in use.table.columns}
        ]

    def columns(self, kind: str) -> list[str]:
        """Those with a condition of that kind, each once."""
        found = [c for c in self._conditions if c.kind == kind and not c.either]
        return list(dict.fromkeys(c.column for c in found))

    def candidate(
        self, kind: Kind, first: list[str], then: Iterable[str] = ()
    ) -> Iterator[Candidate]:
        columns = list(dict.fromkeys([*first, *then]))
        if not columns or not self._led.isdisjoint(first or columns[:1]):
            return
        yield Candidate(kind, tuple(columns), self._offset(kind, columns), (self._index(columns),))

    def prefixes(self) -> Iterator[Candidate]:
        """``LIKE 'abc%'``: https://sqlite.org/optoverview.html#the_like_optimization."""
        more = " COLLATE NOCASE" if self._engine == "sqlite" else " text_pattern_ops"
        for one in self._conditions:
            if one.kind == "prefix" and not one.either:
                index = self._index([one.column], f"{self._quoted(one.column)}{more}")
                yield Candidate("filter", (one.column,), one.offset, (index,))

    def either(self) -> Iterator[Candidate]:
        """One for each arm of an OR that has none."""
        arms = [c for c in self._conditions if c.either and c.kind in ("equal", "range")]
        for which in dict.fromkeys(c.either for c in arms):
            mine = [c for c in arms if c.either == which]
            whole = [c for c in self._use.conditions if c.either == which]
            columns = dict.fromkeys(c.column for c in mine if c.column not in self._led)
            if columns and len(mine) == len(whole):
                indexes = tuple(self._index([column]) for column in columns)
                yield Candidate("filter", tuple(columns), mine[0].offset, indexes)

    def hidden(self) -> Iterator[Candidate]:
        for one in self._expressions():
            text = one.expression if one.kind != "hidden" else f"({one.expression})"
            index = self._index([one.column], text)
            yield Candidate("hidden", (one.expression,), one.offset, (index,))

    def _expressions(self) -> list[Condition]:
        return [c for c in self._conditions if c.expression and not c.either]

    def _offset(self, kind: Kind, columns: list[str]) -> int:
        if kind == "sort":
            return self._use.order[0].offset
        return next(c.offset for c in self._conditions if c.column == columns[0])

    def _index(self, columns: list[str], expression: str = "") -> str:
        table = self._use.table
        taken = {index.name for index in table.indexes}
        parts = re.findall(r"\w+", expression) or columns
        name = base = "_".join([table.name.rpartition(".")[2], "by", *parts]).lower()[:60]
        number = 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        keys = expression or ", ".join(map(self._key, columns))
        on = ".".join(map(self._quoted, table.name.split(".")))
        return f"CREATE INDEX {self._quoted(name)} ON {on} ({keys})"

    def _key(self, column: str) -> str:
        """With its direction where those of the order differ; an index is read both ways."""
        ways = {o.column: o.descending for o in self._use.order}
        mixed = len(set(ways.values())) > 1 and ways.get(column)
        return f"{self._quoted(column)} DESC" if mixed else self._quoted(column)

    def _quoted(self, name: str) -> str:
        if PLAIN.fullmatch(name) and name.upper() not in _reserved():
            return name
        doubled = name.replace('"', '""')
        return f'"{doubled}"'


@cache
def _reserved() -> frozenset[str]:
    """The words of SQL; some of them are no names without quotes."""
    from sqlglot.tokens import Tokenizer

    return frozenset(word for words in Tokenizer.KEYWORDS for word in words.upper().split())
