"""A limit that lies within the interval is shown as what it is, in every format."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from launchready_ci.baseline import Baseline
from launchready_ci.config import load
from launchready_ci.findings import Location, Outcome, Report, Severity
from launchready_ci.gate import Context, Gate, run
from launchready_ci.gates.load import GATE
from launchready_ci.gates.load.config import Load
from launchready_ci.gates.load.facts import Held
from launchready_ci.gates.load.verdict import Verdict
from launchready_ci.reports import console, github, html, junit, sarif, summary
from launchready_ci.reports import json as json_report

PLACE = Location("launchready.yaml", 5, 58)
TOLD = "p95 is 290 ms (250 ms to 340 ms), limit 300 ms; 400 requests at 10/s"
FIGURES = {"samples": 400, "rate": 10.0, "p95_ms": 290.0, "p95_low_ms": 250.0}


def report(unclear: Any = "warning", **given: object) -> Report:  # noqa: ANN401
    held = Held(
        subject="feed",
        location=PLACE,
        limits={"p95": 300, "errors": 0.01},
        verdicts={
            "p95": Verdict("inconclusive", 290, 250, 340),
            "errors": Verdict("passed", 0, 0, 0.005),
        },
        places={"p95": PLACE, "errors": PLACE, "rate": PLACE},
        figures={**FIGURES, "p95_high_ms": 340.0, "limit_ms": 300.0},
        unclear=unclear,
    )
    held = replace(held, **given)  # type: ignore[arg-type]

    def collect(_config: Load, _context: Context) -> Iterator[Held]:
        yield held

    context = Context("/", {}, load("launchready.yaml", None), Baseline())
    gate = Gate("load", GATE.stages, Load, collect, GATE.rules, GATE.unreadable)
    ran = run(gate, Load(), context)
    return Report("0.1.0", "2026-11-24T03:45:10Z", 61.0, ran.outcome, (ran,))


def test_every_format_shows_it() -> None:
    shown = report()

    assert (shown.outcome, shown.exit_code) == (Outcome.INCONCLUSIVE, 0)
    text = console.render(shown)
    assert f"inconclusive: LR-LOD001 too-slow: feed: {TOLD}" in text
    assert f"LR-LOD004 inconclusive\n    feed: {TOLD}" in text
    assert "load: inconclusive, 1 finding below --fail-on" in text
    cases = ET.fromstring(junit.render(shown)).iter("testcase")  # noqa: S314
    (case,) = [case for case in cases if "too-slow: feed" in case.attrib["name"]]
    skipped = case.find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == f"inconclusive: {TOLD}"
    (found,) = json.loads(sarif.render(shown))["runs"][0]["results"]
    assert (found["ruleId"], found["level"]) == ("LR-LOD004", "warning")
    assert "::warning file=launchready.yaml,line=5" in github.render(shown)
    assert f"- inconclusive: `LR-LOD001 too-slow: feed: {TOLD}`" in summary.render(shown)
    assert "| `feed` | inconclusive | 400 |" in summary.render(shown)
    page = html.render(shown)
    assert '<span class="badge inconclusive">inconclusive</span>' in page
    assert TOLD in page
    results = json.loads(json_report.render(shown))["results"]
    assert [r["outcome"] for r in results if r["rule"] == "LR-LOD001"] == ["inconclusive"]


def test_an_endpoint_with_too_many_errors_is_shown_as_failed() -> None:
    verdicts = {
        "p95": Verdict("passed", 90, 80, 110),
        "errors": Verdict("failed", 0.2, 0.1, 0.3),
    }

    shown = report(verdicts=verdicts)

    assert "| `feed` | failed | 400 |" in summary.render(shown)
    assert '<code>feed</code> <span class="badge failed">failed</span>' in html.render(shown)


@pytest.mark.parametrize(
    ("unclear", "rules", "code"),
    [
        pytest.param("note", [], 0, id="only shown"),
        pytest.param("warning", ["LR-LOD004"], 0, id="a warning"),
        pytest.param("error", ["LR-LOD005"], 1, id="no proof is no release"),
    ],
)
def test_the_configuration_says_how_much_it_matters(
    unclear: str, rules: list[str], code: int
) -> None:
    shown = report(unclear)

    assert [r.rule.id for r in shown.gates[0].results if r.findings] == rules
    assert shown.exit_code == code


def test_a_run_that_was_stopped_fails_by_what_is_beyond_doubt() -> None:
    slow = {"p95": Verdict("failed", 9000, 7900, float("inf"))}
    errors = {"errors": Verdict("failed", 0.7, 0.6, 0.8)}
    given = {"errors": {"no whole answer in time": 280}, "stopped": "more than half were errors"}
    figures = {**FIGURES, "p95_ms": 8990.0, "server_timing": {"db": 3100.0}}

    shown = report(verdicts={**slow, **errors}, figures=figures, **given)

    found = {r.rule.id: r.findings[0].message for r in shown.gates[0].results if r.findings}
    assert found["LR-LOD001"] == (
        "feed: p95 is 8990 ms (at least 7900 ms), expected at most 300 ms; 400 requests at 10/s; "
        "of what it answered, the app timed (p95) db 3100 ms"
    )
    assert "70.00% of the answers are errors" in found["LR-LOD002"]
    assert shown.exit_code == 1
    assert Severity.ERROR in {r.severity for r in shown.gates[0].rules}
