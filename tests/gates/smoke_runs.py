"""What the tests of the smoke gate share: pages, and what a run found."""

import json

from launchready_ci.findings import Report
from tests.http.servers import Reply

HTML = [("Content-Type", "text/html")]
HOME = "<!doctype html><title>Ops</title><p>Welcome"


def reply(body: object, status: int = 200) -> Reply:
    if isinstance(body, str):
        return Reply(body, status, HTML)
    return Reply(json.dumps(body), status, [("Content-Type", "application/json")])


def findings(report: Report) -> dict[str, list[str]]:
    """Rule → messages."""
    found: dict[str, list[str]] = {}
    for result in report.gates[0].results:
        for finding in result.findings:
            found.setdefault(result.rule.id, []).append(finding.message)
    return found


def reason(report: Report) -> str:
    return report.gates[0].reason
