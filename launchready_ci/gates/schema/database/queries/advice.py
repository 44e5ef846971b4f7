"""Which index does a statement lack? Catalogue and plan must both say so, and a trial proves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.engine import Engine, Refused, Stopped
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.queries.candidates import Candidate, candidates
from launchready_ci.gates.schema.database.queries.shape import Use, shape
from launchready_ci.gates.schema.database.statements import Statement

Kind = Literal["filter", "join", "sort", "hidden", "wildcard", "full"]
MOST = 60
"""Trials of one statement."""
HARD: Mapping[str, Kind] = {"wildcard": "wildcard", "hidden": "hidden"}
"""Conditions that an index on the bare column does not answer."""


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
    rows: int = 0
    """Of the table, where they are known."""


def needs(statement: Statement, engine: Engine, catalogue: Catalogue, large: int) -> list[Need]:
    """Everything that the statement lacks; raises Unparsed, Refused and Stopped.

    ``large``: a table that is known to have fewer rows may be read as a whole.
    """
    plan = engine.plan(statement.bound)
    if not plan.sorts and all(scan.how == "index" for scan in plan.scans):
        return []
    trial = Trial(statement, engine, plan, shape(statement, catalogue), large)
    trial.run()
    return sorted([*trial.needs(), *trial.left()], key=lambda need: need.offset)


class Trial:
    """Tries indexes until none makes the plan better."""

    def __init__(
        self,
        statement: Statement,
        engine: Engine,
        plan: Plan,
        uses: tuple[Use, ...],
        large: int,
    ) -> None:
        self._statement = statement
        self._uses = uses
        self._engine = engine
        self._first = self._plan = plan
        self._large = large
        self._taken: dict[Candidate, Use] = {}
        self._tried = 0

    def run(self) -> None:
        """Take what helps; then leave what the others made needless."""
        while any(self._take(use) for use in self._uses):
            pass
        for one in list(self._taken) if len(self._taken) > 1 else ():
            rest = [other for other in self._taken if other is not one]
            if (plan := self._try(rest)) and self._cost(plan) <= self._cost(self._plan):
                del self._taken[one]

    def _take(self, use: Use) -> bool:
        """Was a further index taken for it?"""
        for one in candidates(use, self._statement.engine) if self._is_slow(use) else ():
            plan = None if one in self._taken else self._try([*self._taken, one])
            if plan and self._cost(plan) < self._cost(self._plan):
                self._taken[one], self._plan = use, plan
                return True
        return False

    def _is_slow(self, use: Use) -> bool:
        small = 0 < use.table.rows < self._large
        full = any(scan.how == "full" for scan in self._plan.of(use.alias))
        return not small and (full or (self._plan.sorts and use.limited and bool(use.order)))

    def _cost(self, plan: Plan) -> tuple[int, bool]:
        """What an index can mend: readings of whole tables, then sorting for the sake of a few."""
        few = any(use.limited and use.order for use in self._uses)
        return sum(scan.how == "full" for scan in plan.scans), few and plan.sorts

    def _try(self, those: list[Candidate]) -> Plan | None:
        self._tried += 1
        if self._tried > MOST:
            return None
        indexes = dict.fromkeys(index for one in those for index in one.indexes)
        try:
            return self._engine.try_index("; ".join(indexes), self._statement.bound)
        except (Refused, Stopped):  # there can be no such index here
            return None

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
        hard = [one for one in use.conditions if one.kind in HARD and not one.either]
        for one in hard:
            yield Need(HARD[one.kind], name, (one.expression or one.column,), one.offset, was)
        stops = use.limited and not self._plan.sorts and (use.order or not use.conditions)
        if not hard and not stops and use.table.rows >= self._large:
            yield Need("full", name, (), use.offset, was, rows=use.table.rows)


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
        return f"{name} is read in the order of {full.index}, no further than needed"
    return f"all of {name} is read{sorts}"
