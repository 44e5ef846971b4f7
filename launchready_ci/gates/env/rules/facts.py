"""What the rules of this gate judge."""

from dataclasses import dataclass

from launchready_ci.findings import Location
from launchready_ci.gate import Facts
from launchready_ci.gates.env.contract import Variable
from launchready_ci.gates.env.dialects import Difference


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
    """A variable that the target environment needs, and whether it is set there."""

    place: Location
    present: bool
    environment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dotenv(Facts):
    """A file (the subject) of lines ``NAME=value``."""

    differences: tuple[Difference, ...]
