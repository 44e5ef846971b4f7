"""The JSON report is exactly ``launchready.report/1``."""

import json
from typing import Any

from launchready_ci.findings import Report
from launchready_ci.reports import json as report_json

HEAD = ["schema", "version", "started", "seconds", "outcome", "gates", "results"]
GATE = ["name", "stage", "outcome", "seconds", "reason"]
RESULT = ["gate", "rule", "name", "severity", "subject", "outcome", "reason", "seconds"]
FINDING = ["message", "fingerprint", "suppressed", "properties", "location"]
LOCATION = ["path", "line", "column", "end_line", "end_column"]


def read(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(report_json.render(report))
    return document


def test_keys_and_their_order(failing: Report) -> None:
    document = read(failing)

    findings = [finding for result in document["results"] for finding in result["findings"]]
    assert list(document) == HEAD
    assert {tuple(gate) for gate in document["gates"]} == {tuple(GATE)}
    assert {tuple(r) for r in document["results"]} == {(*RESULT, "properties", "findings")}
    assert {tuple(finding) for finding in findings} == {tuple(FINDING)}
    assert {tuple(finding["location"]) for finding in findings} == {tuple(LOCATION)}


def test_words_are_lower_case(failing: Report) -> None:
    document = read(failing)

    said = [*document["gates"], *document["results"]]
    assert document["schema"] == "launchready.report/1"
    assert document["outcome"] == "error"
    assert {entry["outcome"] for entry in said} == {
        "skipped", "passed", "inconclusive", "failed", "error",
    }  # fmt: skip
    assert {result["severity"] for result in document["results"]} == {"error", "warning"}


def test_suppressed_findings_stay(failing: Report) -> None:
    document = read(failing)

    findings = [finding for result in document["results"] for finding in result["findings"]]
    kept = [finding["location"]["path"] for finding in findings if finding["suppressed"]]
    assert kept == ["tests/old.py"]


def test_paths_that_are_not_utf8_survive(failing: Report) -> None:
    document = read(failing)

    paths = [f["location"]["path"] for result in document["results"] for f in result["findings"]]
    assert b"caf\xe9/settings.py" in [path.encode("utf-8", "surrogateescape") for path in paths]


def test_a_report_without_gates_is_whole(clean: Report) -> None:
    document = read(clean._replace(gates=()))

    assert list(document) == HEAD
    assert document["results"] == []
