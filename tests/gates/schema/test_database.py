"""Every defect of migrations for SQLite is named, and nothing of sound ones."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.database import sqlite
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.database_defects import BASE, DEFECTS, DOWN, SOUND, UP, Defect, Files

CONFIG = 'schema:\n  database: {engine: sqlite, migrations: ["m/*.sql"]}\n'
Judge = Callable[[Files], GateReport]


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setattr(sqlite, "SECONDS", 0.3)

    def judge(files: Files) -> GateReport:
        for name, text in {"launchready.yaml": CONFIG, **files}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
            (tmp_path / name).write_text(text)
        suite = Suite.load(Settings(str(tmp_path)), {})
        return suite.run(suite.plan(["schema"], {}), "post-build").gates[0]

    return judge


def findings(report: GateReport) -> Mapping[str, list[str]]:
    """Rule → places; with them why what could not be looked at."""
    found: dict[str, list[str]] = {}
    for result in report.results:
        said = [str(finding.location) for finding in result.findings if not finding.suppressed]
        if result.outcome in (Outcome.FAILED, Outcome.ERROR):
            found.setdefault(result.rule.id, []).extend(said or [result.reason])
    return found


@pytest.mark.parametrize("name", SOUND)
def test_sound_migrations_pass(name: str, judged: Judge) -> None:
    report = judged({**BASE, **SOUND[name]})

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_named(defect: Defect, judged: Judge) -> None:
    report = judged({**BASE, UP: defect.up, DOWN: defect.down})

    found = findings(report)
    assert found.get(defect.rule, [])[:1] == [defect.place], found
    assert "LR-SCH000" not in found, found
