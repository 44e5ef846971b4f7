"""What is in the database? Every statement is a file of ``queries/``, run by its name."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from flask import Flask, current_app, g

from app.flaws import ROOT, Switched

LOG = logging.getLogger("ops.query")


def open_at(path: Path) -> sqlite3.Connection:
    """A connection whose statements each commit themselves."""
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def queries(flaws: Switched) -> dict[str, str]:
    """Name → statement."""
    names = (path.stem for path in (ROOT / "queries").glob("*.sql"))
    return {name: flaws.file(f"queries/{name}.sql").read_text().strip() for name in names}


def run(name: str, /, **values: str | float) -> list[sqlite3.Row]:
    """The rows that ``queries/<name>.sql`` gives; its time counts for Server-Timing."""
    statement = current_app.extensions["queries"][name]
    began = perf_counter()
    rows = _connection().execute(statement, values).fetchall()
    milliseconds = (perf_counter() - began) * 1000
    g.query_ms = g.get("query_ms", 0.0) + milliseconds
    if current_app.config["LOG_QUERIES"]:
        told = {"query": name, "statement": statement, "ms": round(milliseconds, 3)}
        LOG.info("query", extra={"fields": told})
    return rows


def one(name: str, /, **values: str | float) -> sqlite3.Row | None:
    """The first row, or None."""
    return next(iter(run(name, **values)), None)


@contextmanager
def transaction() -> Iterator[None]:
    """Many statements at once, or none of them."""
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _connection() -> sqlite3.Connection:
    """The connection of this request."""
    if "connection" not in g:
        g.connection = open_at(current_app.config["DATABASE_PATH"])
    found: sqlite3.Connection = g.connection
    return found


def close(_: BaseException | None = None) -> None:
    if "connection" in g:
        g.pop("connection").close()


def register(app: Flask, path: Path, flaws: Switched) -> None:
    app.config["DATABASE_PATH"] = path
    app.extensions["queries"] = queries(flaws)
    app.teardown_appcontext(close)
