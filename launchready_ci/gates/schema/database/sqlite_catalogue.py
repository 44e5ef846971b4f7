"""What SQLite says of a database: https://sqlite.org/pragma.html, https://sqlite.org/fileformat2.html."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from launchready_ci.gates.schema.database.catalogue import (
    Catalogue,
    Column,
    Counter,
    ForeignKey,
    Index,
    Table,
)

if TYPE_CHECKING:
    import sqlite3

ROWIDS = 2**63 - 1
MASTER = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
OF_TABLES = "FROM sqlite_master AS m, {} WHERE m.type = 'table'"
COLUMNS = f"""SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
{OF_TABLES.format("pragma_table_xinfo(m.name) AS c")} ORDER BY m.rowid, c.cid"""
FOREIGN_KEYS = f"""SELECT m.name, f.id, f."table", f."from", f."to"
{OF_TABLES.format("pragma_foreign_key_list(m.name) AS f")} ORDER BY m.rowid, f.id, f.seq"""
INDEXES = f"""SELECT m.name, i.name, i."unique", i.origin, i.partial
{OF_TABLES.format("pragma_index_list(m.name) AS i")} ORDER BY m.rowid, i.seq DESC"""
INDEXED = f"""SELECT i.name, x.name, x."desc", x.coll
{OF_TABLES.format("pragma_index_list(m.name) AS i, pragma_index_xinfo(i.name) AS x")}
AND x."key" = 1 ORDER BY i.name, x.seqno"""
SHADOWS = (
    "data", "idx", "content", "docsize", "config", "segments", "segdir", "stat", "node", "parent",
    "rowid",
)  # fmt: skip
"""What full text search and R*Tree keep in tables of their own, by the end of their names."""
Rows = list[tuple[Any, ...]]


def read(connection: "sqlite3.Connection") -> Catalogue:
    """All of it, with the rows of each table as far as ANALYZE has counted them."""
    ask = _Asked(connection)
    master = ask(MASTER)
    sql = {name: text or "" for _, name, _, text in master}
    virtual = {name for name, text in sql.items() if _is_virtual(text)}
    columns, keys = _columns(ask(COLUMNS))
    foreign, indexes = _foreign_keys(ask(FOREIGN_KEYS), keys), _indexes(ask, sql)
    rows = _rows(ask) if "sqlite_stat1" in sql else {}
    tables = {
        name: Table(
            name,
            columns.get(name, ()),
            keys.get(name, ()),
            tuple(indexes[name]),
            tuple(foreign[name]),
            rows.get(name, 0),
        )
        for kind, name, *_ in master
        if kind == "table" and not _is_own(name, virtual)
    }
    others = {
        f"{'virtual table' if kind == 'table' else kind} {name}": _plain(text or "")
        for kind, name, _, text in master
        if kind in ("view", "trigger") or name in virtual
    }
    counters = _counters(ask, tables) if "sqlite_sequence" in sql else ()
    return Catalogue("sqlite", tables, counters, others)


class _Asked:
    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection

    def __call__(self, sql: str) -> Rows:
        return self._connection.execute(sql).fetchall()


def _is_virtual(sql: str) -> bool:
    return re.match(r"(?i)\s*CREATE\s+VIRTUAL\b", sql) is not None


def _is_own(name: str, virtual: set[str]) -> bool:
    """Of SQLite itself, a virtual table, or what one keeps its rows in."""
    base, _, end = name.rpartition("_")
    return name.startswith("sqlite_") or name in virtual or (base in virtual and end in SHADOWS)


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _columns(rows: Rows) -> tuple[dict[str, tuple[Column, ...]], dict[str, tuple[str, ...]]]:
    """The columns of each table, and those of its primary key in its order."""
    columns, keys = defaultdict[str, list[Column]](list), defaultdict[str, list[Any]](list)
    for table, name, kind, required, default, key, hidden in rows:
        if hidden == 1:  # of a virtual table
            continue
        columns[table].append(Column(name, kind.upper(), not required, default or ""))
        if key:
            keys[table].append((key, name))
    return (
        {table: tuple(of) for table, of in columns.items()},
        {table: tuple(name for _, name in sorted(of)) for table, of in keys.items()},
    )


def _foreign_keys(rows: Rows, keys: dict[str, tuple[str, ...]]) -> dict[str, list[ForeignKey]]:
    parts = defaultdict[tuple[str, int, str], list[tuple[str, str | None]]](list)
    for table, number, referred, column, to in rows:
        parts[table, number, referred].append((column, to))
    found = defaultdict[str, list[ForeignKey]](list)
    folded = {table.lower(): columns for table, columns in keys.items()}
    for (table, _, referred), pairs in parts.items():
        columns = tuple(column for column, _ in pairs)
        to = tuple(name for _, name in pairs if name) or folded.get(referred.lower(), ())
        found[table].append(ForeignKey("", columns, referred, to))
    return found


def _indexes(ask: _Asked, sql: dict[str, str]) -> dict[str, list[Index]]:
    columns, shapes = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for name, column, descending, collation in ask(INDEXED):
        columns[name].append(column or "")
        shapes[name].append(f"{collation}{' DESC' if descending else ''}")
    found = defaultdict[str, list[Index]](list)
    for table, name, unique, origin, partial in ask(INDEXES):
        shape = ", ".join(shapes[name])
        if partial or "" in columns[name]:
            shape += _plain(sql.get(name, "")).partition("(")[2]
        made = Index(
            name,
            tuple(columns[name]),
            unique=bool(unique),
            partial=bool(partial),
            constraint=origin != "c",
            sql=sql.get(name, ""),
            shape=shape,
        )
        found[table].append(made)
    return found


def _rows(ask: _Asked) -> dict[str, int]:
    found = dict[str, int]()
    for table, stat in ask("SELECT tbl, stat FROM sqlite_stat1"):
        number = re.match(r"\d{1,18}", stat or "")
        found[table] = max(found.get(table, 0), int(number[0]) if number else 0)
    return found


def _counters(ask: _Asked, tables: dict[str, Table]) -> tuple[Counter, ...]:
    rows = ask("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    return tuple(
        Counter(f"{name} (AUTOINCREMENT)", used, ROWIDS, name)
        for name, used in rows
        if name in tables and isinstance(used, int)
    )
