"""Where do two sources of the contract say different things of one variable?"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from launchready_ci.gates.env.contract.variable import Declared, Variable
from launchready_ci.gates.env.values.forms import misfit
from launchready_ci.gates.env.values.types import ValueType

ALIKE = (
    frozenset({"int", "float", "port", "duration", "date"}),
    frozenset({"url", "dsn"}),
    frozenset({"json", "list"}),
    frozenset({"json", "object"}),
    frozenset({"host", "ip"}),
    frozenset({"base64", "hex"}),
)
"""Kinds that one value may have at once."""


class Contradiction(NamedTuple):
    """Two declarations of which not both can hold."""

    what: str
    """``required``, ``type``, ``secret``, ``default`` or ``case``."""
    first: Declared
    second: Declared
    words: tuple[str, str]
    """What each says; of a default nothing, since it may be a value that nobody should see."""


def contradictions(variable: Variable) -> Iterator[Contradiction]:
    """Hold every declaration against the first one that says something of the same kind."""
    for what, says in SAYINGS.items():
        before: tuple[Declared, object] | None = None
        for declared in variable.declared:
            said = says(declared)
            if said is None:
                continue
            if before is None:
                before = declared, said
            elif not _agree(before[1], said):
                words = _words(what, before[1]), _words(what, said)
                yield Contradiction(what, before[0], declared, words)


class Required(NamedTuple):
    """Where a variable has to be set."""

    said: bool
    environments: frozenset[str]


def _required(declared: Declared) -> Required | None:
    if declared.required is None or declared.conditional:
        return None
    return Required(declared.required, frozenset(declared.required_in))


def _default(declared: Declared) -> str | None:
    return declared.default or None


SAYINGS: Mapping[str, Callable[[Declared], object]] = {
    "required": _required,
    "type": lambda declared: declared.type,
    "secret": lambda declared: declared.secret,
    "default": _default,
}


def _agree(first: object, second: object) -> bool:
    if isinstance(first, ValueType) and isinstance(second, ValueType):
        return _fit(first, second)
    if isinstance(first, Required) and isinstance(second, Required):
        optional = not first.said or not second.said
        if optional and first.said != second.said:  # a default at home, and none in production
            return bool(first.environments or second.environments)
    if isinstance(first, str) and isinstance(second, str):
        return first.casefold() == second.casefold()
    return first == second


def _fit(first: ValueType, second: ValueType) -> bool:
    """Can one value have both types?"""
    kinds = {first.kind, second.kind}
    if "string" in kinds:
        return True
    if kinds == {"enum"}:
        return set(first.choices) == set(second.choices) or not (first.choices and second.choices)
    if "enum" in kinds:
        enum, other = (first, second) if first.kind == "enum" else (second, first)
        return not all(misfit(choice, other) for choice in enum.choices)
    return len(kinds) == 1 or any(kinds <= alike for alike in ALIKE)


def _words(what: str, said: object) -> str:
    if isinstance(said, ValueType):
        choices = f" ({', '.join(said.choices)})" if said.choices else ""
        return f"of type {said.kind}{choices}"
    if isinstance(said, Required):
        where = f" in {', '.join(sorted(said.environments))}" if said.environments else ""
        return f"required{where}" if said.said else "optional"
    if what == "secret":
        return "secret" if said else "not secret"
    return "another default"
