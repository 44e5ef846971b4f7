"""A server that is named by a URL: what it is asked to do, and what is said where it cannot."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.postgresql.address import Server, connect
from launchready_ci.gates.schema.database.postgresql.database import made
from launchready_ci.nodes import ConfigError
from launchready_ci.suite import Settings, Suite
from tests.conftest import ROOT
from tests.gates.schema.database_defects import judged
from tests.gates.schema.postgresql_defects import BASE, CONFIG
from tests.postgres import VERSIONS, Postgres, names, url

Run = Callable[[Mapping[str, str]], GateReport]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run({"DATABASE_URL": url})``: sound migrations, on the server of that URL."""
    return lambda environ: judged(tmp_path, BASE, environ)


def test_the_database_is_made_on_the_server_and_dropped(run: Run, postgres: Postgres) -> None:
    server = postgres("18")

    report = run({"DATABASE_URL": url(server).replace("postgresql:", "postgresql+psycopg:")})

    assert report.outcome is Outcome.PASSED, report.reason
    assert not names(server) | names(server, "pg_roles", "rolname")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param("", "is missing or empty", id="empty"),
        pytest.param("hunter22", "no address of PostgreSQL", id="no URL"),
        pytest.param("postgresql://u:hunter22%zz@h/d", "no address of PostgreSQL", id="percent"),
        pytest.param("mysql://u:hunter22@h/d", "no address of PostgreSQL", id="another database"),
        pytest.param("postgresql://u:hunter22@127.0.0.1:1/d", "nothing listens there", id="port"),
        pytest.param("postgresql://u:hunter22@/d?host=/nowhere", "no such socket", id="socket"),
        pytest.param("postgresql://u:hunter22@127.0.0.1:port/d", "", id="no port"),
        pytest.param("postgresql://u:hunter22@h/d?hunter22=1", "no address", id="an option"),
        pytest.param("postgresql://u:hunter22@.foo/d", "there is no such host", id="no host name"),
    ],
)
def test_an_address_of_no_server_is_said_to_be_one(run: Run, address: str, told: str) -> None:
    report = run({"DATABASE_URL": address})

    assert report.outcome is Outcome.ERROR
    assert report.reason.startswith("launchready.yaml:2:64: the server of DATABASE_URL: ")
    assert told in report.reason
    assert "hunter22" not in repr(report)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param(
            {"password": "hunter22"}, "does not take its user and password", id="password"
        ),
        pytest.param({"user": "hunter22"}, "does not take its user and password", id="user"),
        pytest.param({"dbname": "hunter22"}, "no such database", id="database"),
    ],
)
def test_what_a_server_does_not_take_is_said(
    run: Run, postgres: Postgres, more: dict[str, str], told: str
) -> None:
    report = run({"DATABASE_URL": url(postgres("18"), **more)})

    assert report.outcome is Outcome.ERROR
    assert told in report.reason
    assert "hunter22" not in repr(report)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_user_who_may_make_roles_and_databases_needs_no_more(
    run: Run, postgres: Postgres, version: str
) -> None:
    server = postgres(version)
    with connect(server) as admin:
        admin.execute("CREATE ROLE ci LOGIN PASSWORD 'ci' CREATEDB CREATEROLE")
        try:
            report = run({"DATABASE_URL": url(server, user="ci", password="ci")})  # noqa: S106
        finally:
            admin.execute("DROP ROLE ci")

    assert report.outcome is Outcome.PASSED, report.reason
    assert not names(server) | names(server, "pg_roles", "rolname")


def test_where_nothing_could_be_made_nothing_is_left(postgres: Postgres) -> None:
    server, notes = postgres("18"), list[str]()
    with connect(server) as admin:
        admin.execute("CREATE ROLE app LOGIN PASSWORD 'app'")
        try:
            user = {**server, "user": "app", "password": "app"}
            with pytest.raises(CannotLook, match="CREATEDB"), made(user, notes.append):
                pass
        finally:
            admin.execute("DROP ROLE app")

    assert notes == []


def test_a_url_is_for_postgresql_only(tmp_path: Path) -> None:
    (tmp_path / "launchready.yaml").write_text(CONFIG.replace("postgresql", "sqlite"))
    suite = Suite.load(Settings(str(tmp_path)), {})

    with pytest.raises(ConfigError, match=r"schema\.database\.url: belongs to engine: postgresql"):
        suite.plan(["schema"], {})


@pytest.mark.slow
@pytest.mark.e2e
def test_what_stays_on_the_server_is_told(postgres: Postgres) -> None:
    server, notes = postgres("18"), list[str]()
    with made(server, notes.append) as database, connect(server) as admin:
        admin.execute(f"ALTER ROLE {database.name} NOLOGIN".encode())
        admin.execute(f"COMMENT ON DATABASE {database.name} IS 'x'".encode())
        admin.execute(f"CREATE DATABASE {database.name}_b OWNER {database.name}".encode())
    name = database.name
    with connect(server) as admin:
        admin.execute(f"DROP DATABASE {name}_b".encode())
        admin.execute(f"DROP ROLE {name}".encode())

    assert [note.partition(": ")[2].partition(" are left")[0] for note in notes] == [
        f"DROP DATABASE {name} and DROP ROLE {name}"
    ]


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_an_interrupted_run_leaves_nothing(
    tmp_path: Path, postgres: Postgres, number: signal.Signals
) -> None:
    server = postgres("18")
    for name, text in {**BASE, "m/003_long.up.sql": "SELECT pg_sleep(60);\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    environ = {"DATABASE_URL": url(server), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "launchready_ci", "schema"]
    with subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE) as process:
        until = time.monotonic() + 30
        while not sleeping(server) and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)

    assert process.returncode == 3
    assert b"interrupted" in out
    assert not names(server) | names(server, "pg_roles", "rolname")


def sleeping(server: Server) -> bool:
    asked = "SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
    with connect(server) as connection:
        return connection.execute(asked).fetchone() is not None
