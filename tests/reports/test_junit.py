"""JUnit as GitHub reporters, GitLab and Jenkins read it."""

from collections import Counter
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from junitparser import JUnitXml

from launchready_ci.findings import GateReport, Location, Outcome, Report, Result, Severity
from launchready_ci.reports import junit

STRICT = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
    "system-out": set(),
}
"""What the schema of Jenkins' xunit plugin (junit-10.xsd) knows of what we write."""


def parse(rendered: str) -> ET.Element:
    return ET.fromstring(rendered)  # noqa: S314 - our own document


def case(rendered: str, name: str) -> ET.Element:
    return next(case for case in parse(rendered).iter("testcase") if case.get("name") == name)


def verdict(element: ET.Element) -> str:
    return " ".join(child.tag for child in element if child.tag != "system-out")


@pytest.mark.parametrize("render", [junit.render, junit.render_strict])
def test_junitparser_reads_every_case(render: Callable[[Report], str], failing: Report) -> None:
    read = JUnitXml.fromstring(render(failing).encode())

    assert [len(list(suite)) for suite in read] == [3, 4, 1]
    assert (read.tests, read.failures, read.errors) == (8, 2, 1)


def test_counts_are_right(failing: Report) -> None:
    for suite in parse(junit.render(failing)):
        verdicts = Counter(verdict(element) for element in suite)

        assert suite.get("tests") == str(len(suite))
        assert suite.get("failures") == str(verdicts["failure"])
        assert suite.get("errors") == str(verdicts["error"])
        assert suite.get("skipped") == str(verdicts["skipped"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("LR-SEC004 github-token", "failure", id="the gate tripped"),
        pytest.param("LR-SEC000 unreadable: HEAD:a.bin", "error", id="it could not look"),
        pytest.param("LR-SEC099 password", "", id="below --fail-on"),
        pytest.param("LR-SMK003 slow: GET /feed @admin", "skipped", id="inconclusive"),
        pytest.param("LR-SMK000 unreadable", "skipped", id="nothing to judge"),
        pytest.param("LR-SMK003 slow: GET /\\n", "", id="passed"),
        pytest.param("load", "skipped", id="a gate that was skipped"),
    ],
)
def test_verdicts(name: str, expected: str, failing: Report) -> None:
    element = case(junit.render(failing), name)

    assert verdict(element) == expected


def test_skipped_cases_say_why(failing: Report) -> None:
    skipped = [element.get("message") for element in parse(junit.render(failing)).iter("skipped")]

    assert skipped == [
        "nothing of this kind was looked at",
        "inconclusive: 3 samples are too few",
        "smoke failed",
    ]


def test_suppressed_and_lesser_findings_are_named_in_system_out(failing: Report) -> None:
    rendered = junit.render(failing)

    tokens = case(rendered, "LR-SEC004 github-token").findtext("system-out")
    passwords = case(rendered, "LR-SEC099 password").findtext("system-out")
    assert tokens == "suppressed: tests/old.py:5:9: error: a GitHub token in tests/old.py"
    assert passwords == "app.py:12:9: warning: a password assigned to `db|<b>`"


def test_fail_on_decides_what_is_a_failure(failing: Report) -> None:
    rendered = junit.render(failing._replace(fail_on=Severity.WARNING))

    assert verdict(case(rendered, "LR-SEC099 password")) == "failure"


def test_file_and_line_by_default_and_in_the_body_for_jenkins(failing: Report) -> None:
    plain = case(junit.render(failing), "LR-SMK003 slow: GET https://x.test/a?b=1")
    strict = case(junit.render_strict(failing), "LR-SMK003 slow: GET https://x.test/a?b=1")

    assert (plain.get("file"), plain.get("line")) == ("launchready.yaml", "24")
    assert (strict.get("file"), strict.get("line")) == (None, None)
    assert (strict.findtext("failure") or "").startswith("launchready.yaml:24:7: error: GET ")


def test_failures_and_errors_have_file_and_line(failing: Report) -> None:
    wrong = [
        element for element in parse(junit.render(failing)).iter("testcase")
        if verdict(element) in ("failure", "error")
    ]  # fmt: skip

    assert len(wrong) == 3
    assert all(element.get("file") and element.get("line") for element in wrong)


def test_file_names_the_file_also_where_its_name_has_line_breaks(clean: Report) -> None:
    where = Location("x\n::error::y\t\r<'", 1)
    result = Result(clean.gates[0].rules[1], "", where, Outcome.PASSED)
    report = clean._replace(gates=(clean.gates[0]._replace(results=(result,)),))

    element = case(junit.render(report), "LR-SEC004 github-token")

    assert element.get("file") == where.path


def test_strict_has_only_what_the_schema_knows(failing: Report) -> None:
    for element in parse(junit.render_strict(failing)).iter():
        assert set(element.attrib) <= STRICT[element.tag]


def test_time_has_three_decimals(failing: Report) -> None:
    times = [element.get("time", "") for element in parse(junit.render(failing)).iter("testcase")]

    assert {len(time.partition(".")[2]) for time in times} == {3}
    assert parse(junit.render(failing)).get("time") == "3.750"


def test_the_name_is_rule_and_subject_and_the_class_is_the_gate(failing: Report) -> None:
    element = case(junit.render(failing), "LR-SMK003 slow: GET /feed @admin")

    assert element.get("classname") == "launchready.smoke"


def test_names_are_unique_even_where_escaping_makes_them_equal(clean: Report) -> None:
    rule = clean.gates[0].rules[1]
    subjects = ("a\n", "a\\n", "a\\n (2)", "a\n")
    results = tuple(Result(rule, subject, None, Outcome.PASSED) for subject in subjects)
    report = clean._replace(gates=(clean.gates[0]._replace(results=results),))

    names = [element.get("name") for element in parse(junit.render(report)).iter("testcase")]

    assert len(set(names)) == 4


def test_nothing_hostile_breaks_the_document(clean: Report) -> None:
    every = "".join(map(chr, [*range(0x250), 0x202E, 0xD800, 0xDCFF, 0xFFFE, 0xFFFF, 0x1F642]))
    hostile = f"]]>{every}<![CDATA[\"'&"
    where = Location(hostile, 1)
    rule = clean.gates[0].rules[1]
    result = Result(rule, hostile, where, Outcome.ERROR, reason=hostile)
    report = clean._replace(gates=(clean.gates[0]._replace(results=(result,)),))

    root = parse(junit.render(report))

    assert len(list(root.iter("error"))) == 1


def test_a_run_that_looked_at_nothing_is_an_error(clean: Report) -> None:
    gates = (GateReport("smoke", "post-deploy", Outcome.SKIPPED, reason="no section smoke"),)
    report = clean._replace(gates=gates, outcome=Outcome.ERROR)

    root = parse(junit.render(report))

    assert (root.get("tests"), root.get("errors")) == ("2", "1")
    assert next(root.iter("error")).get("message", "").startswith("no gate did its work")


def test_a_gate_that_broke_without_a_result_is_an_error(clean: Report) -> None:
    gates = (clean.gates[0]._replace(outcome=Outcome.ERROR, reason="crashed"),)

    root = parse(junit.render(clean._replace(gates=gates, outcome=Outcome.ERROR)))

    assert root.get("errors") == "1"
    assert next(root.iter("error")).get("message") == "crashed"


def test_a_gate_without_results_that_passed_is_a_case(clean: Report) -> None:
    gates = (clean.gates[0]._replace(results=(), reason="nothing is staged"),)

    root = parse(junit.render(clean._replace(gates=gates)))

    assert [verdict(element) for element in root.iter("testcase")] == [""]
