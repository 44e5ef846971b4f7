"""Which indexes would serve a use of a table? Equal columns first, then a range or the order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from launchready_ci.gates.schema.database.catalogue import Table
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.names import qualified, quoted
from launchready_ci.gates.schema.database.queries.conditions import Condition
from launchready_ci.gates.schema.database.queries.shape import Use

Kind = Literal["filter", "join", "sort", "hidden", "wildcard"]
OF_PARTS = ("[]", "jsonb", "tsvector", "hstore")
"""Types of which GIN finds the parts; others have GiST, if any."""


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
    usable = [i for i in table.indexes if i.columns and i.valid and i.ordered and not i.partial]
    return frozenset(filter(None, [*(i.columns[0] for i in usable), *table.primary_key[:1]]))


def candidates(use: Use, engine: EngineName) -> Iterator[Candidate]:
    """The best first, without those whose first column an index leads already."""
    of = _Of(use, engine)
    equal, joined = of.columns("equal"), of.columns("join")
    ranges, order = of.columns("range"), [o.column for o in use.order] if use.limited else []
    if order and not set(order) <= {column.name for column in use.table.columns}:
        order = []  # by rowid: there is nothing to sort
    for then in [*filter(None, (order, ranges[:1])), []] if equal else ():
        yield from of.candidate("filter", equal, then)
    for then in ([*equal, *order], equal) if joined else ():
        yield from of.candidate("join", joined, then)
    yield from of.prefixes()
    yield from of.contained()
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
        self._types = {column.name: column.type for column in use.table.columns}
        flags = [name for name, of in self._types.items() if of.upper().startswith("BOOL")]
        self._conditions = [
            c for c in use.conditions if c.column in self._types and c.column not in flags
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
                index = self._index([one.column], f"{quoted(one.column)}{more}")
                yield Candidate("filter", (one.column,), one.offset, (index,))

    def contained(self) -> Iterator[Candidate]:
        """What PostgreSQL's GIN and GiST are for: a part of a list, a document or a text."""
        for one in self._conditions if self._engine == "postgresql" else ():
            key = f"({one.expression})" if one.expression else quoted(one.column)
            asked = (one.expression or one.column,)
            if one.kind == "wildcard":
                index = self._index([one.column], f"{key} gin_trgm_ops", "gin")
                yield Candidate("wildcard", asked, one.offset, (index,))
            elif one.kind == "contains" and not one.either:
                kind: Kind = "hidden" if one.expression else "filter"
                of_parts = one.expression or self._types[one.column].endswith(OF_PARTS)
                index = self._index([one.column], key, "gin" if of_parts else "gist")
                yield Candidate(kind, asked, one.offset, (index,))

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
        kinds = ("contains", "wildcard")
        return [c for c in self._conditions if c.expression and not (c.either or c.kind in kinds)]

    def _offset(self, kind: Kind, columns: list[str]) -> int:
        if kind == "sort":
            return self._use.order[0].offset
        return next(c.offset for c in self._conditions if c.column == columns[0])

    def _index(self, columns: list[str], expression: str = "", method: str = "") -> str:
        table = self._use.table
        taken = {index.name for index in table.indexes}
        parts = re.findall(r"\w+", expression) or columns
        name = base = "_".join([table.name.rpartition(".")[2], "by", *parts]).lower()[:60]
        number = 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        keys = expression or ", ".join(map(self._key, columns))
        on = qualified(table.name)
        using = f" USING {method}" if method else ""
        return f"CREATE INDEX {quoted(name)} ON {on}{using} ({keys})"

    def _key(self, column: str) -> str:
        """With its direction where those of the order differ; an index is read both ways."""
        ways = {o.column: f"{' DESC' if o.descending else ''}{o.nulls}" for o in self._use.order}
        plain = len(set(ways.values())) < 2 and not any(o.nulls for o in self._use.order)
        return f"{quoted(column)}{'' if plain else ways.get(column, '')}"
