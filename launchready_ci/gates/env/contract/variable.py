"""What does the contract say of one variable, in one place and in all of them together?"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gates.env.values.types import ValueType
from launchready_ci.redact import MASK, NAME

NOTHING: frozenset[str] = frozenset()


class Declared(NamedTuple):
    """A variable as one source declares it; what the source leaves open is None."""

    name: str
    location: Location
    ignored: frozenset[str] = NOTHING
    """Rules that a comment on its line switches off."""
    required: bool | None = None
    """None: unless the code has a default, which is what a bare name in a .env.example says."""
    required_in: tuple[str, ...] = ()
    """The environments to which ``required`` is limited; none: all of them."""
    conditional: bool = False
    """Required under a condition that only the app can judge."""
    secret: bool | None = None
    type: ValueType | None = None
    default: str | None = None
    """What the app takes without it, as text; in no report."""
    description: str = ""
    example: str | None = None
    """A value to copy; in no report where the variable is secret."""
    deprecated: str | None = None
    """What to use instead; ``""`` where nothing is said."""
    instead: tuple[str, ...] = ()
    """Other names that would do as well (``AliasChoices``)."""


class Variable(NamedTuple):
    """A variable of the merged contract; of each property the first source that says it counts."""

    name: str
    declared: tuple[Declared, ...]
    """Every place, in the order of ``contract:``, those of launchready.yaml itself first."""
    required: bool | None
    required_in: tuple[str, ...]
    secret: bool | None
    type: ValueType | None
    default: str | None
    description: str
    example: str | None
    deprecated: str | None
    instead: tuple[str, ...]

    @property
    def location(self) -> Location:
        """The first place."""
        return self.declared[0].location

    @property
    def needed_somewhere(self) -> bool:
        """Is there an environment in which it must be set?"""
        return self.default is None if self.required is None else self.required

    def needed(self, environment: str, *, has_default: bool = False) -> bool:
        """Must it be set in this environment? ``has_default``: the code goes on without it."""
        if self.required is None:
            return not has_default and self.default is None
        if self.required and self.required_in:
            return environment in self.required_in
        return self.required


def merged(declared: Iterable[Declared]) -> dict[str, Variable]:
    """One variable per name, in the order in which the names come."""
    places: dict[str, list[Declared]] = {}
    for one in declared:
        places.setdefault(one.name, []).append(one)
    return {name: _merged(name, tuple(found)) for name, found in places.items()}


def told(description: str) -> str:
    """What a contract says of a variable, without the values that people leave in comments."""
    if not re.search(rf"{NAME}|(?i:pwd|key)", description):
        return description
    return re.sub(r"""(["'`]).*?\1|(?<==)[^\s"'`]+|(?<=: )[^\s"'`]+""", MASK, description)


def _merged(name: str, declared: tuple[Declared, ...]) -> Variable:
    required = next((d for d in declared if d.required is not None or d.conditional), None)
    types = [d.type for d in declared if d.type is not None]
    return Variable(
        name,
        declared,
        required=bool(required.required) if required else None,
        required_in=required.required_in if required else (),
        secret=next((d.secret for d in declared if d.secret is not None), None),
        type=next((t for t in types if t.kind != "string"), types[0] if types else None),
        default=next((d.default for d in declared if d.default is not None), None),
        description=next((told(d.description) for d in declared if d.description), ""),
        example=next((d.example for d in declared if d.example), None),
        deprecated=next((d.deprecated for d in declared if d.deprecated is not None), None),
        instead=tuple(dict.fromkeys(other for d in declared for other in d.instead)),
    )
