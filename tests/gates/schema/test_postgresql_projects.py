"""Alembic and Django on PostgreSQL, as the role of the throwaway database."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.database.postgresql.address import connect
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.database_defects import findings
from tests.gates.schema.database_projects import (
    ALEMBIC,
    DJANGO,
    ENV,
    THIRD,
    THIRD_OF_DJANGO,
    Files,
    operations,
    revision,
)
from tests.postgres import VERSIONS, Postgres, names, url

pytestmark = [pytest.mark.slow, pytest.mark.e2e]
Judge = Callable[[Files], GateReport]
KEYS = "engine: postgresql, url: {secret: SERVER}"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture(params=VERSIONS)
def address(postgres: Postgres, request: pytest.FixtureRequest) -> str:
    return url(postgres(request.param))


@pytest.fixture
def judged(
    postgres: Postgres, address: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Judge:
    server = postgres(request.node.callspec.params["address"])

    def judge(files: Files) -> GateReport:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
            (tmp_path / name).write_text(text.replace("engine: sqlite", KEYS))
        suite = Suite.load(Settings(str(tmp_path)), {"VIRTUAL_ENV": sys.prefix, "SERVER": address})
        report = suite.run(suite.plan(["schema"], {"run_migrations": True}), "post-build").gates[0]
        with connect(server) as connection:
            assert connection.execute(TABLES).fetchone() == (0,)
        assert not names(server) | names(server, "pg_roles", "rolname")
        return report

    return judge


@pytest.mark.parametrize("files", [ALEMBIC, DJANGO], ids=["alembic", "django"])
def test_a_sound_project_passes(files: Files, judged: Judge) -> None:
    report = judged(files)

    passed = {r.rule.id for r in report.results if r.outcome is Outcome.PASSED}
    applied = {f"LR-SCH32{n}" for n in range(4)} | {f"LR-SCH33{n}" for n in (0, 1, 2, 5)}
    assert applied | {"LR-SCH300", "LR-SCH362", "LR-SCH363"} <= passed
    assert not any(result.outcome is Outcome.ERROR for result in report.results)


def test_defects_are_named_where_they_are(judged: Judge) -> None:
    up = 'op.create_index("by_email", "members", ["email"])'
    found = findings(judged({**ALEMBIC, THIRD: revision("3", "2", up, "op.execute('SELECT 1')")}))

    assert found["LR-SCH306"] == [f"{THIRD}:6:1"]
    assert found["LR-SCH322"] == [f"{THIRD}:1:1"]
    assert found["LR-SCH362"] == ["migrations/env.py:1:1"]


def test_the_first_migrations_of_an_app_make_their_tables_together(judged: Judge) -> None:
    """Django puts what refers to another app in a second one; both are ``initial``."""
    files = {
        name: text.replace("    operations", "    initial = True\n    operations")
        for name, text in DJANGO.items()
    }

    split, grown = findings(judged(files)), findings(judged(DJANGO))

    assert {"LR-SCH304", "LR-SCH306", "LR-SCH307"} <= grown.keys()
    assert not {"LR-SCH304", "LR-SCH306", "LR-SCH307"} & split.keys()


def test_a_failing_migration_of_django_is_named(judged: Judge) -> None:
    files = {**DJANGO, THIRD_OF_DJANGO: operations("migrations.RunSQL('DROP TABLE nope', '')")}

    assert findings(judged(files))["LR-SCH320"] == [f"{THIRD_OF_DJANGO}:7:1"]


def test_another_database_of_the_server_is_refused(judged: Judge, address: str) -> None:
    other = address.replace("postgresql://", "postgresql+psycopg://")
    env = ENV.replace('context.config.get_main_option("sqlalchemy.url")', repr(other))

    report = judged({**ALEMBIC, "migrations/env.py": env})

    assert report.outcome is Outcome.ERROR
    assert report.reason.startswith("the project connects to another database, postgresql: it was")
