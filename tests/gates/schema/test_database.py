"""Every defect of migrations for SQLite is named, and nothing of sound ones."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.database import sqlite
from launchready_ci.gates.schema.database.catalogue import Column, Table
from launchready_ci.gates.schema.database.changes import Changes, lost
from launchready_ci.gates.schema.database.migrations import Script
from launchready_ci.gates.schema.database.statements import Statement
from tests.gates.schema.database_defects import (
    BASE,
    CONFIG,
    DEFECTS,
    DOWN,
    SOUND,
    UP,
    Defect,
    Files,
    findings,
    judged,
)

Judge = Callable[[Files], GateReport]


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setattr(sqlite, "SECONDS", 0.3)
    return lambda files: judged(tmp_path, {**BASE, **files}, {})


@pytest.mark.parametrize("name", SOUND)
def test_sound_migrations_pass(name: str, judge: Judge) -> None:
    report = judge(SOUND[name])

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_named(defect: Defect, judge: Judge) -> None:
    report = judge({UP: defect.up, DOWN: defect.down})

    found = findings(report)
    assert found.get(defect.rule, [])[:1] == [defect.place], found
    assert "LR-SCH000" not in found, found


def test_the_length_of_a_type_is_nothing_to_sqlite() -> None:
    short, long, text = (
        Table("a", (Column("b", kind, nullable=True),))
        for kind in ("VARCHAR(9)", "VARCHAR(99)", "TEXT")
    )

    assert list(lost(short, long, Statement("DROP TABLE a"))) == []
    assert [r.rule for r in lost(short, text, Statement("DROP TABLE a"))] == ["changes-type"]


def test_a_named_pipe_among_the_files_is_refused_at_once(tmp_path: Path) -> None:
    for folder in ("m", "q"):
        (tmp_path / folder).mkdir()
        os.mkfifo(tmp_path / folder / "a.sql")
    migrations = judged(tmp_path, {"launchready.yaml": CONFIG}, {})
    (tmp_path / "m" / "a.sql").unlink()

    config = CONFIG.replace("}", ', queries: ["q/*.sql"]}')
    queries = judged(tmp_path, {**BASE, "launchready.yaml": config}, {})

    for report, path in ((migrations, "m/a.sql"), (queries, "q/a.sql")):
        assert report.outcome is Outcome.ERROR
        assert report.reason == f"{path}: expected a file, there is a named pipe"


def test_many_statements_of_one_migration_are_read_in_linear_time() -> None:
    text = "".join(f"ALTER TABLE a{n} RENAME TO b{n};\nDROP TABLE c{n};\n" for n in range(10_000))

    said = list(Changes(Script("a.sql", text, "sqlite")).remarks())

    assert len(said) == 20_000
