"""Plans of PostgreSQL: read as SQLite's are, and nothing is run for them."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.postgresql.plans import explain
from launchready_ci.gates.schema.database.statements import Statement
from tests.postgres import VERSIONS, Postgres, throwaway

Connection = psycopg.Connection[Any]
SCHEMA = """
CREATE TABLE posts (
  id bigint PRIMARY KEY, kind int NOT NULL, title varchar(80), body text, data jsonb, at date
);
CREATE INDEX by_kind ON posts (kind, title);
CREATE INDEX by_title ON posts (lower(title));
CREATE INDEX by_data ON posts USING gin (data);
CREATE INDEX open ON posts (at) WHERE body IS NULL;
CREATE TABLE days (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
"""
PLANS = {
    "SELECT * FROM posts WHERE id = $1": "posts index posts_pkey",
    "SELECT * FROM posts WHERE id > $1": "posts full posts_pkey",
    "SELECT * FROM posts WHERE id = ANY ($1)": "posts index posts_pkey",
    "SELECT * FROM posts WHERE kind = 1": "posts index by_kind",
    "SELECT * FROM posts WHERE kind > 1": "posts index by_kind",
    "SELECT * FROM posts WHERE (kind, title) > ($1, $2)": "posts index by_kind",
    "SELECT kind FROM posts WHERE title = 'x'": "posts full by_kind",
    "SELECT * FROM posts WHERE lower(title) = $1": "posts index by_title",
    "SELECT * FROM posts AS p WHERE body = 'x'": "p full",
    "SELECT * FROM posts WHERE data @> $1": "posts index by_data",
    "SELECT * FROM posts WHERE body IS NULL ORDER BY at": "posts index open",
    "SELECT * FROM posts WHERE kind = 1 OR id = 2": "posts index by_kind, posts index posts_pkey",
    "SELECT * FROM posts ORDER BY kind": "posts full by_kind",
    "SELECT * FROM posts ORDER BY body": "posts full, sorted",
    "SELECT * FROM posts ORDER BY kind, title, body": "posts full by_kind",
    "SELECT * FROM posts WHERE ctid = '(0,1)'": "posts index",
    "SELECT max(body) FROM posts": "posts full",
    "SELECT max(kind) FROM posts": "posts index by_kind",
    "SELECT body, count(*) FROM posts GROUP BY body": "posts full",
    "SELECT count(DISTINCT body) FROM posts": "posts full",
    "SELECT *, rank() OVER (ORDER BY body) FROM posts": "posts full",
    "SELECT * FROM posts a FULL JOIN posts b ON a.body = b.body": "a full, b full",
    "SELECT * FROM posts a JOIN posts b ON a.id = b.kind": (
        "b full by_kind, a index posts_pkey again"
    ),
    "SELECT * FROM posts WHERE id IN (SELECT kind FROM posts WHERE id = 3)": (
        "posts index posts_pkey, posts index posts_pkey again"
    ),
    "SELECT * FROM days d WHERE id = $1": "d index days_1_pkey, d index days_2_pkey",
    "SELECT * FROM days WHERE at = $1": "days full days_1_pkey, days full days_2_pkey",
    "SELECT * FROM days_2 WHERE id = $1": "days_2 index days_2_pkey",
    "DELETE FROM posts WHERE id = $1 RETURNING *": "posts index posts_pkey",
    "INSERT INTO posts (id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING": "",
    "SELECT * FROM posts WHERE id = ? AND (? IS NULL OR title = ?)": "posts index posts_pkey",
    "SELECT 1": "",
}


@pytest.fixture(scope="module", params=VERSIONS)
def connection(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[Connection]:
    with throwaway(postgres(request.param)) as database, database.connect() as connection:
        connection.execute(SCHEMA.encode())
        yield connection


@pytest.mark.parametrize(("sql", "told"), PLANS.items())
def test_a_plan_is_read(sql: str, told: str, connection: Connection) -> None:
    plan = explain(connection, Statement(sql, engine="postgresql").bound)

    scans = [
        " ".join(filter(None, (s.table, s.how, s.index, "again" if s.again else "")))
        for s in plan.scans
    ]
    assert ", ".join([*scans, *["sorted"] * plan.sorts]) == told


def test_nothing_is_run_and_nothing_is_left(connection: Connection) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("CREATE SEQUENCE runs")
        explain(connection, "WITH gone AS (DELETE FROM posts RETURNING 1) SELECT nextval('runs')")
        with pytest.raises(Refused):
            explain(connection, "SELECT nextval('runs'), nope")
        assert connection.execute("SELECT last_value, is_called FROM runs").fetchall() == [
            (1, False)
        ]

    said = connection.execute("SELECT name FROM pg_prepared_statements").fetchall()
    assert (said, connection.execute("SHOW enable_seqscan").fetchall()) == ([], [("on",)])


@pytest.mark.parametrize(
    ("sql", "reason", "offset"),
    [
        ("SELECT nope FROM posts", 'column "nope" does not exist', 7),
        ("SELECT *\nFROM nowhere", 'relation "nowhere" does not exist', 14),
        ("SELECT * FORM posts", 'syntax error at or near "FORM"', 9),
        ("SELECT 'a\0b'", "neither NUL", 9),
        ("SELECT '\ud83d'", "half a character", 8),
    ],
)
def test_what_is_refused_says_why_and_where(
    sql: str, reason: str, offset: int, connection: Connection
) -> None:
    with pytest.raises(Refused, match=reason) as error:
        explain(connection, sql)

    assert error.value.offset == offset


def test_a_second_statement_is_refused(connection: Connection) -> None:
    with pytest.raises(psycopg.errors.SyntaxError, match="multiple commands"):
        explain(connection, "SELECT 1; DROP TABLE posts")

    assert explain(connection, "SELECT * FROM posts").scans


@pytest.mark.slow
@pytest.mark.e2e
def test_a_plan_that_is_nested_too_deeply_is_no_crash(connection: Connection) -> None:
    sql = "SELECT * FROM posts"
    for number in range(600):
        sql = f"SELECT * FROM ({sql} OFFSET 1) AS p{number}"  # noqa: S608

    with pytest.raises(Stopped, match="nested too deeply"):
        explain(connection, sql)
