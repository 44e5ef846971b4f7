"""What a database says of itself, in the words of no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.gates.schema.database.configuration import EngineName


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``type`` as the engine writes it, in capitals for SQLite."""

    name: str
    type: str
    nullable: bool
    default: str = ""
    """The expression, as the engine writes it; empty without one."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index, those of constraints too."""

    name: str
    columns: tuple[str, ...]
    """In order, without those that are only included; ``""`` for an expression."""
    unique: bool = False
    partial: bool = False
    """Only rows that fit a condition are in it."""
    valid: bool = True
    constraint: bool = False
    """It stands for a PRIMARY KEY, UNIQUE or EXCLUDE of the table."""
    sql: str = ""
    """The CREATE INDEX; empty where none was written."""
    shape: str = ""
    """What else tells two apart: order, collations, operator classes, method, condition, and
    expressions."""
    ordered: bool = True
    """As a B-tree is: it also serves a range and ORDER BY."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference; ``referred`` are columns of ``table``, one for each of ``columns``."""

    name: str
    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with rows of its own: no view, no virtual table, no shadow of one."""

    name: str
    """With its schema where that is not the usual one."""
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    indexes: tuple[Index, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rows: int = 0
    """As far as is known."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A sequence, an identity or a rowid."""

    name: str
    used: int | None
    """The last value that was given; None where we may not know."""
    limit: int
    """The last one that can be: of the sequence, or of the column that keeps it."""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it."""

    engine: EngineName
    tables: Mapping[str, Table]
    counters: tuple[Counter, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    """What else there is, as ``view members``, and its definition."""

    def unlocked(self, table: str) -> str:
        """How PostgreSQL makes an index while others write, where it can: not over partitions."""
        is_whole = f"partition key of {table}" not in self.others
        return "CREATE INDEX CONCURRENTLY" if is_whole else "CREATE INDEX"
