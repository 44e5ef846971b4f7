"""Which index does a statement lack? Catalogue and plan must both say so, and a trial proves it."""

from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.engine import Engine, Planner, Refused, Stopped
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.queries.advice import Advice, Need
from launchready_ci.gates.schema.database.queries.candidates import Candidate, candidates
from launchready_ci.gates.schema.database.queries.guess import Guess
from launchready_ci.gates.schema.database.queries.shape import Use, shape
from launchready_ci.gates.schema.database.statements import Statement

MOST = 60
"""Trials of one statement."""


def needs(statement: Statement, engine: Planner, catalogue: Catalogue, large: int) -> list[Need]:
    """Everything that the statement lacks; raises Unparsed, Refused and Stopped.

    ``large``: a table that is known to have fewer rows may be read as a whole.
    """
    plan = engine.plan(statement.bound)
    if not plan.sorts and all(scan.how == "index" for scan in plan.scans):
        return []
    uses = shape(statement, catalogue)
    advice: Advice
    if isinstance(engine, Engine):
        advice = Trial(statement, engine, plan, uses, large)
    else:
        advice = Guess(catalogue, plan, uses, large)
    advice.run()
    return sorted([*advice.needs(), *advice.left()], key=lambda need: need.offset)


class Trial(Advice):
    """Tries indexes until none makes the plan better."""

    def __init__(
        self,
        statement: Statement,
        engine: Engine,
        plan: Plan,
        uses: tuple[Use, ...],
        large: int,
    ) -> None:
        super().__init__(plan, uses, large)
        self._statement = statement
        self._engine = engine
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
