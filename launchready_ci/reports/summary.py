"""The run as markdown, for the summary of a GitHub Actions step."""

from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.findings import GateReport, Report
from launchready_ci.reports import text, view

SHOWN = 50
"""Findings; with texts cut short this stays far below the 1 MiB that a step may write."""


def render(report: Report) -> str:
    """A table of the gates, what could not be judged, the worst findings, and how to fix them."""
    found = view.found(report.gates)
    blocks = [
        [f"## launchready: {report.outcome.word}"],
        _gates(report.gates),
        _list(text.code(t.message) for t in view.troubles(report)),
        _findings(found[:SHOWN]),
        [f"{len(found) - SHOWN} more in the other reports."] if len(found) > SHOWN else [],
        *_fixes(found[:SHOWN]),
        _list(f"inconclusive: {text.code(said)}" for said in view.undecided(report.gates)),
        _list(text.code(note) for note in report.notes),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    cells = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(row)} |" for row in cells]


def _gates(gates: Iterable[GateReport]) -> list[str]:
    head = ("gate", "stage", "outcome", "findings", "seconds", "reason")
    return _table(head, map(_gate, gates))


def _gate(gate: GateReport) -> Sequence[str]:
    found = str(len(view.found([gate])))
    reason = text.code(gate.reason) or view.looked_at(gate)
    return (gate.name, gate.stage, gate.outcome.word, found, f"{gate.seconds:.1f}", reason)


def _findings(found: Sequence[view.Found]) -> list[str]:
    if not found:
        return []
    return _table(("severity", "place", "rule", "what is wrong"), map(_finding, found))


def _finding(item: view.Found) -> Sequence[str]:
    place = text.code(str(item.finding.location))
    return (item.rule.severity.word, place, view.title(item.rule), text.code(item.message))


def _fixes(found: Iterable[view.Found]) -> Iterator[list[str]]:
    for item in view.once_per_fix(found):
        head = f"<details><summary>How to fix {view.title(item.rule)}</summary>"
        yield [head, "", text.cut(item.fix, 4000), "", "</details>"]


def _list(items: Iterable[str]) -> list[str]:
    shown = list(items)
    more = [f"- {len(shown) - SHOWN} more"] if len(shown) > SHOWN else []
    return [f"- {item}" for item in shown[:SHOWN]] + more
