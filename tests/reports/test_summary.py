"""The step summary: a table that hostile text cannot break, and bounded."""

import re

from launchready_ci.findings import Finding, Location, Outcome, Report, Result
from launchready_ci.reports import SUMMARY_LIMIT, summary

HOSTILE = "`x` | y\n\n# h <img src=x onerror=y> [a](https://x.test) ![i](j) @user #1 https://x.test"


def with_findings(report: Report, number: int, message: str) -> Report:
    gate = report.gates[0]
    found = tuple(Finding(message, Location(message, line + 1)) for line in range(number))
    result = Result(gate.rules[1], message, None, Outcome.FAILED, found)
    error = Result(gate.rules[0], message, None, Outcome.ERROR, reason=message)
    notes = (message,) * number
    gate = gate._replace(reason=message, outcome=Outcome.ERROR, results=(result, error))
    return report._replace(gates=(gate,), outcome=Outcome.ERROR, notes=notes)


def test_gates_and_the_worst_findings(failing: Report) -> None:
    lines = summary.render(failing).splitlines()

    assert lines[0] == "## launchready: error"
    assert "| load | post-deploy | skipped | 0 | 0.0 | `smoke failed` |" in lines
    assert (
        "| error | `src/settings.py:3:9` | LR-SEC004 github-token | "
        "`a GitHub token in src/settings.py` |"
    ) in lines
    assert lines.count("<details><summary>How to fix LR-SEC004 github-token</summary>") == 1


def test_what_could_not_be_decided_is_told(failing: Report) -> None:
    rendered = summary.render(failing)

    assert "- `secrets could not do its work: HEAD:a.bin: blob 1f2e3d is missing" in rendered
    assert ("- inconclusive: `LR-SMK003 slow: GET /feed @admin: 3 samples are too few`") in rendered


def test_hostile_text_stays_inside_code_spans(clean: Report) -> None:
    report = with_findings(clean, 3, HOSTILE)

    outside = re.sub(r"`[^`]*`", "", summary.render(report))

    rows = [line for line in outside.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {7, 5}
    assert not re.search(r"<img|x\.test|@user|#1|onerror", outside)


def test_what_was_measured_is_a_table_and_a_chart(clean: Report) -> None:
    gate = clean.gates[0]
    figures = {"samples": 300, "rate": 10.0, "p95_ms": 412.0, "p95_low_ms": 388.0}
    figures |= {"p95_high_ms": 440.0, "limit_ms": 300.0}
    more = {"errors": 0.02, "error_kinds": {"status 503": 6}}
    results = (
        Result(gate.rules[0], 'f"] | x', None, Outcome.FAILED, properties={**figures, **more}),
        Result(gate.rules[0], "dead", None, Outcome.FAILED, properties={**figures, "p95_ms": None}),
    )

    rendered = summary.render(clean._replace(gates=(gate._replace(results=results),)))

    cells = " | failed | 300 | 10 | no end | 412 (388 to 440) | 300 | no end | 2.00% |"
    assert cells in rendered
    assert "| `dead` | failed | 300 | 10 | no end | no end (388 to 440) | 300 |" in rendered
    assert "errors: 6 times status 503" in rendered
    chart = rendered.partition("```mermaid\n")[2].partition("\n```")[0].splitlines()
    assert chart == [
        "xychart-beta",
        '    title "p95 in ms, and its limit as a line"',
        '    x-axis ["f     x"]',
        "    y-axis 0 --> 453.2",
        "    bar [412]",
        "    line [300]",
    ]


def test_it_is_bounded(clean: Report) -> None:
    report = with_findings(clean, 30_000, "é" * 1000)

    rendered = summary.render(report)

    assert len(rendered.encode()) < SUMMARY_LIMIT / 4
    assert "29950 more in the other reports." in rendered


def test_a_clean_run_is_a_heading_and_the_gates(clean: Report) -> None:
    lines = summary.render(clean).splitlines()

    assert lines[0] == "## launchready: passed"
    assert lines[-1] == "| secrets | pre-commit | passed | 0 | 0.1 |  |"
