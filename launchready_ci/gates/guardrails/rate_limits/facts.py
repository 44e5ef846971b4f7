"""What came of a few wrong passwords."""

from dataclasses import dataclass

from launchready_ci.findings import Location
from launchready_ci.gate import Facts


@dataclass(frozen=True, kw_only=True)
class Tried(Facts):
    """One login, API or reset, tried for a user who does not exist: ``POST /login``."""

    place: Location
    attempts: int
    """How many were sent before it was locked, or in all."""
    answered: str
    """What the wrong ones were answered with: ``status 401``."""
    locked: str = ""
    """What showed that it is locked: ``status 429``; empty where nothing did."""
    everywhere: bool = False
    """The homepage too answers 429 by then."""
    waits: bool = False
    """The refusal says for how long, by Retry-After."""
    reset: tuple[str, ...] = ()
    """What opened it again: ``new cookies``."""
