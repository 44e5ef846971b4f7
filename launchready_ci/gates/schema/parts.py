"""What the gate looks at: its parts, each with what collects its facts and the rules for them.

A part yields facts of its own classes alone. Where its section is not configured it yields one
``NotLookedAt`` for their base class, with the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from launchready_ci.gate import Context, Facts, NotLookedAt, Rule, Unreadable
from launchready_ci.gates.schema import json_schema
from launchready_ci.gates.schema.artifact import part as artifact
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.database import part as database
from launchready_ci.gates.schema.openapi import sound
from launchready_ci.gates.schema.openapi.changes import part as changes


class Part(NamedTuple):
    """One kind of promise."""

    collect: Callable[[Schema, Context], Iterator[Facts | Unreadable | NotLookedAt]]
    rules: tuple[Rule[Any], ...]


PARTS: Mapping[str, Part] = {
    "json": Part(json_schema.collect, json_schema.RULES),
    "openapi": Part(sound.collect, sound.RULES),
    "openapi-diff": Part(changes.collect, changes.RULES),
    "artifact": Part(artifact.collect, artifact.RULES),
    "database": Part(database.collect, database.RULES),
}
"""By the name of the command that runs one alone: ``launchready schema openapi-diff``."""
