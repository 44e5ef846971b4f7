"""Every defect of migrations for SQLite is named, and nothing of sound ones."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.database import sqlite
from launchready_ci.gates.schema.database.changes import Changes
from launchready_ci.gates.schema.database.migrations import Script
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


def test_a_named_pipe_among_the_files_is_refused_at_once(tmp_path: Path, judged: Judge) -> None:
    for folder in ("m", "q"):
        (tmp_path / folder).mkdir()
        os.mkfifo(tmp_path / folder / "a.sql")
    migrations = judged({})
    (tmp_path / "m" / "a.sql").unlink()

    queries = judged({**BASE, "launchready.yaml": CONFIG.replace("}", ', queries: ["q/*.sql"]}')})

    for report, path in ((migrations, "m/a.sql"), (queries, "q/a.sql")):
        assert report.outcome is Outcome.ERROR
        assert report.reason == f"{path}: expected a file, there is a named pipe"


def test_many_statements_of_one_migration_are_read_in_linear_time() -> None:
    text = "".join(f"ALTER TABLE a{n} RENAME TO b{n};\nDROP TABLE c{n};\n" for n in range(10_000))

    said = list(Changes(Script("a.sql", text, "sqlite")).remarks())

    assert len(said) == 20_000
