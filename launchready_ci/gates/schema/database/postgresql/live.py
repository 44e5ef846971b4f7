"""A database that is in use: it is asked for what it knows, and nothing of it is changed."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from launchready_ci.credentials import Secret
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.postgresql import address, catalogue, plans, programs
from launchready_ci.gates.schema.database.postgresql.settings import set_locally

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

OLDEST = 130_000
LIMITS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "10s",
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "60s",
}
"""Of the one transaction in which all is asked, so that a pooler hands nothing of it on."""
EXTENSION = """SELECT /* launchready */ n.nspname
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'pg_stat_statements'"""
LONGEST = 100_000
"""Characters of a statement."""
SEEN = """SELECT /* launchready */ query, sum(calls)::bigint, sum(total_exec_time),
  max(max_exec_time)
FROM {}.pg_stat_statements JOIN pg_database d ON d.oid = dbid
WHERE d.datname = current_database() AND length(query) <= {}
AND strpos(query, '/* launchready */') = 0
GROUP BY query ORDER BY 3 DESC"""
"""Without what we ask ourselves."""
TYPED = re.compile(r"\b(interval|date|time|timestamp|timestamptz)\s+(\$\d+)", re.IGNORECASE)
"""What was ``interval '1 day'``, and is no SQL without the value."""
HIDDEN = "<insufficient privilege>"
"""The text of somebody else's statement."""


class Seen(NamedTuple):
    """A statement that the server has run, without its values."""

    sql: str
    calls: int
    seconds: float
    """Of all calls."""
    slowest: float


class Live:
    """The database, in a transaction that may only read."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def catalogue(self) -> Catalogue:
        """What is in it; raises CannotLook."""
        try:
            with _told(self._connection):
                return catalogue.read(self._connection, in_use=True)
        except (Refused, Stopped) as error:
            raise CannotLook(f"the catalogue cannot be read: {error}") from None

    def plan(self, sql: str) -> Plan:
        """How it would run a statement whose parameters are ``$1``…; raises Refused and Stopped."""
        with _told(self._connection):
            return plans.explain(self._connection, sql)

    def seen(self) -> list[Seen]:
        """The statements that took most time, as far as they may be seen; raises Refused."""
        from psycopg.sql import SQL, Identifier

        with _told(self._connection), self._connection.transaction():
            found = self._connection.execute(EXTENSION, prepare=False).fetchone()
            if found is None:
                raise Refused("the extension pg_stat_statements is not in this database")
            asked = SQL(SEEN).format(Identifier(found[0]), LONGEST)
            rows = self._connection.execute(asked, prepare=False).fetchall()
        return [
            Seen(TYPED.sub(r"\2::\1", text), calls, ms / 1000, most / 1000)
            for text, calls, ms, most in rows
        ]


@contextmanager
def in_use(url: Secret, context: Context) -> Iterator[Live]:
    """The database of that URL; raises CannotLook."""
    where = f"{context.place('database', 'url')}: the database of {url.name}"
    if find_spec("psycopg") is None:
        raise CannotLook(f"{where}: {programs.NEEDED}")
    try:
        server = address.read(url.read(context.environ).get_secret_value())
        connection = address.connect(server)
    except CannotLook as error:
        raise CannotLook(f"{where}: {error}") from None
    with closing(connection):
        if connection.info.server_version < OLDEST:
            raise CannotLook(f"{where}: the server is older than PostgreSQL 13")
        connection.read_only = True
        with connection.transaction(force_rollback=True):
            set_locally(connection, LIMITS)
            yield Live(connection)


@contextmanager
def _told(connection: "Connection") -> Iterator[None]:
    """What the server says instead of an answer, as Refused and Stopped."""
    import psycopg
    from psycopg import errors

    try:
        yield
    except errors.QueryCanceled:
        raise Stopped(f"it took longer than {LIMITS['statement_timeout']}") from None
    except errors.LockNotAvailable:
        raise Stopped("a table of it is locked by somebody else") from None
    except errors.InsufficientPrivilege as error:
        raise Stopped(f"its user may not run it: {error.diag.message_primary}") from None
    except psycopg.Error as error:
        if connection.closed:
            raise CannotLook("the connection to PostgreSQL was lost") from None
        raise Refused(error.diag.message_primary or "the database gives no reason") from None
