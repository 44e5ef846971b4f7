"""Gate, rule, facts, and run: one pass over the facts, and no exception ever turns green."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from launchready_ci.findings import (
    Finding,
    GateReport,
    Location,
    Outcome,
    Result,
    Severity,
    Unreadable,
)
from launchready_ci.suppressions import IN_VAIN
from launchready_ci.unusable import CannotLook, Unusable

if TYPE_CHECKING:
    from launchready_ci.baseline import Baseline
    from launchready_ci.config import Configuration

__all__ = [
    "CannotLook",
    "Context",
    "Facts",
    "Gate",
    "Measured",
    "NotJudged",
    "NotLookedAt",
    "Place",
    "Rule",
    "Said",
    "Unreadable",
    "describe",
    "never",
    "rule",
    "run",
]

Place = tuple[str, int]
"""Path and line."""
EVERY = "*"
"""In ``Facts.ignores``: every rule is suppressed at that place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Facts:
    """What ``collect`` saw; the base of every facts class. Nobody compares or prints them."""

    subject: str = ""
    """What was looked at (``GET /login``); ``""`` folds everything into one result per rule."""
    location: Location | None = None
    seconds: float = 0.0
    ignores: Mapping[Place, frozenset[str]] = field(default_factory=dict)
    """Inline suppressions, read from the very text that was looked at: place → rule ids."""


class NotJudged(NamedTuple):
    """A rule that could not decide: SKIPPED, INCONCLUSIVE or ERROR, and why."""

    outcome: Outcome
    reason: str


class Measured(NamedTuple):
    """Figures that belong to the result, also of a pass."""

    properties: Mapping[str, Any]


class NotLookedAt(NamedTuple):
    """``collect`` had no reason to look: the rules that judge these facts are skipped."""

    facts: type[Facts]
    reason: str


UNDECIDED = {o: o for o in (Outcome.SKIPPED, Outcome.INCONCLUSIVE, Outcome.ERROR)}
"""What a rule may say without a finding; anything else is a crash of that rule."""
F = TypeVar("F", bound=Facts)
C = TypeVar("C")
Said = Finding | NotJudged | Measured


class Doc(NamedTuple):
    """The three parts of a rule's docstring, each one paragraph or more."""

    what: str
    why: str
    fix: str

    @classmethod
    def parse(cls, text: str) -> "Doc":
        """Split ``What … Why: … Fix: …``; raises ValueError where a part is missing."""
        parts = re.split(r"\n(?:Why|Fix):\s*", cleandoc(text))
        if len(parts) != 3:
            raise ValueError(f"a rule's docstring needs What, Why: and Fix:, this has {len(parts)}")
        return cls(*(part.strip() for part in parts))


class Rule(NamedTuple, Generic[F]):
    """A declared judgement: a pure function from facts to what it says of them."""

    id: str
    name: str
    severity: Severity
    doc: str
    judges: type[F]
    check: Callable[[F], Iterable[Said]]
    security: float = 0.0
    """``security-severity`` for code scanning, 0.1 to 10.0; 0 where it is no security matter."""

    @property
    def help(self) -> Doc:
        return Doc.parse(self.doc)


def rule(
    id: str,  # noqa: A002
    name: str,
    *,
    judges: type[F],
    severity: Severity = Severity.ERROR,
    security: float = 0.0,
) -> Callable[[Callable[[F], Iterable[Said]]], Rule[F]]:
    """Make a check a rule; its docstring (What / Why / Fix) is its documentation everywhere."""

    def declare(check: Callable[[F], Iterable[Said]]) -> Rule[F]:
        return Rule(id, name, severity, check.__doc__ or "", judges, check, security)

    return declare


def never(_: Facts) -> Iterator[Said]:
    """Judge nothing: the check of a gate's ``LR-XXX000``, which only ``Unreadable`` can fail."""
    yield from ()


class Gate(NamedTuple, Generic[C]):
    """One kind of release risk: how to look (``collect``), and what to make of it (``rules``)."""

    name: str
    stages: tuple[str, ...]
    config: type[C]
    collect: "Callable[[C, Context], Iterator[Facts | Unreadable | NotLookedAt]]"
    rules: tuple[Rule[Any], ...]
    unreadable: Rule[Any]
    validate: "Callable[[C, str, Configuration], None] | None" = None
    """Before the first gate starts: raises Unusable for a section that fits its types, and yet
    cannot be used. Gets the root too."""

    @property
    def all_rules(self) -> tuple[Rule[Any], ...]:
        return (self.unreadable, *self.rules)


