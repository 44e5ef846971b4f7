"""SARIF as GitHub code scanning accepts it; the validator's own verdict is in test_multitool."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from launchready_ci import HOME
from launchready_ci.findings import (
    Finding,
    GateReport,
    Location,
    Outcome,
    Report,
    Result,
    Severity,
)
from launchready_ci.reports import sarif


def runs(report: Report, suffix: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sarif.render(report, suffix=suffix))["runs"]
    return found


def uris(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "artifactLocation" in node:
            yield node["artifactLocation"]["uri"]
        for child in node.values():
            yield from uris(child)
    elif isinstance(node, list):
        for child in node:
            yield from uris(child)


def with_findings(report: Report, *found: Finding, rule: int = 1) -> Report:
    gate = report.gates[0]
    result = Result(gate.rules[rule], "", None, Outcome.FAILED, found)
    results = (*gate.results, result)
    gate = gate._replace(outcome=Outcome.FAILED, results=results)
    return report._replace(gates=(gate,), outcome=Outcome.FAILED)


def test_one_run_and_one_category_per_gate_that_looked(failing: Report) -> None:
    ids = [run["automationDetails"]["id"] for run in runs(failing)]

    assert ids == ["launchready/secrets/", "launchready/smoke/"]


def test_a_suffix_is_part_of_the_category(clean: Report) -> None:
    ids = [run["automationDetails"]["id"] for run in runs(clean, "py311")]

    assert ids == ["launchready/secrets/py311/"]


def test_the_driver(clean: Report) -> None:
    driver = runs(clean)[0]["tool"]["driver"]

    assert driver["name"] == "launchready"
    assert driver["semanticVersion"] == "0.1.0"
    assert driver["informationUri"] == HOME
    assert runs(clean)[0]["columnKind"] == "unicodeCodePoints"


def test_a_clean_run_lists_every_rule_and_no_results(clean: Report) -> None:
    run = runs(clean)[0]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "LR-SEC000", "LR-SEC004", "LR-SEC099",
    ]  # fmt: skip
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_rule_has_everything_that_github_shows(clean: Report) -> None:
    rule = runs(clean)[0]["tool"]["driver"]["rules"][1]

    assert rule["shortDescription"]["text"] == "A GitHub token stands in a file."
    assert "whoever reads" in rule["fullDescription"]["text"]
    assert "Fix: 1. Revoke it" in rule["help"]["text"]
    assert "**Fix:**\n\n1. Revoke it" in rule["help"]["markdown"]
    assert rule["helpUri"] == f"{HOME}/blob/v0.1.0/docs/rules/LR-SEC004.md"
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_security_rules_have_the_tag_and_the_figure_as_text(clean: Report) -> None:
    unreadable, token, _ = runs(clean)[0]["tool"]["driver"]["rules"]

    assert token["properties"] == {
        "tags": ["security", "launchready"],
        "security-severity": "9.0",
    }
    assert unreadable["properties"] == {"tags": ["launchready"]}


def test_a_rule_that_is_off_is_listed_as_such(clean: Report) -> None:
    gate = clean.gates[0]
    off = gate.rules[2]._replace(severity=Severity.OFF)
    gate = gate._replace(rules=(*gate.rules[:2], off))

    rule = runs(clean._replace(gates=(gate,)))[0]["tool"]["driver"]["rules"][2]

    assert rule["defaultConfiguration"] == {"level": "note", "enabled": False}


def test_every_uri_is_relative_and_names_the_bytes(failing: Report) -> None:
    found = set(uris(runs(failing)))

    assert found == {
        "app.py",
        "caf%E9/settings.py",
        "launchready.yaml",
        "src/settings.py",
        "x%0A%3A%3Aerror%3A%3Ay",
    }


def test_every_result_has_a_place_a_rule_and_a_fingerprint_of_its_own(failing: Report) -> None:
    for run in runs(failing):
        rules = run["tool"]["driver"]["rules"]
        prints = [result["partialFingerprints"]["launchready/v1"] for result in run["results"]]

        assert len(set(prints)) == len(prints)
        assert all(prints)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
            assert "primaryLocationLineHash" not in result["partialFingerprints"]


def test_a_fingerprint_that_comes_again_gets_an_ordinal(failing: Report) -> None:
    results = runs(failing)[0]["results"]

    prints = [result["partialFingerprints"]["launchready/v1"] for result in results]
    assert [mark for mark in prints if mark.startswith("aaaa")] == ["aaaa" * 8, "aaaa" * 8 + ":2"]


def test_suppressed_findings_are_left_out_and_lesser_ones_are_not(failing: Report) -> None:
    results = runs(failing)[0]["results"]

    levels = {result["ruleId"]: result["level"] for result in results}
    assert "tests/old.py" not in set(uris(results))
    assert levels == {"LR-SEC000": "error", "LR-SEC004": "error", "LR-SEC099": "warning"}


def test_a_network_finding_points_at_the_configuration_and_names_its_subject(
    failing: Report,
) -> None:
    result = runs(failing)[1]["results"][0]

    location = result["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "launchready.yaml"
    assert location["physicalLocation"]["region"] == {"startLine": 24, "startColumn": 7}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "GET https://x.test/a?b=1"}]
    assert result["message"]["text"].startswith("GET https://x.test/a?b=1: p95")


def test_a_gate_that_could_not_look_says_so_three_times(failing: Report) -> None:
    run = runs(failing._replace(config_path=".github/workflows/ci.yml"))[0]

    invocation, result = run["invocations"][0], run["results"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"
    assert result["ruleId"] == "LR-SEC000"
    assert list(uris(result)) == [".github/workflows/ci.yml"]


def test_a_rule_that_crashed_is_a_result_of_the_gates_own_rule(clean: Report) -> None:
    gate = clean.gates[0]
    crashed = Result(gate.rules[1], "", None, Outcome.ERROR, reason="KeyError")
    gate = gate._replace(outcome=Outcome.ERROR, results=(crashed,))

    result = runs(clean._replace(gates=(gate,), outcome=Outcome.ERROR))[0]["results"][0]

    assert result["ruleId"] == "LR-SEC000"
    assert result["message"]["text"] == "LR-SEC004: secrets could not do its work: KeyError"


def test_a_run_that_looked_at_nothing_was_not_successful(clean: Report) -> None:
    gates = (GateReport("smoke", "post-deploy", Outcome.SKIPPED, reason="no section smoke"),)

    run = runs(clean._replace(gates=gates, outcome=Outcome.ERROR))[0]

    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["results"] == []


@pytest.mark.parametrize(
    ("location", "region"),
    [
        pytest.param(Location("a", 2), {"startLine": 2, "startColumn": 1}, id="no end"),
        pytest.param(
            Location("a", 2, 3, 2, 9),
            {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9},
            id="in one line",
        ),
        pytest.param(
            Location("a", 2, 3, 4),
            {"startLine": 2, "startColumn": 3, "endLine": 4},
            id="whole lines",
        ),
        pytest.param(
            Location("a", 2, 3, 2, 3), {"startLine": 2, "startColumn": 3}, id="nothing wide"
        ),
    ],
)
def test_region(location: Location, region: dict[str, int], clean: Report) -> None:
    report = with_findings(clean, Finding("x", location, fingerprint="f"))

    result = runs(report)[0]["results"][0]

    assert result["locations"][0]["physicalLocation"]["region"] == region


def test_too_many_results_keep_the_most_severe_and_say_so(clean: Report) -> None:
    lesser = [Finding("m", Location("a", n + 1), fingerprint=f"l{n}") for n in range(sarif.MOST)]
    worse = [Finding("m", Location("b", n + 1), fingerprint=f"w{n}") for n in range(7)]
    report = with_findings(with_findings(clean, *lesser, rule=2), *worse)

    run = runs(report)[0]

    said = run["invocations"][0]["toolExecutionNotifications"]
    assert len(run["results"]) == sarif.MOST
    assert [result["level"] for result in run["results"][:8]] == ["error"] * 7 + ["warning"]
    assert said[0]["level"] == "warning"
    assert said[0]["message"]["text"].startswith("7 of 25007 results are left out")


def test_no_control_character_or_lone_surrogate_is_in_a_message(failing: Report) -> None:
    texts = [result["message"]["text"] for run in runs(failing) for result in run["results"]]

    assert not [text for text in texts if re.search("[\x00-\x1f\x7f\ud800-\udfff]", text)]
