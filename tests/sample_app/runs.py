"""Which rule names which flaw of the sample app, and what does a run of the smoke gate say?"""

import subprocess
import sys
from typing import NamedTuple

from launchready_ci.findings import Report
from launchready_ci.suite import Settings, Suite
from tests.sample import FOLDER, Sample


class Owned(NamedTuple):
    """A flaw, and the rule that names it, as ``run.sh --list-flaws`` says."""

    flaw: str
    gate: str
    rule: str


def owned() -> list[Owned]:
    command = [sys.executable, "-m", "app", "--list-flaws"]
    listed = subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, text=True)
    return [Owned(*line.split()[:3]) for line in listed.stdout.splitlines()]


OWNED = {one.flaw: one for one in owned()}


def smoke(app: Sample, deadline: str = "30s") -> Report:
    """One run with the app's own launchready.yaml."""
    suite = Suite.load(Settings(str(FOLDER)), {**app.environ, "DEPLOY_DEADLINE": deadline})
    return suite.run(suite.plan(["smoke"], {}), "post-deploy")


def guardrails(app: Sample) -> Report:
    """One run of that gate with the app's own launchready.yaml."""
    environ = {**app.environ, "LOG_FILE": str(app.log)}
    suite = Suite.load(Settings(str(FOLDER)), environ)
    return suite.run(suite.plan(["guardrails"], {}), "post-deploy")


def found(report: Report) -> dict[str, list[str]]:
    """Rule → messages."""
    results = [result for gate in report.gates for result in gate.results if result.findings]
    return {r.rule.id: [finding.message for finding in r.findings] for r in results}