@dataclass(eq=False, repr=False)
class Context:
    """What a gate may know of the run around it; its ``environ`` is never printed."""

    root: str
    environ: Mapping[str, str]
    configuration: "Configuration"
    baseline: "Baseline"
    stage: str = ""
    section: str = ""
    """The gate's own section of launchready.yaml."""
    fail_on: Severity = Severity.ERROR
    progress: Callable[[str], None] = lambda _: None
    interrupted: bool = False
    """Set when a signal ended a gate: no further gate starts."""
    named: bool = True
    """The user named this gate; else it runs because its stage does."""
    complete: bool = False
    """Set by ``collect`` when it looked at all that a baseline entry may stand for."""
    notes: list[str] = field(default_factory=list)
    """What people should hear about the run."""
    looked_at: dict[str, int] = field(default_factory=dict)
    """Counted by ``collect``: ``{"files": 12}``."""
    masked: dict[str, str] = field(default_factory=dict)
    """Text → how it is shown; ``collect`` adds the paths in which it saw a credential."""

    def place(self, *keys: str | int) -> Location:
        """Where a value of the gate's section stands in launchready.yaml."""
        return self.configuration.place(self.section, *keys)

    def count(self, what: str, number: int = 1) -> None:
        """Count what the gate looked at, by a word in the plural."""
        self.looked_at[what] = self.looked_at.get(what, 0) + number

    def shown(self, text: str) -> str:
        """A path or a message as reports have it: without what looks like a credential in it."""
        if text not in self.masked:
            from launchready_ci.redact import masked

            self.masked[text] = masked(text)
        return self.masked[text]

    def key(self, value: str | bytes) -> str:
        """The keyed hash that stands for a secret value wherever something must be told apart."""
        return self.baseline.key(value)


def run(gate: Gate[C], config: C, context: Context) -> GateReport:
    """Pass every item of facts to each rule that judges its class, and fold what is said.

    Whatever ``collect`` or a rule raises becomes an error result; a gate that met nothing at all
    is an error too.
    """
    began = time.monotonic()
    context.looked_at = {}
    fold = _Fold(gate, context)
    try:
        for item in gate.collect(config, context):
            fold.take(item)
    except (CannotLook, Unusable) as error:
        fold.take(Unreadable(str(error)))
    except KeyboardInterrupt:
        context.interrupted = True
        fold.take(Unreadable("interrupted before it had looked at everything"))
    except Exception as error:  # noqa: BLE001 - a gate that crashed could not look
        fold.take(Unreadable(describe(error)))
    if not fold.met:
        fold.take(Unreadable("nothing to look at"))
    results = fold.results()
    return GateReport(
        name=gate.name,
        stage=context.stage,
        outcome=_outcome(results, context.fail_on),
        seconds=time.monotonic() - began,
        reason=_reason(results),
        looked_at=context.looked_at,
        rules=tuple(fold.rules),
        results=results,
    )


def describe(error: Exception) -> str:
    """The exception's type and our line that met it; never its text, which may hold a value."""
    place, trace = "", error.__traceback__
    while isinstance(trace, TracebackType):
        path = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/launchready_ci/" in path:
            place = f" in launchready_ci/{path.rpartition('/launchready_ci/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}: this is a fault of launchready, please report it"


def _outcome(results: tuple[Result, ...], fail_on: Severity) -> Outcome:
    def weight(result: Result) -> Outcome:
        failed = result.outcome is Outcome.FAILED
        return Outcome.PASSED if failed and result.rule.severity < fail_on else result.outcome

    return max(map(weight, results), default=Outcome.SKIPPED)


def _reason(results: tuple[Result, ...]) -> str:
    errors = [r.reason for r in results if r.outcome is Outcome.ERROR]
    if errors:
        return errors[0]
    if all(r.outcome is Outcome.SKIPPED for r in results):
        return results[0].reason if results else ""
    return ""


class _Row:
    """A result in the making."""

    def __init__(self, location: Location | None) -> None:
        self.location = location
        self.outcome = Outcome.SKIPPED
        self.findings: list[Finding] = []
        self.reasons: list[str] = []
        self.seconds = 0.0
        self.properties: dict[str, Any] = {}


