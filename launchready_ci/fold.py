"""What the rules say of the facts, folded into one result per rule and subject."""

import errno
import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

from launchready_ci.findings import Finding, Location, Outcome, Result, Severity, Unreadable
from launchready_ci.rule import EVERY, UNDECIDED, Facts, NotJudged, NotLookedAt, Rule
from launchready_ci.suppressions import IN_VAIN

if TYPE_CHECKING:
    from launchready_ci.gate import Context


class Row:
    """A result in the making."""

    def __init__(self, location: Location | None) -> None:
        self.location = location
        self.outcome = Outcome.SKIPPED
        self.findings: list[Finding] = []
        self.reasons: list[str] = []
        self.seconds = 0.0
        self.properties: dict[str, Any] = {}


class Fold:
    """Folds what the rules say into one row per rule and subject; the first is ``unreadable``."""

    def __init__(self, rules: Iterable[Rule[Any]], context: "Context") -> None:
        self.context = context
        self.rules = [context.configuration.adjusted(rule) for rule in rules]
        self.unreadable = self.rules[0]
        self.rows: dict[str, dict[str, Row]] = {rule.id: {} for rule in self.rules}
        self.reasons: dict[str, str] = {}
        self.met = False
        self.blocked: list[str] = []
        """Why most was not looked at, of which a finding should fail the run."""

    def take(self, item: Facts | Unreadable | NotLookedAt) -> None:
        self.met = True
        if isinstance(item, Unreadable):
            shown = self.context.shown
            row = self._row(self.unreadable, shown(item.subject), item.location)
            row.outcome = Outcome.ERROR
            row.reasons.append(shown(item.reason))
        elif isinstance(item, NotLookedAt):
            self.blocked += [item.reason] if item.failing else []
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

    def _found(self, rule: Rule[Any], facts: Facts, finding: Finding, row: Row) -> Outcome:
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

    def _row(self, rule: Rule[Any], subject: str, location: Location | None) -> Row:
        return self.rows[rule.id].setdefault(subject, Row(location and self._shown(location)))

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


def describe(error: Exception) -> str:
    """The exception's type and our line that met it; never its text, which may hold a value."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{os.strerror(error.errno)}: make room, or set TMPDIR to a folder that has some"
    place, trace = "", error.__traceback__
    while isinstance(trace, TracebackType):
        path = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/launchready_ci/" in path:
            place = f" in launchready_ci/{path.rpartition('/launchready_ci/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}: this is a fault of launchready, please report it"
