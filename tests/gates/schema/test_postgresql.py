"""A throwaway database of PostgreSQL: what it takes, what it refuses, and that nothing is left."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.postgresql import embedded, programs, watch
from launchready_ci.gates.schema.database.postgresql.address import connect
from launchready_ci.gates.schema.database.postgresql.database import Throwaway, made
from launchready_ci.gates.schema.database.postgresql.engine import Postgresql
from tests.conftest import ROOT
from tests.postgres import VERSIONS, Postgres, names, throwaway


@pytest.fixture(scope="module", params=VERSIONS)
def database(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[Throwaway]:
    with throwaway(postgres(request.param)) as made:
        yield made


@pytest.fixture
def engine(database: Throwaway) -> Iterator[Postgresql]:
    with database.connect() as connection:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public")
    with closing(Postgresql(database)) as engine:
        yield engine


def rows(database: Throwaway, sql: str) -> list[tuple[object, ...]]:
    with database.connect() as connection:
        return connection.execute(sql.encode()).fetchall()


def test_statements_are_committed_one_by_one_unless_they_say_otherwise(
    engine: Postgresql, database: Throwaway
) -> None:
    for sql in (
        "CREATE TABLE a (id int PRIMARY KEY, b text)",
        "CREATE INDEX CONCURRENTLY a_by_b ON a (b)",
        "INSERT INTO a SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) AS i",
        "SELECT * FROM a",
        "BEGIN",
        "INSERT INTO a VALUES (0, '50%')",
        "COMMIT",
        "VACUUM a",
        "BEGIN",
        "DELETE FROM a",
    ):
        engine.apply(sql)

    assert engine.settle()
    assert not engine.settle()
    assert rows(database, "SELECT count(*) FROM a") == [(20_001,)]


@pytest.mark.parametrize(
    ("sql", "reason", "offset"),
    [
        pytest.param("SELECT 1,\n  é, nope", 'column "é" does not exist', 12, id="a column"),
        pytest.param("CREATE TABEL a (b int)", 'syntax error at or near "TABEL"', 7, id="a word"),
        pytest.param("SELECT 1; SELECT 2", "cannot insert multiple commands", 0, id="two"),
        pytest.param("SELECT 1 --\0", "a statement holds no NUL", 11, id="a NUL"),
        pytest.param("COPY pg_class TO STDOUT", "COPY from or to the client", 0, id="copy out"),
        pytest.param("SELECT 1 / 0", "division by zero", 0, id="a value"),
        pytest.param(
            "DO $$ BEGIN RAISE '%', repeat('x', 9999999); END $$", "x" * 300, 0, id="long"
        ),
        pytest.param("DROP SCHEMA public RESTRICT; ", "", 0, id="fine"),
    ],
)
def test_what_is_refused_says_why_and_where(
    engine: Postgresql, sql: str, reason: str, offset: int
) -> None:
    if not reason:
        engine.apply(sql)
        return
    with pytest.raises(Refused) as refused:
        engine.apply(sql)

    assert str(refused.value).startswith(reason)
    assert len(str(refused.value)) < 700
    assert refused.value.offset == offset
    engine.apply("SELECT 1")


def test_no_value_of_a_row_is_told(engine: Postgresql) -> None:
    engine.apply("CREATE TABLE a (b text PRIMARY KEY, c text NOT NULL)")
    said = list[str]()
    for values in ("('hunter2)', 'x'), ('hunter2)', 'x')", "('hunter2', NULL)"):
        with pytest.raises(Refused) as refused:
            engine.apply(f"INSERT INTO a VALUES {values}")  # noqa: S608
        said.append(str(refused.value).partition(" (")[2])

    assert said == ["Key (b)=(…) already exists)", "Failing row contains (…))"]


def test_rows_sent_by_psql_are_no_sql(engine: Postgresql) -> None:
    engine.apply("CREATE TABLE a (b int)")
    with pytest.raises(Refused, match="COPY from or to the client"):
        engine.apply("COPY a FROM STDIN")
    engine.apply("INSERT INTO a VALUES (1)")


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "COPY (SELECT 1) TO '/tmp/launchready-was-here'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION file_fdw",
        "CREATE EXTENSION plpython3u",
        "CREATE FUNCTION a(cstring) RETURNS int LANGUAGE c AS 'libc.so.6', 'system'",
        "ALTER SYSTEM SET fsync = on",
        "CREATE ROLE other SUPERUSER",
        "SET SESSION AUTHORIZATION postgres",
        "DROP DATABASE postgres",
        "CREATE DATABASE other",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
    ],
)
def test_nothing_leads_out_of_the_database(engine: Postgresql, sql: str) -> None:
    with pytest.raises(Refused):
        engine.apply(sql)


def test_its_url_leads_into_it(database: Throwaway) -> None:
    with psycopg.connect(database.url) as connection:
        assert connection.info.dbname == connection.info.user == database.name


def test_extensions_that_are_trusted_can_be_made(engine: Postgresql) -> None:
    engine.apply("CREATE EXTENSION citext")

    assert "extension citext" in engine.catalogue().others


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT pg_sleep(60)", id="asleep"),
        pytest.param("SELECT count(*) FROM generate_series(1, 1e15)", id="busy"),
        pytest.param("SELECT repeat('x', 9999) FROM generate_series(1, 1e9)", id="many rows"),
        pytest.param(
            "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(60); "
            "EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$",
            id="deaf",
        ),
    ],
)
def test_a_statement_that_takes_too_long_is_stopped(
    engine: Postgresql, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply("SET statement_timeout = 0")
    monkeypatch.setattr(watch, "SECONDS", 0.5)
    monkeypatch.setattr(watch, "GRACE", 0.2)
    with pytest.raises(Stopped, match=r"it took longer than 0\.5 s"):
        engine.apply(sql)
    monkeypatch.undo()

    assert not engine.settle()
    engine.apply("CREATE TABLE a (b int)")


@pytest.mark.parametrize("rows", [1_000_000, 1_000], ids=["by one", "by many"])
def test_a_database_that_grows_too_large_is_stopped(
    engine: Postgresql, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SECONDS", 60)
    monkeypatch.setattr(watch, "LARGEST", 32 << 20)
    engine.apply("CREATE TABLE a (b text)")
    engine.apply("ALTER TABLE a ALTER b SET STORAGE EXTERNAL")
    fill = f"INSERT INTO a SELECT repeat('x', 9999) FROM generate_series(1, {rows})"  # noqa: S608
    with pytest.raises(Stopped, match="the database grew above 32 MiB"):
        apply_often(engine, fill)


def apply_often(engine: Postgresql, sql: str) -> None:
    for _ in range(1_000):
        engine.apply(sql)


def test_a_lost_connection_is_no_verdict(engine: Postgresql) -> None:
    with pytest.raises(CannotLook, match="the connection to PostgreSQL was lost"):
        engine.apply("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(
            ("BEGIN", "CREATE TABLE a (b int)", "PREPARE TRANSACTION 'kept'"), id="prepared"
        ),
        pytest.param(("ALTER DATABASE {} IS_TEMPLATE true",), id="a template"),
        pytest.param(("ALTER ROLE {} PASSWORD NULL",), id="no password"),
    ],
)
def test_nothing_keeps_the_database(
    postgres: Postgres, version: str, statements: tuple[str, ...]
) -> None:
    server = postgres(version)
    with throwaway(server) as database, closing(Postgresql(database)) as engine:
        for sql in statements:
            engine.apply(sql.format(database.name))

    assert database.name not in names(server) | names(server, "pg_roles", "rolname")


def test_a_user_without_the_right_to_make_roles_is_refused(postgres: Postgres) -> None:
    server = postgres("18")
    with throwaway(server) as database:
        with database.connect() as owner:
            given = {**server, "user": database.name, "password": owner.info.password}
        with pytest.raises(CannotLook, match="CREATEROLE"), made(given, print):
            pass


@pytest.mark.slow
@pytest.mark.e2e
def test_a_server_that_is_killed_with_its_parent_leaves_nothing() -> None:
    code = (
        "import time\n"
        "from launchready_ci.gates.schema.database.postgresql import embedded, programs\n"
        "with embedded.server(programs.installed()) as server:\n"
        "    print(server['host'], flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder = process.stdout.readline().strip()
        pid = int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0])
        process.kill()
    until = time.monotonic() + 30
    while (os.path.exists(folder) or running(pid)) and time.monotonic() < until:
        time.sleep(0.05)

    assert not os.path.exists(folder)
    assert not running(pid)


def running(pid: int) -> bool:
    """A process that nobody has waited for yet has ended too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


