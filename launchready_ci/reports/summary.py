"""The run as markdown, for the summary of a GitHub Actions step."""

import re
from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.findings import GateReport, Report, Result
from launchready_ci.reports import figures, text, view

SHOWN = 50
"""Findings; with texts cut short this stays far below the 1 MiB that a step may write."""


def render(report: Report) -> str:
    """The gates, what could not be judged, the worst findings, what was measured, how to fix it."""
    found = view.found(report.gates)
    blocks = [
        [f"## launchready: {report.outcome.word}"],
        _gates(report.gates),
        _list(text.code(t.message) for t in view.troubles(report)),
        _findings(found[:SHOWN]),
        [f"{len(found) - SHOWN} more in the other reports."] if len(found) > SHOWN else [],
        *_measured(report.gates),
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


def _measured(gates: Iterable[GateReport]) -> Iterator[list[str]]:
    """A table, and the p95s as a chart that GitHub draws."""
    measured = figures.measured(gates)[:SHOWN]
    if not measured:
        return
    head = ("endpoint", "outcome", *figures.COLUMNS)
    yield _table(head, map(_endpoint, measured))
    yield _list(
        text.code(f"{figures.subject(r)}: {line}")
        for r in measured
        for line in figures.beside(r.properties)
    )
    yield _chart([r for r in measured if figures.number(r.properties, "p95_ms") is not None])


def _endpoint(result: Result) -> Sequence[str]:
    shown = (show(result.properties) for show in figures.COLUMNS.values())
    return (text.code(figures.subject(result)), result.outcome.word, *shown)


def _chart(measured: Sequence[Result]) -> list[str]:
    """Bars, and a line across them where each has a limit: mermaid.js.org/syntax/xyChart.html."""
    p95s = [(r, p95) for r in measured if (p95 := figures.number(r.properties, "p95_ms"))]
    limits = [figures.number(r.properties, "limit_ms") for r, _ in p95s]
    known = [limit for limit in limits if limit]
    if not p95s:
        return []
    has_line = len(known) == len(p95s)
    names = ", ".join(f'"{_plain(figures.subject(r))}"' for r, _ in p95s)
    return [
        "```mermaid",
        "xychart-beta",
        f'    title "p95 in ms{", and its limit as a line" if has_line else ""}"',
        f"    x-axis [{names}]",
        f"    y-axis 0 --> {max([p95 for _, p95 in p95s] + (known if has_line else [])) * 1.1:.6g}",
        f"    bar [{', '.join(f'{p95:.6g}' for _, p95 in p95s)}]",
        *([f"    line [{', '.join(f'{limit:.6g}' for limit in known)}]"] if has_line else []),
        "```",
    ]


def _plain(words: str) -> str:
    """Nothing that means something to mermaid."""
    return re.sub(r"[^\w /.?=&-]", " ", words)[:40]


def _fixes(found: Iterable[view.Found]) -> Iterator[list[str]]:
    for item in view.once_per_fix(found):
        head = f"<details><summary>How to fix {view.title(item.rule)}</summary>"
        yield [head, "", text.cut(item.fix, 4000), "", "</details>"]


def _list(items: Iterable[str]) -> list[str]:
    shown = list(items)
    more = [f"- {len(shown) - SHOWN} more"] if len(shown) > SHOWN else []
    return [f"- {item}" for item in shown[:SHOWN]] + more
