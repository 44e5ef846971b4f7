"""The findings as SARIF 2.1.0, in the dialect that GitHub code scanning accepts whole."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from launchready_ci import HOME
from launchready_ci.findings import GateReport, Location, Outcome, Report
from launchready_ci.gate import Rule
from launchready_ci.reports import text, view

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000
"""Results of a run; GitHub refuses a file with more."""
FINGERPRINT = "launchready/v1"

Node = dict[str, Any]


def render(report: Report, *, suffix: str = "") -> str:
    """One run per gate that did look; ``suffix`` tells the runs of a build matrix apart.

    Suppressed findings are left out, since GitHub shows them as open. A skipped gate has no run:
    an empty one would close the alerts of the last run that did look.
    """
    looked = [gate for gate in report.gates if gate.outcome is not Outcome.SKIPPED]
    runs = [_run(report, gate, suffix) for gate in looked or report.gates]
    return text.dump({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _run(report: Report, gate: GateReport, suffix: str) -> Node:
    category = f"launchready/{gate.name}/"
    if suffix:  # what follows the last slash is no part of the category
        from launchready_ci.redact import masked

        category += f"{text.plain(masked(suffix))}/"
    results = [*_troubles(report, gate), *map(_finding, view.found([gate]))]
    return {
        "tool": {"driver": _driver(report, gate)},
        "automationDetails": {"id": category},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, gate, len(results))],
        "results": _numbered(results[:MOST], [rule.id for rule in gate.rules]),
    }


def _driver(report: Report, gate: GateReport) -> Node:
    return {
        "name": "launchready",
        "semanticVersion": report.version,
        "informationUri": HOME,
        "rules": [_rule(rule, report.version) for rule in gate.rules],
    }


def _rule(rule: Rule[Any], version: str) -> Node:
    what, why, fix = rule.help
    properties: Node = {"tags": ["launchready"]}
    if rule.security > 0:
        properties = {
            "tags": ["security", "launchready"],
            "security-severity": f"{rule.security:.1f}",
        }
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": what.partition("\n")[0]},
        "fullDescription": {"text": f"{what}\n\nWhy: {why}"},
        "help": {
            "text": f"{what}\n\nWhy: {why}\n\nFix: {fix}",
            "markdown": f"{what}\n\n**Why:** {why}\n\n**Fix:**\n\n{fix}",
        },
        "helpUri": view.page(rule, version),
        "defaultConfiguration": _default(rule),
        "properties": properties,
    }


def _default(rule: Rule[Any]) -> Node:
    return {"level": rule.severity.word} if rule.severity else {"level": "note", "enabled": False}


def _invocation(report: Report, gate: GateReport, results: int) -> Node:
    said = [_notification("error", t.message) for t in view.gate_troubles(report, gate)]
    if report.outcome is Outcome.ERROR and any(t.gate == view.RUN for t in view.troubles(report)):
        said.append(_notification("error", view.NO_GATE))
    successful = not said
    if results > MOST:
        left_out = f"{results - MOST} of {results} results are left out, the least severe ones"
        said.append(_notification("warning", left_out))
    return {
        "executionSuccessful": successful,
        "startTimeUtc": report.started,
        "toolExecutionNotifications": said,
    }


def _notification(level: str, message: str) -> Node:
    return {"level": level, "message": {"text": text.plain(message)}}


def _troubles(report: Report, gate: GateReport) -> Iterator[Node]:
    """What could not be judged, as results of the gate's own ``LR-XXX000``."""
    unreadable = next((rule for rule in gate.rules if rule.id.endswith("000")), None)
    for trouble in view.gate_troubles(report, gate):
        rule = unreadable or trouble.rule
        if rule is None:
            continue
        about = trouble.rule.id if trouble.rule else gate.name
        message = trouble.message if about == rule.id else f"{about}: {trouble.message}"
        mark = f"{about}/{trouble.subject}".encode("utf-8", "surrogatepass")
        node = _result(rule.id, "error", message, trouble.location, trouble.subject)
        yield node | {"partialFingerprints": {FINGERPRINT: _digest(mark)}}


def _digest(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()[:32]


def _finding(item: view.Found) -> Node:
    finding, subject = item.finding, item.result.subject
    level = item.rule.severity.word
    node = _result(item.rule.id, level, item.message, finding.location, subject)
    return node | {"partialFingerprints": {FINGERPRINT: finding.fingerprint}}


def _result(rule_id: str, level: str, message: str, location: Location, subject: str) -> Node:
    location = view.in_repository(location)
    where: Node = {
        "physicalLocation": {
            "artifactLocation": {"uri": text.uri(location.path)},
            "region": _region(location),
        }
    }
    if subject:
        where["logicalLocations"] = [{"fullyQualifiedName": text.plain(subject)}]
    return {
        "ruleId": rule_id,
        "level": level,
        "message": {"text": text.plain(message)},
        "locations": [where],
    }


def _region(location: Location) -> Node:
    """The end is left out where it is unknown; GitHub refuses one that is before the start."""
    region = {"startLine": location.line, "startColumn": location.column}
    end_line = location.end_line or location.line
    if (end_line, location.end_column) > (location.line, location.column):
        region["endLine"] = end_line
        if location.end_column:
            region["endColumn"] = location.end_column
    return region


def _numbered(results: Sequence[Node], ids: Sequence[str]) -> list[Node]:
    """With the index of each rule, and with an ordinal where a fingerprint comes again."""
    index: Mapping[str, int] = {rule_id: number for number, rule_id in enumerate(ids)}
    seen: Counter[str] = Counter()
    for result in results:
        prints = result["partialFingerprints"]
        seen[prints[FINGERPRINT]] += 1
        if (number := seen[prints[FINGERPRINT]]) > 1:
            prints[FINGERPRINT] += f":{number}"
        if result["ruleId"] in index:
            result["ruleIndex"] = index[result["ruleId"]]
    return list(results)
