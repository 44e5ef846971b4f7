"""Every defect of migrations for SQLite is named, and nothing of sound ones."""

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database import sqlite
from launchready_ci.gates.schema.database.catalogue import Column, Table
from launchready_ci.gates.schema.database.changes import Changes, lost
from launchready_ci.gates.schema.database.engine import Refused
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


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


def test_an_interrupt_while_a_statement_runs_is_no_finding_about_it() -> None:
    before = signal.signal(signal.SIGUSR1, signal.default_int_handler)
    timer = Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1))
    try:
        with closing(sqlite.Sqlite(":memory:")) as engine:
            timer.start()
            with pytest.raises(KeyboardInterrupt):
                engine.apply(ENDLESS)
    finally:
        timer.join()
        signal.signal(signal.SIGUSR1, before)


@pytest.mark.parametrize(("pages", "raised"), [(8, Refused), (1 << 40, CannotLook)])
def test_a_disk_that_is_full_is_no_finding(
    pages: int, raised: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PAGES", 8)
    with closing(sqlite.Sqlite(str(tmp_path / "a.db"))) as engine:
        monkeypatch.setattr(sqlite, "PAGES", pages)  # more than any disk has, or what it had

        with pytest.raises(raised, match="full"):
            engine.apply("CREATE TABLE a AS SELECT zeroblob(100000)")
