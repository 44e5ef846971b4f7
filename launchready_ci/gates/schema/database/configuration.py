"""The key ``schema.database`` of launchready.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from launchready_ci.config import Duration
from launchready_ci.credentials import Secret
from launchready_ci.globs import check
from launchready_ci.unusable import Misplaced
from launchready_ci.variables import NAME

EngineName = Literal["sqlite", "postgresql"]
Tool = Literal["alembic", "django"]


@dataclass(frozen=True)
class Database:
    """The migrations, what they are applied to, and the statements that the app runs."""

    engine: EngineName
    migrations: tuple[str, ...] | Tool = ()
    """Globs of SQL files, applied in the order of their names; or who runs those in Python."""
    queries: tuple[str, ...] = ()
    """Globs of SQL files, from the root."""
    large: int = 10_000
    """Rows from which on a table is too large to be read in full; one of unknown size is."""
    url: Secret | None = None
    """The PostgreSQL server that takes the throwaway database; without it one is started."""
    folder: str = ""
    """Where alembic.ini or manage.py is; unsaid: where there is one."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What alembic or Django find in their environment; ``{{url}}`` is the throwaway database."""
    deadline: Duration = Duration(120.0)
    """That alembic or Django may take in all."""

    def __post_init__(self) -> None:
        """Refuse a glob that is none, and nothing to look at."""
        check("migrations", self.globs)
        check("queries", self.queries)
        if not self.migrations:
            raise Misplaced("names no migrations", "migrations")
        if self.large < 1:
            raise Misplaced("expected a number of rows, at least 1", "large")
        if self.url and self.engine != "postgresql":
            raise Misplaced("belongs to engine: postgresql", "url")
        if self.folder.startswith("/") or ".." in self.folder.split("/"):
            raise Misplaced("expected a folder of the repository", "folder")
        for name in self.variables:
            if not re.fullmatch(NAME, name):
                raise Misplaced("expected the name of a variable", "variables", name)

    @property
    def tool(self) -> Tool | None:
        """Who runs the migrations, where they are no SQL."""
        return None if isinstance(self.migrations, tuple) else self.migrations

    @property
    def globs(self) -> tuple[str, ...]:
        return self.migrations if isinstance(self.migrations, tuple) else ()


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
