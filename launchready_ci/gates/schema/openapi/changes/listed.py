"""Do the values of an ``enum`` keep to the other limits? Then these say nothing beside it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from launchready_ci.gates.schema.openapi.changes.shape import Limit

KEEPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "whole": lambda value, _: float(value).is_integer(),
    "minimum": lambda value, bound: value > bound[0] or (value == bound[0] and not bound[1]),
    "maximum": lambda value, bound: -value > bound[0] or (value == -bound[0] and not bound[1]),
    "minLength": lambda value, bound: len(value) >= bound,
    "maxLength": lambda value, bound: len(value) <= bound,
    "minItems": lambda value, bound: len(value) >= bound,
    "maxItems": lambda value, bound: len(value) <= bound,
    "minProperties": lambda value, bound: len(value) >= bound,
    "maxProperties": lambda value, bound: len(value) <= bound,
}
"""The limits that can be held against one value."""


def keeps(text: str, name: str, limit: Limit) -> bool:
    """Whether a value, as JSON, is within a limit of its type."""
    return KEEPS[name](json.loads(text), limit.value)


def settled(limits: dict[str, Limit]) -> dict[str, Limit]:
    """The limits of a shape; of a list of values only those values that keep to the others."""
    enum = limits.get("enum")
    if enum is None:
        return limits
    others = {name: limit for name, limit in limits.items() if name in KEEPS}
    kept = frozenset(
        text for text in enum.value if all(keeps(text, name, o) for name, o in others.items())
    )
    left = {name: limit for name, limit in limits.items() if name not in KEEPS}
    return {**left, "enum": enum._replace(value=kept)}
