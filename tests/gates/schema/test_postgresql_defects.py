"""Every defect of migrations for PostgreSQL is named, on its oldest server and its newest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.database.postgresql import watch
from tests.gates.schema.database_defects import DOWN, UP, Defect, Files, findings, judged
from tests.gates.schema.postgresql_defects import BASE, DEFECTS, SOUND
from tests.postgres import VERSIONS, Postgres, url

pytestmark = [pytest.mark.slow, pytest.mark.e2e]
Judge = Callable[[Files], GateReport]


@pytest.fixture(params=VERSIONS)
def judge(postgres: Postgres, request: pytest.FixtureRequest, tmp_path: Path) -> Judge:
    server = postgres(request.param)
    return lambda files: judged(tmp_path, {**BASE, **files}, {"DATABASE_URL": url(server)})


@pytest.mark.parametrize("name", SOUND)
def test_sound_migrations_pass(name: str, judge: Judge) -> None:
    report = judge(SOUND[name])

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_named(defect: Defect, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    if defect.rule == "LR-SCH325":
        monkeypatch.setattr(watch, "SECONDS", 1)
    report = judge({UP: defect.up, DOWN: defect.down})

    found = findings(report)
    assert defect.place in found.get(defect.rule, []), found
    assert "LR-SCH000" not in found, found


def test_a_file_that_is_no_sql_is_told_once(judge: Judge) -> None:
    found = findings(judge({UP: "ALTER TABEL users ADD COLUMN x text;"}))

    assert {rule: len(found[rule]) for rule in ("LR-SCH312", "LR-SCH320")} == {
        "LR-SCH312": 1,
        "LR-SCH320": 1,
    }
