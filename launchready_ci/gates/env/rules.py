"""Do contract, code and target environment agree on the variables that the app needs?"""

from collections.abc import Iterator
from dataclasses import dataclass

from launchready_ci.findings import Finding, Location, Severity
from launchready_ci.gate import Facts, Said, never, rule
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


@rule("LR-ENV000", "unreadable", judges=Facts)
def unreadable(facts: Facts) -> Iterator[Said]:
    """A file of the contract or of the code could not be read.

    Why: a variable that nobody looked for is the one that is missing after the deploy.
    Fix: do what the reason says; name the contract in `env: {contract: [...]}`.
    """
    yield from never(facts)


@rule("LR-ENV001", "missing-variable", judges=Setting)
def missing_variable(facts: Setting) -> Iterator[Finding]:
    """A variable that the app needs is not set.

    Why: one missing variable takes the whole app down after the deploy.
    Fix: set it in the deploy environment, or give it a default in the code.
    """
    if not facts.present:
        where = f"the environment {facts.environment}" if facts.environment else "this environment"
        yield Finding(f"{facts.subject} is required and not set in {where}", facts.place)


@rule("LR-ENV002", "undeclared-variable", judges=Reading)
def undeclared_variable(facts: Reading) -> Iterator[Finding]:
    """Code reads a variable that the contract does not declare.

    Why: who deploys sets what the contract lists; a variable that is not in it will be missing.
    Fix: add the name to the contract (`.env.example`), with an example value that is no secret.
    """
    if not facts.declared:
        for place in facts.places:
            yield Finding(f"{facts.subject} is read here, but {facts.contract} lacks it", place)


@rule("LR-ENV003", "unused-variable", judges=Declaration, severity=Severity.WARNING)
def unused_variable(facts: Declaration) -> Iterator[Finding]:
    """The contract declares a variable that no code reads.

    Why: people chase values that nothing needs, and a renamed variable hides behind the old name.
    Fix: remove it from the contract; if something outside the code reads it, ignore this rule on
    its line: `# launchready: ignore[LR-ENV003] reason`.
    """
    if not facts.read and facts.location:
        yield Finding(f"{facts.subject} is declared, but no code reads it", facts.location)


@rule("LR-ENV004", "parsers-disagree", judges=Dotenv)
def parsers_disagree(facts: Dotenv) -> Iterator[Finding]:
    """Two parsers of dotenv files read a line differently.

    Why: the app gets one value on a laptop and another one in the container; a quote too many in a
    password is found after the deploy.
    Fix: put single quotes around a value without any, and write `NAME=` with nothing but letters,
    digits and `_` before it. Where the app has one parser, name it and what deploys:
    `env: {parsers: [python-dotenv, docker compose]}`.
    """
    yield from _differing(facts, expansion=False)


@rule("LR-ENV005", "expansion-differs", judges=Dotenv, severity=Severity.NOTE)
def expansion_differs(facts: Dotenv) -> Iterator[Finding]:
    """Some parsers fill in the variables of this value, others keep the `$` as it is.

    Why: the same line is a URL with a password in one tool and one with `$PASSWORD` in the next.
    Fix: write the value out, or single quotes around a `$` that stands for itself; where the app
    has one parser, name it: `env: {parsers: [python-dotenv]}`.
    """
    yield from _differing(facts, expansion=True)


def _differing(facts: Dotenv, *, expansion: bool) -> Iterator[Finding]:
    for found in facts.differences:
        if found.expansion is expansion:
            what = "which variables are filled in depends on the parser"
            told = what if expansion else f"parsers read this line differently: {found.told}"
            yield Finding(told, found.location, found.name)
