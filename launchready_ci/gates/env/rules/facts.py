"""What the rules of this gate judge."""

from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Finding, Location
from launchready_ci.gate import Facts
from launchready_ci.gates.env.contract import Declared, Variable
from launchready_ci.gates.env.contract.contradictions import Contradiction
from launchready_ci.gates.env.dialects import Difference
from launchready_ci.gates.env.values.hidden import Hidden
from launchready_ci.gates.env.values.types import ValueType


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Reading(Facts):
    """A variable (the subject) that code reads."""

    places: tuple[Location, ...]
    declared: bool
    contract: str
    """The files that were held against it."""
    meant: Variable | None = None
    """Of an undeclared one: the variable of nearly that name."""
    deprecated: Variable | None = None
    """What the contract says of one that is on its way out."""
    optional: bool = False
    """Every place that reads it has something to take instead."""

    @property
    def miscased(self) -> bool:
        """Is the variable that was meant the same but for the case?"""
        return self.meant is not None and self.meant.name.casefold() == self.subject.casefold()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Declaration(Facts):
    """A variable that the contract declares, at ``location``."""

    variable: Variable
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Terms(Facts):
    """What the sources of the contract say of one variable, the subject."""

    variable: Variable
    contradictions: tuple[Contradiction, ...]
    again: tuple[Declared, ...]
    """What declares it once more in a file that already has."""
    cased: tuple[Variable, ...]
    """Others that differ from it in the case only, and come later."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Example(Facts):
    """A ``.env.example`` (the subject) beside the other sources of the contract."""

    contract: str
    missing: tuple[Variable, ...]
    unknown: tuple[Declared, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Outdated(Facts):
    """A deprecated variable, and whether a target environment sets it."""

    place: Location
    where: str
    environment: str
    variable: Variable
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Setting(Facts):
    """A variable that a target environment needs or must not have, and whether it is set there."""

    place: Location
    present: bool
    environment: str
    where: str = "this environment"
    """The environment in words."""
    required: bool = True
    forbidden: bool = False
    empty: bool = False
    """Set to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Value(Facts):
    """What a variable is set to in a target environment; it is not empty."""

    place: Location
    value: Hidden
    environment: str
    where: str
    variable: Variable | None = None
    """What the contract says of it."""
    shared: tuple[str, ...] = ()
    """Other environments that have the same value."""
    made: ValueType | None = None
    """What the code makes of its text."""

    @property
    def type(self) -> ValueType | None:
        """What the contract says; without that, what the code makes of it."""
        return (self.variable.type if self.variable else None) or self.made

    @property
    def secret(self) -> bool | None:
        """What the contract says; None where it does not."""
        return self.variable.secret if self.variable else None

    def found(self, why: str) -> Finding:
        """What is wrong with it, in words that hold nothing of it."""
        return Finding(f"{self.subject} {why}, in {self.where}", self.place, self.environment)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class InProduction(Value):
    """What it is set to in production."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Elsewhere(Value):
    """What it is set to in an environment that is known not to be production."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Public(Facts):
    """A variable whose name makes a framework put its value into what everybody is served."""

    place: Location
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Dotenv(Facts):
    """A file (the subject) of lines ``NAME=value``."""

    differences: tuple[Difference, ...]


class Kept(NamedTuple):
    """A secret that a file holds."""

    name: str
    """Of the variable; ``""`` where the line has none."""
    kind: str
    """What it is: ``Stripe secret key``; ``""`` where only its name and its looks tell."""
    place: Location

    def __str__(self) -> str:
        if self.name:
            return f"{self.name} ({self.kind})" if self.kind else self.name
        return self.kind or "a secret"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Template(Facts):
    """A dotenv file (the subject) that people copy."""

    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class EnvFile(Facts):
    """A real dotenv file (the subject)."""

    kept: tuple[Kept, ...]
    tracked: bool
    """Else it lies in the working tree, and Git does not ignore it."""
    own: bool
    """By its name it belongs to one machine: ``.env``, ``.env.local``."""
    filled: bool
    """A variable in it has a value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Asked(Facts):
    """A variable that a compose file or a Dockerfile needs, and no code reads."""

    places: tuple[Location, ...]
    declared: bool
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WorkflowUse(Facts):
    """A secret or a variable of the repository's settings that a workflow uses."""

    places: tuple[Location, ...]
    declared: bool
    contract: str
    kind: str
    """``secret`` or ``variable``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Baked(Facts):
    """An ``ARG`` or ``ENV`` of a Dockerfile whose name promises a secret."""

    place: Location
    word: str
    literal: bool
    """Its value is written there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class NamedFile(Facts):
    """A file (the subject) that a compose file takes variables from."""

    place: Location
    known: bool
    """It is there, or Git ignores it on purpose, or an example tells what belongs into it."""
