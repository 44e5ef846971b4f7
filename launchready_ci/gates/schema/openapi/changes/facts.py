"""What became of an API, for the rules to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.rule import Facts


class Difference(NamedTuple):
    """One difference, in one operation or in several that share what changed."""

    operation: str
    """The first one: ``GET /posts/{id}``."""
    others: int
    where: str
    """``request body, application/json, items[].name``."""
    told: str
    base: Location
    head: Location
    """A line of the repository, for the finding to point at."""
    shown: str
    """Where the head says it, as the user named it."""
    allowed: str = ""
    """The reason why it is intended."""

    @property
    def place(self) -> str:
        """The operation, and where in it: what ``allow`` may name."""
        return f"{self.operation}: {self.where}" if self.where else self.operation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Compared(Facts):
    """Two versions of an API, held against each other."""

    differences: Mapping[str, Sequence[Difference]]
    """By the name of the rule."""
