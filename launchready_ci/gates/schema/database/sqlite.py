"""SQLite, on a file in a temporary folder, with nothing but that file in reach of a statement."""

import os
import re
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database import plans, sqlite_catalogue
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.statements import Statement, split

SECONDS = 10.0
"""That one statement may take."""
STEPS = 10_000
"""Of SQLite's machine, between two looks at the clock: a millisecond or less."""
LONGEST = 16 << 20
"""Bytes of a value or a statement."""
PAGES = 65_536
"""How large the file may grow: 256 MiB with pages of 4 KiB, 4 GiB with the largest."""
FORBIDDEN_PRAGMAS = (
    "data_store_directory", "hard_heap_limit", "max_page_count", "mmap_size", "soft_heap_limit",
    "temp_store_directory", "writable_schema",
)  # fmt: skip
FORBIDDEN_FUNCTIONS = ("edit", "fts3_tokenizer", "load_extension", "readfile", "writefile")
EXPLAIN = "EXPLAIN QUERY PLAN "
NAMED = re.compile(r'near "(.+?)": syntax|no such \w+: (?:\w+\.)*(\w+)|(\w+) already exists')


class Sqlite:
    """The database in that file, which is made where it is not there."""

    def __init__(self, path: str) -> None:
        import sqlite3

        self.url, self._path = f"sqlite:///{path}", path
        self._connection = sqlite3.connect(path, isolation_level=None, cached_statements=0)
        self._until, self._asked = 0.0, ""
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        limits = (f"max_page_count = {PAGES}", f"temp.max_page_count = {PAGES}")
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", *limits):
            self._connection.execute(f"PRAGMA {pragma}").close()
        self._connection.set_authorizer(self._authorized)
        self._connection.set_progress_handler(lambda: time.monotonic() > self._until, STEPS)

    def apply(self, sql: str) -> None:
        """Run one statement; raises Refused and Stopped."""
        self._run(sql)

    def settle(self) -> bool:
        """Roll back a transaction that was left open; was there one?"""
        is_open = self._connection.in_transaction
        if is_open:
            self._connection.rollback()
        return is_open

    def catalogue(self) -> Catalogue:
        """What is in it."""
        self._until = time.monotonic() + SECONDS
        return sqlite_catalogue.read(self._connection)

    def plan(self, sql: str) -> Plan:
        """How it would run a statement whose parameters are all ``?``."""
        try:
            rows = self._run(EXPLAIN + sql, bound=True)
        except Refused as error:
            raise Refused(str(error), max(0, error.offset - len(EXPLAIN))) from None
        return plans.read(str(row[3]) for row in rows)

    def try_index(self, index: str, sql: str) -> Plan:
        """The plan with a further index, which is gone afterwards."""
        self._run("SAVEPOINT launchready")
        try:
            for one in split(index):
                self._run(one.sql)
            return self.plan(sql)
        finally:
            self._run("ROLLBACK TO launchready")
            self._run("RELEASE launchready")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _run(self, sql: str, *, bound: bool = False) -> Sequence[tuple[object, ...]]:
        """What a query plan says; the rows of anything else are let go, however many they are."""
        import sqlite3

        self._until, self._asked = time.monotonic() + SECONDS, ""
        values = [None] * (len(Statement(sql).parameters) if bound else 0)
        try:
            cursor = self._connection.execute(sql, values)
            return cursor.fetchall() if bound else deque(cursor, maxlen=0)
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
            raise self._meant(error, sql) from None

    def _meant(self, error: Exception, sql: str) -> BaseException:
        """Not every failure is the statement's."""
        if self._asked:
            return Stopped(self._asked)
        if str(error) == "interrupted":
            if time.monotonic() < self._until:  # by a signal: SQLite hides what its handler raises
                return KeyboardInterrupt()
            return Stopped(f"it took longer than {SECONDS:g} s")
        if self._is_of_the_disk(error):
            folder = os.path.dirname(self._path)
            return CannotLook(
                f"{folder}: {error}: make room there, or set TMPDIR to another folder"
            )
        return Refused(str(error), _offset(str(error), sql))

    def _is_of_the_disk(self, error: Exception) -> bool:
        """A full database is SQLite's own limit only where the disk has room for as much."""
        import shutil
        import sqlite3

        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code != sqlite3.SQLITE_FULL or not os.path.exists(self._path):
            return code == sqlite3.SQLITE_IOERR
        (size,) = self._connection.execute("PRAGMA page_size").fetchone()
        free = shutil.disk_usage(os.path.dirname(self._path)).free
        return free + os.path.getsize(self._path) < PAGES * int(size)

    def _authorized(
        self, action: int, first: str | None, second: str | None, *_: str | None
    ) -> int:
        """Is a statement allowed to do this? Asked while it is compiled."""
        import sqlite3

        first, second = (first or "").lower(), (second or "").lower()
        if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
            self._asked = "it asks for another file (ATTACH, DETACH or VACUUM INTO)"
        elif action == sqlite3.SQLITE_FUNCTION and second in FORBIDDEN_FUNCTIONS:
            self._asked = f"it asks for the function {second}, which leads out of the database"
        elif action == sqlite3.SQLITE_PRAGMA and first in FORBIDDEN_PRAGMAS:
            self._asked = f"it asks for PRAGMA {first}, which a migration has no use for"
        else:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY


def _offset(reason: str, sql: str) -> int:
    """Where what the reason names stands, if it stands there once; else the beginning."""
    found = NAMED.search(reason)
    name = next(filter(None, found.groups()), "") if found else ""
    with suppress(ValueError):
        if name and len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", sql)) == 1:
            return sql.index(name)
    return 0
