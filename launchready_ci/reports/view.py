"""What does every format ask of a report: which findings are open, and what could not be judged?"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from launchready_ci import HOME
from launchready_ci.findings import Finding, GateReport, Location, Outcome, Report, Result

if TYPE_CHECKING:
    from launchready_ci.gate import Rule

RUN = "launchready"
"""In place of a gate's name, where none could do its work."""
NO_GATE = "no gate did its work, so nothing is known about this release"


class Found(NamedTuple):
    """A finding that nobody has forgiven, with the rule and the subject it belongs to."""

    result: Result
    finding: Finding

    @property
    def rule(self) -> "Rule[Any]":
        return self.result.rule

    @property
    def message(self) -> str:
        """The finding's own words, with the subject where they do not name it."""
        subject, message = self.result.subject, self.finding.message
        return message if subject in message else f"{subject}: {message}"

    @property
    def fix(self) -> str:
        """What to do: in this very case, or as the rule says."""
        return self.finding.fix or self.rule.help.fix


class Trouble(NamedTuple):
    """Something that could not be judged, and why; it has no rule where a gate never started."""

    gate: str
    rule: "Rule[Any] | None"
    subject: str
    location: Location
    reason: str

    @property
    def message(self) -> str:
        if self.gate == RUN:
            return self.reason
        subject = f"{self.subject}: " if self.subject and self.subject not in self.reason else ""
        return f"{self.gate} could not do its work: {subject}{self.reason}"


def title(rule: "Rule[Any]") -> str:
    return f"{rule.id} {rule.name}"


def page(rule: "Rule[Any]", version: str) -> str:
    """The address of what that version says of the rule."""
    return f"{HOME}/blob/v{version}/docs/rules/{rule.id}.md"


def found(gates: Iterable[GateReport]) -> list[Found]:
    """The open findings, most severe first, then in the order of the files."""
    every = (Found(r, f) for gate in gates for r in gate.results for f in r.open)
    return sorted(every, key=order)


def once_per_fix(found: Iterable[Found]) -> list[Found]:
    """The first finding of each rule, and of each way to fix what it found."""
    first: dict[tuple[str, str], Found] = {}
    for item in found:
        first.setdefault((item.rule.id, item.fix), item)
    return list(first.values())


def order(item: Found) -> tuple[int, str, int, int, str]:
    """What ``found`` sorts by."""
    where = item.finding.location
    return (-item.rule.severity, where.path, where.line, where.column, item.rule.id)


def troubles(report: Report) -> list[Trouble]:
    """What could not be judged. A report that is an error has at least one of these."""
    every = [trouble for gate in report.gates for trouble in gate_troubles(report, gate)]
    if report.outcome is Outcome.ERROR and not every:
        every.append(Trouble(RUN, None, "", Location(report.config_path), NO_GATE))
    return every


def gate_troubles(report: Report, gate: GateReport) -> Iterator[Trouble]:
    """What one gate could not judge; a gate that is an error has at least one of these."""
    asked = Location(report.config_path)
    wrong = [r for r in gate.results if r.outcome is Outcome.ERROR]
    for r in wrong:
        yield Trouble(gate.name, r.rule, r.subject, r.location or asked, r.reason or "no reason")
    if gate.outcome is Outcome.ERROR and not wrong:
        yield Trouble(gate.name, None, "", asked, gate.reason or "no reason")


def undecided(gates: Iterable[GateReport]) -> Iterator[str]:
    """What was looked at and could be judged neither way, and why."""
    for result in (result for gate in gates for result in gate.results):
        if result.outcome is Outcome.INCONCLUSIVE:
            subject = f": {result.subject}" if result.subject else ""
            yield f"{title(result.rule)}{subject}: {result.reason}"


def in_repository(location: Location) -> Location:
    """A place that a viewer of the repository can open; it refuses a file of the machine.

    ``--config`` may name one, and what launchready.yaml asked for then points there.
    """
    outside = location.path.startswith(("/", "../")) or not location.path
    return Location("launchready.yaml") if outside else location


def looked_at(gate: GateReport) -> str:
    """``12 files in 3 commits looked at``; nothing where a gate does not count."""
    counts = (count(n, what.removesuffix("s")) for what, n in gate.looked_at.items())
    between = " in " if "commits" in gate.looked_at else ", "
    return f"{between.join(counts)} looked at" if gate.looked_at else ""


def count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
