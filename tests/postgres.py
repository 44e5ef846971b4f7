"""PostgreSQL servers for tests: 18 from PyPI, and Debian's 15; each is started once in a process.

The fixture ``postgres`` gives what psycopg connects with, as the server's superuser::

    @pytest.mark.parametrize("version", VERSIONS)
    def test_x(postgres: Postgres, version: str) -> None:
        with throwaway(postgres(version)) as database:
            …  # database.connect() is a connection of its owner, database.admin the superuser's
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from launchready_ci.gates.schema.database.postgresql import embedded, programs
from launchready_ci.gates.schema.database.postgresql.address import Server, connect
from launchready_ci.gates.schema.database.postgresql.database import Throwaway, made
from launchready_ci.gates.schema.database.postgresql.programs import Programs

Connection = psycopg.Connection[Any]
Postgres = Callable[[str], Server]
VERSIONS = ["18", pytest.param("15", marks=[pytest.mark.slow, pytest.mark.e2e])]
UNPACKED = Path(__file__).parent.parent / ".tools" / "postgresql" / "usr"
"""Where ``.ci/run`` puts Debian's, if it is not installed."""


def debian() -> Programs | None:
    """Debian's PostgreSQL 15."""
    for root in (Path("/usr"), UNPACKED):
        paths = [path.parent.relative_to(root) for path in root.glob("lib/*/libpq.so.5")]
        libraries = str(paths[0]) if paths and root is UNPACKED else ""
        found = Programs(str(root), "lib/postgresql/15/bin", libraries)
        if os.access(found.path("postgres"), os.X_OK):
            return found
    return None


class Servers:
    """Those that run by now."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._running: dict[str, Server] = {}

    def start(self, version: str, found: Programs) -> Server:
        """That version's, which is started where it does not run."""
        if version not in self._running:
            server = self._stack.enter_context(embedded.server(found))
            self._running[version] = server
        return self._running[version]

    def stop(self) -> None:
        self._stack.close()


def find(version: str) -> Programs | None:
    """The programs of that version, if they are there."""
    return programs.installed() if version == "18" else debian()


class Watched(NamedTuple):
    """A server that logs all statements and keeps statistics of them."""

    server: Server
    admin: Connection
    """Whose statements are in neither, after the first ones."""
    log: Path

    def said(self) -> list[str]:
        """What we asked of it."""
        text = "".join(path.read_text() for path in self.log.glob("*.log"))
        asked = re.findall(r"^<(\w*)>\w+:  (?:statement|execute \S+): ([^<]*)", text, re.MULTILINE)
        return [sql.strip() for program, sql in asked if program == "launchready"]


@contextmanager
def watched(found: Programs, *sql: str) -> Iterator[Watched]:
    """Start one, and run these statements."""
    more = {
        "shared_preload_libraries": "pg_stat_statements",
        "logging_collector": "on",
        "log_statement": "all",
        "log_line_prefix": "<%a>",
        "log_min_messages": "log",
    }
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setattr(embedded, "SETTINGS", {**embedded.SETTINGS, **more})
        server = stack.enter_context(embedded.server(found))
        admin = psycopg.connect(**server, application_name="admin", autocommit=True)
        stack.enter_context(closing(admin))
        for one in ("CREATE EXTENSION pg_stat_statements", *sql):
            admin.execute(one.encode())
        admin.execute("SET pg_stat_statements.track = 'none'")
        yield Watched(server, admin, Path(server["host"]) / "data" / "log")


@contextmanager
def throwaway(server: Server) -> Iterator[Throwaway]:
    """A database that is gone afterwards."""
    notes: list[str] = []
    with made(server, notes.append) as database:
        yield database
    assert not notes


def names(server: Server, catalogue: str = "pg_database", column: str = "datname") -> set[str]:
    """What a server holds of ours."""
    asked = f"SELECT {column} FROM {catalogue} WHERE {column} LIKE 'launchready%'"  # noqa: S608
    with connect(server) as connection:
        return {row[0] for row in connection.execute(asked.encode())}


def url(server: Server, **more: str) -> str:
    """The server's address as people write it."""
    from urllib.parse import quote, urlencode

    said = {**server, **more}
    user = f"{said['user']}:{quote(said['password'], safe='')}"
    return f"postgresql://{user}@/{said['dbname']}?{urlencode({'host': said['host']})}"
