"""Looks at the database that is configured or named."""

from collections.abc import Iterator

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context, Facts, NotLookedAt
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.database.facts import Stored
from launchready_ci.gates.schema.database.rules import RULES

__all__ = ["RULES", "collect"]

Items = Iterator[Facts | Unreadable | NotLookedAt]


def collect(config: Schema, context: Context) -> Items:
    """Read the migrations, apply them, and ask the database that they make."""
    if config.database is None and config.asked is None:
        yield NotLookedAt(Stored, "no schema.database in launchready.yaml")
        return
    place = context.place("database")
    yield Unreadable("schema database: this version cannot look at it", location=place)
