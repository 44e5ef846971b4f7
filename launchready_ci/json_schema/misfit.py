"""One place where a value does not fit its schema, as jsonschema-rs found it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from launchready_ci.nodes import Keys


class Misfit(NamedTuple):
    """What does not fit, and what the schema asks for."""

    keys: Keys
    """The way to the value."""
    kind: str
    """Of jsonschema-rs: ``Type``, ``Required``, ``AdditionalProperties``, ``OneOfNotValid`` …"""
    schema: str = ""
    """The keyword's absolute location: ``file:///schemas/config.json#/properties/a/type``."""
    asked: Mapping[str, Any] = {}
    """What the keyword says: ``{"types": ["string"]}``."""
    branches: "tuple[tuple[Misfit, ...], ...]" = ()
    """Of ``oneOf`` and ``anyOf``: what does not fit in each; nothing in one that fits."""
    inner: "Misfit | None" = None
    """Of ``propertyNames``: what is wrong with the name."""


Known = Callable[[Misfit], Iterable[str]]
"""The keys that the schema knows beside a misfit's keyword."""


def of(given: Mapping[str, Any]) -> Misfit:
    """The misfit that ``validate.plain`` has made JSON of."""
    return Misfit(
        tuple(given["keys"]),
        given["kind"],
        given["schema"],
        given["asked"],
        tuple(tuple(map(of, branch)) for branch in given["branches"]),
        of(given["inner"]) if given["inner"] else None,
    )
