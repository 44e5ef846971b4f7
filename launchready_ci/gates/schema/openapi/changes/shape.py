"""What a schema lets through, said as shapes: one type each, with its limits.

A schema is the union of its shapes. ``type: [string, "null"]``, ``nullable: true`` and ``oneOf`` of
the two come out the same, and so do ``allOf`` and writing it in one place.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from launchready_ci.gates.schema.openapi.changes.node import Node

Term = tuple[Node, ...]
"""Schemas that have to hold at once."""
NULL, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT = (
    *("null", "boolean", "number"),
    *("string", "array", "object"),
)
KINDS = (NULL, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT)


class Limit(NamedTuple):
    """What a shape may not go beyond, and the keyword that says so."""

    value: Any
    node: Node


class Shape(NamedTuple):
    """All values of one type within the limits."""

    kind: str
    limits: Mapping[str, Limit]
    node: Node
    """Where it is said."""
    names: tuple[str, ...] = ()
    """The components that a union names here: ``Cat``."""
    conjuncts: tuple[Node, ...] = ()
    """The schemas that it is made of."""

    def value(self, limit: str, default: Any = None) -> Any:  # noqa: ANN401 - each has its own type
        found = self.limits.get(limit)
        return default if found is None else found.value


class Object(NamedTuple):
    """The limit ``members`` of an object: what may be below which name."""

    properties: Mapping[str, Term]
    patterns: Mapping[str, Term]
    additional: Term | None
    """Of all other names: none at all (``None``), or what they have to be."""
    required: Mapping[str, Node]


class Array(NamedTuple):
    """The limit ``items`` of an array."""

    first: tuple[Term, ...]
    rest: Term | None
