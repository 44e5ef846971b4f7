"""Gate, context, and run: one pass over the facts, and no exception ever turns green."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from launchready_ci.findings import GateReport, Location, Outcome, Result, Severity, Unreadable
from launchready_ci.fold import Fold, describe
from launchready_ci.rule import (
    Facts,
    Measured,
    NotJudged,
    NotLookedAt,
    Place,
    Rule,
    Said,
    never,
    rule,
)
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

C = TypeVar("C")


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
    parts: "Callable[[C | None], tuple[Rule[Any], ...]] | None" = None
    """Imports further rules: those for what the configuration asks, and for None every one."""

    @property
    def all_rules(self) -> tuple[Rule[Any], ...]:
        return self.rules_for(None)

    def rules_for(self, config: C | None) -> tuple[Rule[Any], ...]:
        """The rules that judge a run with this configuration."""
        parts = self.parts(config) if self.parts else ()
        return (self.unreadable, *self.rules, *parts)


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
    fold = Fold(gate.rules_for(config), context)
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
    outcome = _outcome(results, context.fail_on)
    if fold.blocked and outcome < Outcome.FAILED:
        fold.take(Unreadable(fold.blocked[0]))
        results, outcome = fold.results(), Outcome.ERROR
    return GateReport(
        name=gate.name,
        stage=context.stage,
        outcome=outcome,
        seconds=time.monotonic() - began,
        reason=_reason(results),
        looked_at=context.looked_at,
        rules=tuple(fold.rules),
        results=results,
    )


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
