"""Microsoft's SARIF validator, with its rules for GitHub, finds no error and no warning."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci import gates
from launchready_ci.findings import GateReport, Outcome, Report
from launchready_ci.reports import sarif

Validate = Callable[[str], list[str]]
TOOL = "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
TOOLS = Path(__file__).parents[2] / ".tools"


@pytest.fixture
def validate(tmp_path: Path, require: Callable[[object, str], None]) -> Validate:
    """Give what the validator says; its exit code says nothing."""
    tool = TOOLS / TOOL
    require(tool.exists(), "npm install --prefix .tools @microsoft/sarif-multitool-linux")
    tool.chmod(0o755)  # npm may be told to run no install script, which would do this

    def run(document: str) -> list[str]:
        (tmp_path / "in.sarif").write_text(document)
        asked = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--log", "ForceOverwrite"]
        subprocess.run(
            [tool, "validate", "in.sarif", *asked, "-o", "out.sarif"],
            cwd=tmp_path,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            check=False,
        )
        verdict = json.loads((tmp_path / "out.sarif").read_text("utf-8-sig"))["runs"][0]
        assert verdict["tool"]["driver"]["name"] == "Sarif.Multitool"
        notes = verdict.get("invocations", [{}])[0].get("toolExecutionNotifications", [])
        return [str(said) for said in (*verdict.get("results", []), *notes)]

    return run


def test_failing(failing: Report, validate: Validate) -> None:
    said = validate(sarif.render(failing))

    assert said == []


def test_clean(clean: Report, validate: Validate) -> None:
    said = validate(sarif.render(clean))

    assert said == []


def test_every_gate_skipped(clean: Report, validate: Validate) -> None:
    skipped = (GateReport("smoke", "post-deploy", Outcome.SKIPPED, reason="no section smoke"),)

    said = validate(sarif.render(clean._replace(gates=skipped, outcome=Outcome.ERROR)))

    assert said == []


def test_the_validator_does_find_something(clean: Report, validate: Validate) -> None:
    document = sarif.render(clean).replace(sarif.SCHEMA, "")

    said = validate(document)

    assert said


def test_the_rules_of_every_gate(clean: Report, validate: Validate) -> None:
    loaded = [gates.find(name) for name in gates.GATES]
    looked = tuple(
        GateReport(gate.name, gate.stages[0], Outcome.PASSED, rules=gate.all_rules)
        for gate in loaded
    )

    said = validate(sarif.render(clean._replace(gates=looked)))

    assert said == []
