"""What was seen of the statements that the app runs."""

from dataclasses import dataclass

from launchready_ci.findings import Location
from launchready_ci.gates.schema.database.facts import Stored
from launchready_ci.gates.schema.database.queries.advice import Need
from launchready_ci.gates.schema.database.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Stored):
    """One statement, and whether the database takes it; ``subject`` is its name or its file."""

    statement: Statement
    refused: str = ""
    """Why it does not."""
    offset: int = 0
    """Where in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Stored):
    """One statement, and how the database would run it."""

    statement: Statement
    normal: str
    """Without values: it tells the statement from others, and a finding from others."""
    needs: tuple[Need, ...] = ()
    unparsed: bool = False
    """Its conditions could not be read, though its plan says that they matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged(Stored):
    """All its runs in a log."""

    normal: str
    place: Location
    """The statement's in a file, else its first line of the log."""
    runs: int
    total: float
    """Seconds of all runs."""
    mean: float
    slowest: float
    share: float
    """Of the time of all statements, 0 to 1."""
    slow: float
    """Seconds on average from which on it is slow."""
    repeats: int
    """Runs within one request from which on it is a loop."""
    most: int
    often: int
    requests: int
    """In which it ran; 0 where the log names none."""