ELSEWHERE = {
    "PGHOST": "elsewhere",
    "PGHOSTADDR": "127.0.0.9",
    "PGPORT": "1",
    "PGOPTIONS": "-c nothing=1",
    "PGSSLMODE": "verify-full",
    "PGGSSENCMODE": "require",
    "PGCHANNELBINDING": "require",
    "PGTARGETSESSIONATTRS": "standby",
}
"""What the machine may say of another server."""


@pytest.mark.slow
@pytest.mark.e2e
def test_a_server_fits_where_no_socket_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    found = programs.installed()
    (tmp_path / "closed").mkdir(mode=0o700)
    lent = found.copied(str(tmp_path / "closed"))  # root's own, which nobody may read

    with embedded.server(lent) as server, connect(server) as connection:
        assert connection.info.server_version >= 180_000

    assert not os.path.exists(server["host"])


def test_a_folder_without_postgresql_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(CannotLook, match="there is no PostgreSQL to run"):
        programs.checked(programs.Programs(str(tmp_path), "bin"))


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\ncat >/dev/null; echo no room >&2; exit 1\n")
        (tmp_path / name).chmod(0o755)
    tmp_path.chmod(0o755)
    with (
        pytest.raises(CannotLook, match="PostgreSQL did not start: no room"),
        embedded.server(programs.Programs(str(tmp_path), ".")),
    ):
        pass
