"""How would PostgreSQL run a statement? Its generic plan, with any values; nothing is run.

https://www.postgresql.org/docs/current/sql-explain.html. The tables of a throwaway database are
empty, so that costs say nothing: the planner is told to read whole tables only where no index
leads to the rows, and to look one table up for each row of another.
"""

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.plans import Plan
from launchready_ci.gates.schema.database.postgresql.nodes import Indexes, Led, Node, read, walk
from launchready_ci.gates.schema.database.postgresql.settings import set_locally
from launchready_ci.gates.schema.database.statements import Statement

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

GENERIC = 160_000
"""The version from which on EXPLAIN takes parameters. Before it they are NULL when partitions are
chosen, and none would be left."""
PREPARE = "PREPARE launchready AS "
OFF = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "max_parallel_workers_per_gather")
INDEXES = """SELECT /* launchready */ c.relname, a.amname, pg_get_indexdef(c.oid, 1, false),
  i.indisprimary AND i.indnkeyatts = 1, i.indpred IS NOT NULL
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
WHERE c.relname = ANY (%s)"""
NO_TEXT = re.compile("[\0\ud800-\udfff]")
UNTYPED = 20
"""Parameters of one statement that nothing gives a type."""


def explain(connection: "Connection", sql: str) -> Plan:
    """The plan of a statement whose parameters are ``$1``…

    A parameter that nothing gives a type is text, as programs send it. Raises Refused, Stopped and
    psycopg.Error.
    """
    from psycopg.errors import IndeterminateDatatype

    if found := NO_TEXT.search(sql):
        raise Refused("a statement holds neither NUL nor half a character", found.start())
    for _ in range(UNTYPED):
        try:
            return _explained(connection, sql)
        except RecursionError:
            raise Stopped("its plan is nested too deeply to be read") from None
        except IndeterminateDatatype as error:
            found = re.search(r"\$\d+", error.diag.message_primary or "")
            typed = re.sub(rf"{re.escape(found[0])}(?!\d)", r"\g<0>::text", sql) if found else sql
            if typed == sql:
                raise
            sql = typed
    raise Refused("its parameters have no types")


def _explained(connection: "Connection", sql: str) -> Plan:
    generic = connection.info.server_version >= GENERIC
    off = OFF if generic else (*OFF, "enable_partition_pruning")
    settings = {"plan_cache_mode": "force_generic_plan", **dict.fromkeys(off, "0")}
    prepared = False
    try:
        with connection.transaction(force_rollback=True):
            set_locally(connection, settings)
            _prepare(connection, sql)
            prepared = True
            asked = f"(GENERIC_PLAN, FORMAT JSON) {sql}" if generic else _executed(sql)
            row = _run(connection, f"EXPLAIN {asked}").fetchone()
            top = Node(row[0][0]["Plan"] if row else {})
            return read(top, sql, _indexes(connection, top))
    finally:
        if prepared:  # which no rollback undoes
            _run(connection, "DEALLOCATE launchready")


def _prepare(connection: "Connection", sql: str) -> None:
    """Let nothing pass but one statement; raises Refused with the place in it, where it is said."""
    from psycopg import Error
    from psycopg.errors import IndeterminateDatatype

    try:
        _run(connection, PREPARE + sql, alone=True)
    except IndeterminateDatatype:
        raise
    except Error as error:
        if at := error.diag.statement_position:
            told = error.diag.message_primary or ""
            raise Refused(told, max(0, int(at) - 1 - len(PREPARE))) from None
        raise


def _executed(sql: str) -> str:
    numbers = [int(one.text[1:]) for one in Statement(sql, engine="postgresql").parameters]
    values = ", ".join(["NULL"] * max(numbers, default=0))
    return f"(FORMAT JSON) EXECUTE launchready{f' ({values})' if values else ''}"


def _indexes(connection: "Connection", top: Node) -> Indexes:
    found = defaultdict[str, list[Led]](list)
    names = [node.index for node in walk(top) if node.index]
    for name, *led in connection.execute(INDEXES, [names], prepare=False) if names else ():
        found[name].append(Led(*led))
    return found


def _run(connection: "Connection", sql: str, *, alone: bool = False) -> "psycopg.Cursor[Any]":
    """``alone``: a second statement in the text is refused, as the extended protocol does."""
    return connection.execute(sql.encode(), prepare=False, binary=alone)