class _Fold:
    """Folds what the rules say into one row per rule and subject."""

    def __init__(self, gate: Gate[Any], context: Context) -> None:
        self.context = context
        self.rules = [context.configuration.adjusted(rule) for rule in gate.all_rules]
        self.unreadable = self.rules[0]
        self.rows: dict[str, dict[str, _Row]] = {rule.id: {} for rule in self.rules}
        self.reasons: dict[str, str] = {}
        self.met = False

    def take(self, item: Facts | Unreadable | NotLookedAt) -> None:
        self.met = True
        if isinstance(item, Unreadable):
            shown = self.context.shown
            row = self._row(self.unreadable, shown(item.subject), item.location)
            row.outcome = Outcome.ERROR
            row.reasons.append(shown(item.reason))
        elif isinstance(item, NotLookedAt):
            for rule in self.rules[1:]:
                if issubclass(rule.judges, item.facts):
                    self.reasons[rule.id] = item.reason
        else:
            for rule in self.rules[1:]:
                if isinstance(item, rule.judges) and rule.severity is not Severity.OFF:
                    self._judge(rule, item)

    def _judge(self, rule: Rule[Any], facts: Facts) -> None:
        row = self._row(rule, facts.subject, facts.location)
        row.seconds += facts.seconds
        verdicts = []
        try:
            for said in rule.check(facts):
                if isinstance(said, Finding):
                    verdicts.append(self._found(rule, facts, said, row))
                elif isinstance(said, NotJudged):
                    verdicts.append(UNDECIDED[said.outcome])
                    row.reasons.append(said.reason)
                else:
                    row.properties.update(said.properties)
        except Exception as error:  # noqa: BLE001 - a rule that crashed has judged nothing
            verdicts.append(Outcome.ERROR)
            row.reasons.append(describe(error))
        row.outcome = max(row.outcome, max(verdicts, default=Outcome.PASSED))

    def _found(self, rule: Rule[Any], facts: Facts, finding: Finding, row: _Row) -> Outcome:
        print_ = self.context.baseline.fingerprint(rule.id, facts.subject, finding)
        ignored = facts.ignores.get((finding.location.path, finding.location.line), frozenset())
        suppressed = (
            finding.suppressed
            or rule.id in ignored
            or EVERY in ignored
            or self.context.baseline.forgives(print_)
        )
        vain = "" if suppressed or not ignored else self._in_vain(rule.id, ignored)
        row.findings.append(
            finding._replace(
                message=self.context.shown(finding.message) + vain,
                fingerprint=print_,
                suppressed=suppressed,
                location=self._shown(finding.location),
            )
        )
        return Outcome.PASSED if suppressed else Outcome.FAILED

    def _in_vain(self, rule: str, ignored: frozenset[str]) -> str:
        """What a comment means that stands beside a finding and does not suppress it."""
        if IN_VAIN in ignored:
            return f" (The comment there has no effect: write launchready: ignore[{rule}] reason.)"
        letters = rule[: len("LR-SEC")]
        none = {i for i in ignored if i.startswith(letters) and i not in self.rows}
        said = f" (The comment there is for {', '.join(sorted(ignored))}"
        return f"{said}{', and there is no such rule' if none else ''}.)"

    def _row(self, rule: Rule[Any], subject: str, location: Location | None) -> _Row:
        return self.rows[rule.id].setdefault(subject, _Row(location and self._shown(location)))

    def _shown(self, location: Location) -> Location:
        return location._replace(path=self.context.shown(location.path))

    def results(self) -> tuple[Result, ...]:
        """One result per rule and subject, rules in their declared order."""
        return tuple(self._results())

    def _results(self) -> Iterator[Result]:
        for rule in self.rules:
            rows = self.rows[rule.id]
            if not rows and rule is not self.unreadable:
                yield Result(rule, "", None, Outcome.SKIPPED, reason=self._why_not(rule))
            for subject, row in rows.items():
                yield Result(
                    rule,
                    subject,
                    row.location,
                    row.outcome,
                    tuple(row.findings),
                    "; ".join(dict.fromkeys(row.reasons)),
                    row.seconds,
                    row.properties,
                )

    def _why_not(self, rule: Rule[Any]) -> str:
        if rule.severity is Severity.OFF:
            return "off in launchready.yaml"
        return self.reasons.get(rule.id, "nothing of this kind was looked at")
