"""Every defect of migrations for PostgreSQL is named, on its oldest server and its newest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.database.postgresql import watch
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.database_defects import DOWN, UP, Defect, Files
from tests.gates.schema.postgresql_defects import BASE, DEFECTS, SOUND
from tests.gates.schema.test_database import findings
from tests.postgres import VERSIONS, Postgres, names, url

pytestmark = [pytest.mark.slow, pytest.mark.e2e]
CONFIG = """schema:
  database: {engine: postgresql, migrations: ["m/*.sql"], url: {secret: DATABASE_URL}}
"""
Judge = Callable[[Files], GateReport]


@pytest.fixture(params=VERSIONS)
def judged(
    postgres: Postgres,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Judge:
    server = postgres(request.param)

    def judge(files: Files) -> GateReport:
        for name, text in {"launchready.yaml": CONFIG, **files}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
            (tmp_path / name).write_text(text)
        suite = Suite.load(Settings(str(tmp_path)), {"DATABASE_URL": url(server)})
        report = suite.run(suite.plan(["schema"], {}), "post-build").gates[0]
        assert not names(server) | names(server, "pg_roles", "rolname")
        return report

    return judge


@pytest.mark.parametrize("name", SOUND)
def test_sound_migrations_pass(name: str, judged: Judge) -> None:
    report = judged({**BASE, **SOUND[name]})

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_named(defect: Defect, judged: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    if defect.rule == "LR-SCH325":
        monkeypatch.setattr(watch, "SECONDS", 1)
    report = judged({**BASE, UP: defect.up, DOWN: defect.down})

    found = findings(report)
    assert defect.place in found.get(defect.rule, []), found
    assert "LR-SCH000" not in found, found
