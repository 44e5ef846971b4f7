"""A database that nothing is lost with: what the part asks of SQLite and of PostgreSQL alike."""

from typing import Protocol, runtime_checkable

from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.plans import Plan


class Refused(Exception):
    """The database did not take a statement, and why in its own words."""

    def __init__(self, reason: str, offset: int = 0) -> None:
        """``offset`` is where in the statement, in characters, as far as the database says it."""
        super().__init__(reason)
        self.offset = offset


class Stopped(Exception):
    """A statement took too long, or asked for what is not allowed: its reason."""


class Planner(Protocol):
    """A database, and what can be asked of it without a change."""

    def plan(self, sql: str) -> Plan:
        """How it would run a statement with any values; raises Refused and Stopped."""
        ...


@runtime_checkable
class Engine(Planner, Protocol):
    """A throwaway database, and what can be asked of it."""

    @property
    def url(self) -> str:
        """How the project's own program reaches it."""
        ...

    def apply(self, sql: str) -> None:
        """Run one statement and commit it, unless a BEGIN is open; raises Refused and Stopped."""
        ...

    def settle(self) -> bool:
        """Roll back a transaction that was left open; was there one?"""
        ...

    def catalogue(self) -> Catalogue:
        """What is in it now, without what belongs to the engine itself."""
        ...

    def try_index(self, index: str, sql: str) -> Plan:
        """The plan with a further index (``CREATE INDEX …``), which is gone afterwards."""
        ...

    def close(self) -> None:
        """Throw it away."""
        ...
