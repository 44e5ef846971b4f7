"""What the gate looks at: its parts, each with what collects its facts and the rules for them.

A part yields facts of its own classes alone. Where its section is not configured it yields one
``NotLookedAt`` for their base class, with the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from launchready_ci.gate import Context, Facts, NotLookedAt, Rule, Unreadable
from launchready_ci.gates.schema.configuration import Schema


class Part(NamedTuple):
    """One kind of promise."""

    collect: Callable[[Schema, Context], Iterator[Facts | Unreadable | NotLookedAt]]
    rules: tuple[Rule[Any], ...]


PARTS: Mapping[str, str] = {
    "json": "launchready_ci.gates.schema.json_schema",
    "openapi": "launchready_ci.gates.schema.openapi.sound",
    "openapi-diff": "launchready_ci.gates.schema.openapi.changes.part",
    "artifact": "launchready_ci.gates.schema.artifact.part",
    "database": "launchready_ci.gates.schema.database.part",
    "queries": "launchready_ci.gates.schema.database.queries.part",
}
"""By the name of the command that runs one alone, ``launchready schema openapi-diff``: the module,
imported when the part is wanted."""


def find(name: str) -> Part:
    """The part of that name."""
    module = import_module(PARTS[name])
    return Part(module.collect, module.RULES)
