"""Statements are brought to what the engine takes, and their plans are read."""

import sqlite3

import pytest

from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.plans import read
from launchready_ci.gates.schema.database.statements import Statement, split

STYLES: list[tuple[EngineName, str, str]] = [
    ("sqlite", "a = ? AND b = ?2", "a = ? AND b = ?"),
    ("sqlite", "a = :a AND b = @b AND c = $c", "a = ? AND b = ? AND c = ?"),
    ("sqlite", "a = %s AND b LIKE '%%x'", "a = ? AND b LIKE '%x'"),
    ("sqlite", "a = %(name)s", "a = ?"),
    (
        "sqlite",
        "a%s = 1 AND b LIKE '%%x' AND t = '12:30'",
        "a%s = 1 AND b LIKE '%%x' AND t = '12:30'",
    ),
    ("sqlite", "a = ':no' AND [b:c] = 1 -- :no", "a = ':no' AND [b:c] = 1 -- :no"),
    ("postgresql", "a = :a AND b = :b AND c = :a", "a = $1 AND b = $2 AND c = $1"),
    ("postgresql", "a = ? AND b = ?", "a = $1 AND b = $2"),
    ("postgresql", "a = %s AND b = %(b)s AND c %% 2 = 0", "a = $1 AND b = $2 AND c % 2 = 0"),
    ("postgresql", "a = $1 AND b::text = $2", "a = $1 AND b::text = $2"),
    ("postgresql", "a ? 'key' AND b ?| $1 AND c ? :d", "a ? 'key' AND b ?| $1 AND c ? $2"),
    (
        "postgresql",
        "a[1:n] = @a AND b @> '{}' AND f(x := 1)",
        "a[1:n] = $1 AND b @> '{}' AND f(x := 1)",
    ),
    ("postgresql", "a = $x$ :no $x$ AND b = E'\\' :no'", "a = $x$ :no $x$ AND b = E'\\' :no'"),
]


@pytest.mark.parametrize(("engine", "written", "taken"), STYLES)
def test_each_style_of_parameters_is_understood(
    engine: EngineName, written: str, taken: str
) -> None:
    statement = Statement(f"SELECT {written}", engine=engine)

    assert statement.bound == f"SELECT {taken}"
    assert len(statement.padded) == len(statement.sql)


@pytest.mark.parametrize(("engine", "written", "taken"), STYLES)
def test_a_place_in_what_is_taken_is_found_in_what_is_written(
    engine: EngineName, written: str, taken: str
) -> None:
    statement = Statement(f"{written} = nope", engine=engine)

    assert statement.written(f"{taken} = nope".index("nope")) == len(written) + 3


def test_a_statement_knows_its_name_and_what_its_comments_switch_off() -> None:
    text = """-- name: find_user^
-- launchready: ignore[LR-SCH350] ten rows at most
SELECT 1; -- launchready: ignore[LR-SCH354] an admin's search
SELECT 2;
"""
    first, second = split(text)

    assert (first.name, first.ignores) == (
        "find_user",
        frozenset(("LR-SCH350", "LR-SCH354")),
    )
    assert (second.name, second.ignores) == ("", frozenset())
    assert [first.first, first.reads_rows] == ["SELECT", True]


PLANS = {
    "SELECT * FROM posts WHERE id = 1": "posts index",
    "SELECT * FROM posts WHERE kind = 1": "posts index by_kind",
    "SELECT * FROM posts AS p WHERE title = 1": "p full",
    "SELECT * FROM posts ORDER BY kind": "posts full by_kind",
    "SELECT * FROM posts ORDER BY title": "posts full, sorted",
    "SELECT * FROM posts ORDER BY kind, title": "posts full by_kind",
    "SELECT max(title) FROM posts": "posts full",
    "SELECT max(kind) FROM posts": "posts index by_kind",
    "SELECT * FROM posts a JOIN posts b ON a.title = b.title": "a full, b full moment",
    "SELECT * FROM words WHERE words MATCH 'x'": "words index",
    "SELECT 1": "",
}


@pytest.mark.parametrize(("sql", "told"), PLANS.items())
def test_a_plan_of_sqlite_is_read(sql: str, told: str) -> None:
    database = sqlite3.connect(":memory:")
    database.executescript(
        """CREATE TABLE posts (id INTEGER PRIMARY KEY, kind TEXT, title TEXT, body TEXT);
        CREATE INDEX by_kind ON posts (kind);
        CREATE VIRTUAL TABLE words USING fts5 (title);"""
    )

    plan = read(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}"))

    database.close()
    scans = [
        " ".join(filter(None, (s.table, s.how, s.index, "moment" if s.moment else "")))
        for s in plan.scans
    ]
    assert ", ".join([*scans, *["sorted"] * plan.sorts]) == told


def test_plans_of_older_versions_are_read() -> None:
    plan = read(["SCAN TABLE posts AS p", "SEARCH TABLE users USING INTEGER PRIMARY KEY (rowid=?)"])

    assert [(s.table, s.how) for s in plan.scans] == [("p", "full"), ("users", "index")]
