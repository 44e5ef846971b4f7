"""Which index does a statement lack, where none may be tried: the database is in use?"""

from collections.abc import Iterator
from dataclasses import replace

from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.queries.advice import Advice, Need
from launchready_ci.gates.schema.database.queries.candidates import Candidate, candidates
from launchready_ci.gates.schema.database.queries.shape import Use


class Guess(Advice):
    """Takes the best index for each use, where the plan alone says that it would help."""

    def __init__(self, catalogue: Catalogue, plan: Plan, uses: tuple[Use, ...], large: int) -> None:
        super().__init__(plan, uses, large)
        self._catalogue = catalogue

    def run(self) -> None:
        """One for each slow use."""
        for use in self._uses:
            if self._is_slow(use):
                likely = (one for one in candidates(use, "postgresql") if self._helps(one, use))
                self._taken.update((one, use) for one in [next(likely, None)] if one)

    def needs(self) -> Iterator[Need]:
        """What an index would mend, each once; it is built without stopping those who write."""
        for need in {need.indexes: need for need in super().needs()}.values():
            how = self._catalogue.unlocked(need.table)
            indexes = tuple(one.replace("CREATE INDEX", how, 1) for one in need.indexes)
            yield replace(need, indexes=indexes, becomes="")

    def _helps(self, one: Candidate, use: Use) -> bool:
        """A table that is read once, and in full, gains nothing by the column that joins it."""
        if one.kind == "join":
            return any(scan.again and scan.how == "full" for scan in self._plan.of(use.alias))
        if one.kind == "sort":  # also min() and max(), for which nothing is sorted
            walks = any(scan.index for scan in self._plan.of(use.alias))
            return self._plan.sorts or not walks
        return one.kind == "filter"
