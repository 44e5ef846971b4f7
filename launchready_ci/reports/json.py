"""The whole run for other programs, as ``launchready.report/1``."""

from typing import Any

from launchready_ci.findings import Finding, GateReport, Location, Report, Result
from launchready_ci.reports import text, view

SCHEMA = "launchready.report/1"


def render(report: Report) -> str:
    r"""Keys are added, never renamed. A path's byte that is not UTF-8 is ``\udcXX``."""
    return text.dump(
        {
            "schema": SCHEMA,
            "version": report.version,
            "started": report.started,
            "seconds": round(report.seconds, 3),
            "outcome": report.outcome.word,
            "gates": [_gate(gate) for gate in report.gates],
            "results": [_result(gate, result) for gate in report.gates for result in gate.results],
        }
    )


def _gate(gate: GateReport) -> dict[str, Any]:
    return {
        "name": gate.name,
        "stage": gate.stage,
        "outcome": gate.outcome.word,
        "seconds": round(gate.seconds, 3),
        "reason": gate.reason or view.looked_at(gate),
    }


def _result(gate: GateReport, result: Result) -> dict[str, Any]:
    return {
        "gate": gate.name,
        "rule": result.rule.id,
        "name": result.rule.name,
        "severity": result.rule.severity.word,
        "subject": result.subject,
        "outcome": result.outcome.word,
        "reason": result.reason,
        "seconds": round(result.seconds, 3),
        "properties": result.properties,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        "properties": finding.properties,
        "location": _location(finding.location),
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }
