"""The key ``schema.database`` of launchready.yaml."""

from dataclasses import dataclass
from typing import Literal

from launchready_ci.globs import check
from launchready_ci.unusable import Misplaced

EngineName = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Database:
    """The migrations, what they are applied to, and the statements that the app runs."""

    engine: EngineName
    migrations: tuple[str, ...] = ()
    """Globs of SQL files, applied in the order of their names."""
    queries: tuple[str, ...] = ()
    """Globs of SQL files, from the root."""
    large: int = 10_000
    """Rows from which on a table is too large to be read in full; one of unknown size is."""

    def __post_init__(self) -> None:
        """Refuse a glob that is none, and nothing to look at."""
        check("migrations", self.migrations)
        check("queries", self.queries)
        if not self.migrations:
            raise Misplaced("names no migrations", "migrations")
        if self.large < 1:
            raise Misplaced("expected a number of rows, at least 1", "large")


@dataclass(frozen=True)
class Log:
    """How a log of statements is read and judged: the options of ``launchready schema queries``."""

    statement: str = ""
    """JMESPath, where it is not under one of the usual names; of the others too."""
    duration: str = ""
    request: str = ""
    slow: float = 0.1
    """Seconds on average from which on a statement is slow."""
    repeats: int = 10
    """Runs within one request from which on it is a loop."""
