"""The console: calm, errors first, each fix once."""

from launchready_ci.findings import Finding, GateReport, Location, Outcome, Report, Severity
from launchready_ci.reports import console, view


def test_a_place_stands_first_so_that_terminals_link_it(failing: Report) -> None:
    lines = console.render(failing).splitlines()

    assert "src/settings.py:3:9  error  LR-SEC004 github-token" in lines


def test_errors_come_first_with_the_reason(failing: Report) -> None:
    first = console.render(failing).splitlines()[0]

    assert first.startswith("error: secrets could not do its work: HEAD:a.bin: blob 1f2e3d is")


def test_the_most_severe_come_first_then_the_order_of_files(failing: Report) -> None:
    found = view.found(failing.gates)

    severities = [item.rule.severity for item in found]
    errors = [item.finding.location for item in found if item.rule.severity is Severity.ERROR]
    assert severities == sorted(severities, reverse=True)
    assert errors == sorted(errors, key=lambda where: (where.path, where.line))


def test_a_fix_is_told_once_and_how_to_go_on(failing: Report) -> None:
    rendered = console.render(failing)

    assert rendered.count("1. Revoke it at") == 1
    assert rendered.count("launchready explain LR-SEC004") == 1
    assert "# launchready: ignore[LR-SEC004] reason" in rendered
    assert "launchready.yaml: rules: {LR-SMK003: warning}" in rendered


def test_it_ends_with_one_line_per_gate(failing: Report) -> None:
    lines = console.render(failing).splitlines()[-3:]

    assert lines == [
        "secrets: error, 4 findings in 1 rule, 1 finding below --fail-on, 1 suppressed (0.1 s)",
        "smoke: failed, 1 finding in 1 rule (3.5 s)",
        "load: skipped, smoke failed",
    ]


def test_suppressed_findings_and_passed_rules_are_not_told(failing: Report) -> None:
    rendered = console.render(failing)

    assert "tests/old.py" not in rendered
    assert "GET /\\n" not in rendered


def test_notes_and_inconclusive_results_are_told(failing: Report) -> None:
    rendered = console.render(failing)

    assert "note: launchready.baseline: 1 entry is stale: LR-SEC004 old\\n::error::z" in rendered
    assert "inconclusive: LR-SMK003 slow: GET /feed @admin: 3 samples are too few" in rendered


def test_a_clean_run_is_one_line(clean: Report) -> None:
    rendered = console.render(clean)

    assert rendered == "secrets: passed (0.1 s)\n"


def test_colour_only_where_asked(failing: Report) -> None:
    grey, coloured = console.render(failing), console.render(failing, colour=True)

    assert "\x1b" not in grey
    assert "\x1b[31merror\x1b[0m" in coloured
    assert coloured.replace("\x1b[0m", "").count("\x1b[") == coloured.count("\x1b[0m")


def test_when_every_gate_was_skipped_it_says_that_nothing_is_known(clean: Report) -> None:
    gates = (GateReport("smoke", "post-deploy", Outcome.SKIPPED, reason="no section smoke"),)

    rendered = console.render(clean._replace(gates=gates, outcome=Outcome.ERROR))

    assert rendered.splitlines()[0] == (
        "error: no gate did its work, so nothing is known about this release"
    )


def test_a_gate_that_broke_without_a_result_says_why(clean: Report) -> None:
    gates = (GateReport("smoke", "post-deploy", Outcome.ERROR, reason="crashed"),)

    rendered = console.render(clean._replace(gates=gates, outcome=Outcome.ERROR))

    assert rendered.splitlines()[0] == "error: smoke could not do its work: crashed"


def many(report: Report, warnings: int, errors: int) -> Report:
    """The failing report with so many findings of each severity in its first gate."""
    gate = report.gates[0]
    token, password = gate.results[1], gate.results[2]
    places = [Location(f"src/{number:04}.py", 1) for number in range(max(warnings, errors))]
    results = (
        password._replace(findings=tuple(Finding("p", place) for place in places[:warnings])),
        token._replace(findings=tuple(Finding("t", place) for place in places[:errors])),
    )
    return report._replace(gates=(gate._replace(results=results), *report.gates[1:]))


def test_of_very_many_the_most_severe_are_shown_and_the_rest_is_counted(failing: Report) -> None:
    rendered = console.render(many(failing, 3_000, 20))

    assert rendered.count("  error  LR-SEC004") == 20
    assert rendered.count("  warning  LR-SEC099") == 30
    assert "secrets: and 2970 more findings; --output json=FILE has all of them\n" in rendered
    assert rendered.count("How to fix LR-SEC004") == 1
    assert "  error  LR-SMK003 slow" in rendered


def test_as_many_as_are_shown_are_all(failing: Report) -> None:
    assert "more finding" not in console.render(many(failing, 30, 20))


def test_without_a_file_the_configuration_is_what_is_to_be_made(failing: Report) -> None:
    rendered = console.render(failing._replace(config_path=".github/workflows/ci.yml"))

    assert ".github/workflows/ci.yml: rules" not in rendered


def test_nothing_can_be_appended_to_a_log(failing: Report) -> None:
    gate = failing.gates[0]
    finding = Finding("slow", Location("logs/sql.jsonl", 3))
    gates = (gate._replace(results=(gate.results[1]._replace(findings=(finding,)),)),)

    rendered = console.render(failing._replace(gates=gates))

    assert "Not a risk here? In launchready.yaml: rules: {LR-SEC004: warning}" in rendered
