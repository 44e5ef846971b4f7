"""The words that gates, reports and people share: what was found, where, and how bad it is."""

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from launchready_ci.rule import Rule

NOTHING: Mapping[str, Any] = MappingProxyType({})
FORGIVEN_BY = "forgiven_by"
"""Property of a finding that another tool's baseline forgives: that file's path."""
BUILT = "built"
"""Property of a finding in a file that a build made: the artifact. No comment lasts there."""


class Severity(enum.IntEnum):
    """How much a finding matters; an error is what a person would stop a release for."""

    OFF = 0
    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Outcome(enum.IntEnum):
    """What came of a rule, a gate or a run; of several the worst one counts (``max``)."""

    SKIPPED = 0
    PASSED = 1
    INCONCLUSIVE = 2
    FAILED = 3
    ERROR = 4

    @property
    def word(self) -> str:
        return self.name.lower()


class Location(NamedTuple):
    """A place in a file of the repository.

    ``path`` is relative to the root, with ``/``; bytes that are not UTF-8 are surrogate-escaped.
    Lines and columns count from 1, columns in code points; ``end_column`` is the first one after.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Unreadable(NamedTuple):
    """``collect`` could not look: an error result of the gate's own ``LR-XXX000``."""

    reason: str
    subject: str = ""
    location: Location | None = None


class Finding(NamedTuple):
    """One thing that is wrong, at one place."""

    message: str
    location: Location
    key: str = ""
    """Tells two findings of one rule in one file apart, in every run; never a secret's value."""
    suppressed: bool = False
    properties: Mapping[str, Any] = NOTHING
    fingerprint: str = ""
    """Filled by ``gate.run``: the identity that a baseline forgives. It holds no line number."""
    fix: str = ""
    """What to do in this very case, where that is not what the rule says."""


class Result(NamedTuple):
    """What one rule says of one subject."""

    rule: "Rule[Any]"
    """With the severity that counts here, after ``rules:`` of launchready.yaml."""
    subject: str
    location: Location | None
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """Why the rule was skipped, inconclusive or could not be judged."""
    seconds: float = 0.0
    properties: Mapping[str, Any] = NOTHING

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has forgiven."""
        return tuple(f for f in self.findings if not f.suppressed)


class GateReport(NamedTuple):
    """What one gate says; ``outcome`` counts as failed only at or above ``--fail-on``."""

    name: str
    stage: str
    outcome: Outcome
    seconds: float = 0.0
    reason: str = ""
    rules: "tuple[Rule[Any], ...]" = ()
    """Every rule of the gate, also of a clean run."""
    results: tuple[Result, ...] = ()
    looked_at: Mapping[str, int] = NOTHING
    """How many of what: ``{"files": 12, "commits": 3}``; a pass of nothing is told from a pass."""


class Report(NamedTuple):
    """One run: what the formats in ``reports`` render."""

    version: str
    started: str
    """UTC, ISO 8601 with ``Z``."""
    seconds: float
    outcome: Outcome
    gates: tuple[GateReport, ...]
    fail_on: Severity = Severity.ERROR
    config_path: str = "launchready.yaml"
    """Where a finding without a place of its own points: launchready.yaml or the workflow file."""
    notes: tuple[str, ...] = ()
    """What people should hear about the run: stale baseline entries, an empty range."""

    @property
    def exit_code(self) -> int:
        """0 passed, 1 findings, 3 a gate could not do its work; 3 beats 1."""
        return {Outcome.FAILED: 1, Outcome.ERROR: 3}.get(self.outcome, 0)

    def counts(self, result: Result) -> bool:
        """Does this result fail the build?"""
        return result.outcome is Outcome.ERROR or (
            result.outcome is Outcome.FAILED and result.rule.severity >= self.fail_on
        )
