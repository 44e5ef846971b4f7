"""What was seen of a database and of what makes it."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts
from launchready_ci.gates.schema.database.catalogue import Catalogue, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Facts):
    """The base of all of them."""


class Remark(NamedTuple):
    """What is said of one place, for the rule of that name."""

    rule: str
    told: str
    place: Location
    key: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Stored):
    """A migration as it is written; ``subject`` is its path. There may be several items of one."""

    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(Stored):
    """What came of it when it was run; ``subject`` is its path."""

    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Modelled(Stored):
    """The migrations of alembic or Django as a whole, held against the models."""

    remarks: tuple[Remark, ...] = ()
    unjudged: str = ""
    """Why nobody compared them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(Stored):
    """A statement that a server in use has run; ``subject`` is its beginning, without values."""

    normal: str
    place: Location
    calls: int
    mean: float
    """Seconds, as the others."""
    slowest: float
    share: float
    """Of the time of all statements, 0 to 1."""
    slow: float
    """On average from which on it is slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogued(Stored):
    """What is in the database once every migration is applied."""

    catalogue: Catalogue
    place: Location
    """Where the database is asked for."""
    made: Mapping[str, Location] = field(default_factory=dict)
    """Name of a table or index → the statement that made it, where it is known."""
    own: Container[str] | None = None
    """The tables that can be mended here; unsaid: all."""
    live: bool = False
    """It is in use: an index must be built without stopping those who write."""

    @property
    def tables(self) -> list[Table]:
        """Those that are judged."""
        named = self.catalogue.tables.items()
        return [table for name, table in named if self.own is None or name in self.own]

    def at(self, *names: str) -> Location:
        """Where the first of these was made that is known."""
        return next((self.made[name] for name in names if name in self.made), self.place)
