"""Is the database as the code wants it? Apply ``migrations/*.up.sql`` that it lacks, in order."""

import sqlite3

from app.flaws import ROOT

FOLDER = ROOT / "migrations"
APPLIED = """
CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY NOT NULL) STRICT
"""


def up(connection: sqlite3.Connection) -> None:
    """Apply what is missing, each migration in a transaction of its own."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(APPLIED)
    there = _applied(connection)
    for path in sorted(FOLDER.glob("*.up.sql")):
        name = path.name.removesuffix(".up.sql")
        if name not in there:
            record = f"INSERT INTO migrations (name) VALUES ('{name}')"  # noqa: S608 - a file's name
            _apply(connection, path.read_text(), record)


def _applied(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM migrations")}


def _apply(connection: sqlite3.Connection, statements: str, record: str) -> None:
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{statements}\n;{record};\nCOMMIT;")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
