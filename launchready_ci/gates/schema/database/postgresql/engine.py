"""PostgreSQL, in a database that nothing else is in, as a role that has no rights elsewhere."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from typing import TYPE_CHECKING, Any, cast

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.postgresql.database import Throwaway
from launchready_ci.gates.schema.database.postgresql.watch import TICK, Watch, too_large
from launchready_ci.gates.schema.database.statements import split

if TYPE_CHECKING:
    import psycopg
    from psycopg.pq.abc import PGconn, PGresult

    Connection = psycopg.Connection[Any]

COPIES = "COPY from or to the client is for psql, which sends the rows: use INSERT"

LOST = "the connection to PostgreSQL was lost"
SHOWN = 300
"""Characters of what the server says: a statement can make it say anything."""


class Postgresql:
    """The throwaway database; migrations have a connection of their own, with their own SET."""

    def __init__(self, database: Throwaway) -> None:
        self.url = database.url
        self._database = database
        self._migrating = database.connect()
        self._asking = database.connect()
        self._changed, self._weighed = False, 0.0

    def apply(self, sql: str) -> None:
        """Run one statement; raises Refused and Stopped."""
        if "\0" in sql:  # where libpq would stop to read
            raise Refused("a statement holds no NUL", sql.index("\0"))
        self._changed = True
        self._weigh()
        if self._migrating.closed:
            self._migrating = self._database.connect()
        with self._watched(self._migrating):
            _run(self._migrating, sql)

    def settle(self) -> bool:
        """Roll back a transaction that was left open; was there one?"""
        from psycopg.pq import TransactionStatus

        is_open = self._migrating.info.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )
        if is_open:
            with self._watched(self._migrating):
                self._migrating.rollback()
        return is_open

    def catalogue(self) -> Catalogue:
        """What is in it; raises CannotLook."""
        from launchready_ci.gates.schema.database.postgresql import catalogue

        try:
            with self._watched(self._asked()) as connection:
                return catalogue.read(connection)
        except (Refused, Stopped) as error:
            raise CannotLook(f"the catalogue of the database cannot be read: {error}") from None

    def plan(self, sql: str) -> Plan:
        """How it would run a statement whose parameters are ``$1``…; raises Refused and Stopped."""
        from launchready_ci.gates.schema.database.postgresql import plans

        with self._watched(self._asked()) as connection:
            return plans.explain(connection, sql)

    def try_index(self, index: str, sql: str) -> Plan:
        """The plan with further indexes, which are gone afterwards."""
        from launchready_ci.gates.schema.database.postgresql import plans

        with (
            self._watched(self._asked()) as connection,
            connection.transaction(force_rollback=True),
        ):
            for one in split(index, engine="postgresql"):
                connection.execute(one.sql.encode())
            return plans.explain(connection, sql)

    def close(self) -> None:
        """Leave it to who made it."""
        for connection in (self._migrating, self._asking):
            connection.close()

    def _asked(self) -> "Connection":
        """As an app would connect now: ALTER DATABASE may have set something."""
        if self._changed or self._asking.closed:
            self._asking.close()
            self._asking = self._database.connect()
            self._changed = False
        return self._asking

    def _weigh(self) -> None:
        """Many quick statements fill a disk, too."""
        from psycopg import Error

        if time.monotonic() < self._weighed + TICK:
            return
        self._weighed = time.monotonic()
        try:
            told = too_large(self._database.admin, self._database.name)
        except Error:
            raise CannotLook(LOST) from None
        if told:
            raise Stopped(told)

    @contextmanager
    def _watched(self, connection: "Connection") -> "Iterator[Connection]":
        import psycopg

        watch, refused = Watch(connection, self._database.admin), None
        try:
            with watch:
                yield connection
        except (psycopg.Error, Refused) as error:
            refused = _refused(error)
        if watch.reason:
            raise Stopped(watch.reason)
        if watch.lost or connection.closed:
            raise CannotLook(LOST)
        if refused:
            raise refused


def _run(connection: "Connection", sql: str) -> None:
    """Run it; its rows are let go one by one, however many they are."""
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus

    pgconn, failed = connection.pgconn, cast("psycopg.Error | Refused | None", None)
    pgconn.send_query_params(sql.encode(), None)  # one statement, where ``exec`` would take many
    pgconn.set_single_row_mode()
    for result in _results(pgconn):
        if result.status == ExecStatus.COPY_IN:
            pgconn.put_copy_end(b"nothing is sent")
            failed = Refused(COPIES)
        elif result.status == ExecStatus.COPY_OUT:
            while pgconn.get_copy_data(0)[0] > 0:
                pass
            failed = Refused(COPIES)
        elif result.status == ExecStatus.FATAL_ERROR:
            failed = failed or error_from_result(result)
    if failed:
        raise failed


def _results(pgconn: "PGconn") -> "Iterator[PGresult]":
    unsent = pgconn.flush()
    while True:
        while pgconn.is_busy():
            select([pgconn.socket], [pgconn.socket] if unsent else [], [])
            pgconn.consume_input()
            while pgconn.notifies():  # which would be kept
                pass
            unsent = unsent and pgconn.flush()
        result = pgconn.get_result()
        if result is None:
            return
        yield result


def _refused(error: "psycopg.Error | Refused") -> Refused:
    """In the server's own words, with where it stands in the statement."""
    if isinstance(error, Refused):
        return error
    said = error.diag
    if not said.message_primary:
        return Refused("the database gives no reason")
    told, more = said.message_primary, (said.message_detail or "").split("\n", 1)[0].rstrip(".")
    more = re.sub(r"(=|contains )\((.*\)|.*)", r"\1(…)", more[:SHOWN])  # no value of a row
    told = f"{told[:SHOWN]} ({more})" if more else told[:SHOWN]
    return Refused(told, int(said.statement_position or 1) - 1)
