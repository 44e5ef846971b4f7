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


def test_it_is_bounded(clean: Report) -> None:
    report = with_findings(clean, 30_000, "é" * 1000)

    rendered = summary.render(report)

    assert len(rendered.encode()) < SUMMARY_LIMIT / 4
    assert "29950 more in the other reports." in rendered


def test_a_clean_run_is_a_heading_and_the_gates(clean: Report) -> None:
    lines = summary.render(clean).splitlines()

    assert lines[0] == "## launchready: passed"
    assert lines[-1] == "| secrets | pre-commit | passed | 0 | 0.1 |  |"
