"""What the rules of this gate judge."""

from dataclasses import dataclass

from launchready_ci.findings import Finding, Location
from launchready_ci.gate import Facts
from launchready_ci.gates.env.contract import Variable
from launchready_ci.gates.env.dialects import Difference
from launchready_ci.gates.env.values.hidden import Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Facts):
    """A variable (the subject) that code reads."""

    places: tuple[Location, ...]
    declared: bool
    contract: str
    """The files that were held against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Facts):
    """A variable that the contract declares, at ``location``."""

    variable: Variable
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @property
    def secret(self) -> bool | None:
        """What the contract says; None where it does not."""
        return self.variable.secret if self.variable else None

    def found(self, why: str) -> Finding:
        """What is wrong with it, in words that hold nothing of it."""
        return Finding(f"{self.subject} {why}, in {self.where}", self.place, self.environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class InProduction(Value):
    """What it is set to in production."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(Value):
    """What it is set to in an environment that is known not to be production."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Public(Facts):
    """A variable whose name makes a framework put its value into what everybody is served."""

    place: Location
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dotenv(Facts):
    """A file (the subject) of lines ``NAME=value``."""

    differences: tuple[Difference, ...]
