"""What makes a statement slow, and which index would mend it?"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.queries.candidates import Candidate
from launchready_ci.gates.schema.database.queries.conditions import Condition
from launchready_ci.gates.schema.database.queries.shape import Use

Kind = Literal["filter", "join", "sort", "hidden", "wildcard", "full"]


@dataclass(frozen=True)
class Need:
    """What makes one use of a table slow, and the index that mends it."""

    kind: Kind
    table: str
    columns: tuple[str, ...]
    offset: int
    """Where in the statement."""
    was: str
    indexes: tuple[str, ...] = ()
    """CREATE INDEX; empty where none was seen to help."""
    becomes: str = ""
    """With them; empty where they were not tried."""
    rows: int = 0
    """Of the table, where they are known."""


class Advice(ABC):
    """What is taken for the uses that are slow, and what is left."""

    def __init__(self, plan: Plan, uses: tuple[Use, ...], large: int) -> None:
        self._first = self._plan = plan
        self._uses = uses
        self._large = large
        self._taken: dict[Candidate, Use] = {}

    @abstractmethod
    def run(self) -> None:
        """Take what helps."""

    def _is_slow(self, use: Use) -> bool:
        small = 0 < use.table.rows < self._large
        full = any(scan.how == "full" for scan in self._plan.of(use.alias))
        return not small and (full or (self._plan.sorts and use.limited and bool(use.order)))

    def needs(self) -> Iterator[Need]:
        """What an index mends."""
        for one, use in self._taken.items():
            was, becomes = told(use, self._first), told(use, self._plan)
            name = use.table.name
            yield Need(one.kind, name, one.columns, one.offset, was, one.indexes, becomes)

    def left(self) -> Iterator[Need]:
        """What no index mends that was tried."""
        mended = {id(use) for use in self._taken.values()}
        for use in self._uses:
            if id(use) not in mended and self._is_slow(use):
                yield from self._left(use)

    def _left(self, use: Use) -> Iterator[Need]:
        name, was = use.table.name, told(use, self._first)
        hard: list[tuple[Kind, Condition]] = [
            (kind, one) for one in use.conditions if (kind := _hard(one)) and not one.either
        ]
        for kind, one in hard:
            yield Need(kind, name, (one.expression or one.column,), one.offset, was)
        stops = use.limited and not self._plan.sorts and (use.order or not use.conditions)
        if not hard and not stops and use.table.rows >= self._large:
            yield Need("full", name, (), use.offset, was, rows=use.table.rows)


def _hard(one: Condition) -> Kind | None:
    """Does an index on the bare column not answer it?"""
    if one.kind == "wildcard":
        return "wildcard"
    in_expression = one.kind == "contains" and one.expression
    return "hidden" if one.kind == "hidden" or in_expression else None


def told(use: Use, plan: Plan) -> str:
    """The plan for one table, in words."""
    name, scans = use.table.name, plan.of(use.alias)
    indexes = [scan.index or "its primary key" for scan in scans if scan.how == "index"]
    full = next((scan for scan in scans if scan.how == "full"), None)
    sorts = " and sorted" if plan.sorts and use.order else ""
    if not full:
        return f"{name} is searched by {' and '.join(indexes)}{sorts}" if indexes else ""
    if full.moment:
        return f"an index of {name} is made for this one run, every time"
    if full.index and use.limited and use.order and not sorts:
        return f"{name} is read in the order of {full.index} until enough rows fit"
    return f"all of {name} is read{sorts}"
