"""What PostgreSQL says of itself: the rules judge it, and no change of it goes unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from launchready_ci.findings import Finding, Location
from launchready_ci.gates.schema.database.catalogue import Catalogue, Counter, ForeignKey, Index
from launchready_ci.gates.schema.database.differences import differences
from launchready_ci.gates.schema.database.facts import Catalogued
from launchready_ci.gates.schema.database.postgresql.catalogue import read
from launchready_ci.gates.schema.database.rules.catalogue import RULES
from tests.postgres import VERSIONS, Postgres, throwaway

Connection = psycopg.Connection[Any]
BASE = """
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL, n int DEFAULT 1
);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE VIEW names AS SELECT email FROM users;
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM users;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE numbers;
CREATE TABLE days (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
"""


@pytest.fixture(scope="module", params=VERSIONS)
def connection(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[Connection]:
    with throwaway(postgres(request.param)) as database, database.connect() as connection:
        connection.execute(BASE.encode())
        yield connection


@contextmanager
def after(connection: Connection, sql: str) -> Iterator[Catalogue]:
    """What the database says after these statements, which are rolled back."""
    with connection.transaction(force_rollback=True):
        connection.execute(sql.encode())
        yield read(connection)


def test_tables_are_read_with_all_that_belongs_to_them(connection: Connection) -> None:
    sql = """
    CREATE SCHEMA app;
    CREATE EXTENSION citext;
    CREATE SEQUENCE shared;
    CREATE TABLE app."Orders" (
      id serial PRIMARY KEY,
      user_id bigint REFERENCES users (id) ON DELETE CASCADE,
      title varchar(20) NOT NULL,
      small smallint DEFAULT nextval('shared'),
      during tsrange,
      EXCLUDE USING gist (during WITH &&)
    );
    CREATE INDEX o1 ON app."Orders" (lower(title), small DESC) INCLUDE (id) WHERE small > 0;
    CREATE INDEX o2 ON app."Orders" USING hash (title);
    CREATE INDEX o3 ON app."Orders" (title varchar_pattern_ops, user_id NULLS FIRST);
    INSERT INTO days SELECT n, '2025-05-05' FROM generate_series(1, 50) AS n;
    ANALYZE days;
    SELECT setval('shared', 30000)
    """

    with after(connection, sql) as catalogue:
        orders, days = catalogue.tables["app.Orders"], catalogue.tables["days"]

    assert sorted(catalogue.tables) == ["app.Orders", "days", "users"]
    assert [(c.name, c.type, c.nullable, c.default) for c in orders.columns] == [
        ("id", "integer", False, "nextval('app.\"Orders_id_seq\"'::regclass)"),
        ("user_id", "bigint", True, ""),
        ("title", "character varying(20)", False, ""),
        ("small", "smallint", True, "nextval('shared'::regclass)"),
        ("during", "tsrange", True, ""),
    ]
    assert orders.foreign_keys == (
        ForeignKey("Orders_user_id_fkey", ("user_id",), "users", ("id",)),
    )
    assert (orders.primary_key, days.primary_key, days.rows) == (("id",), ("id", "at"), 50)
    key, excluded, partial, hashed, pattern = orders.indexes
    assert key == Index(
        "Orders_pkey", ("id",), unique=True, constraint=True, shape="btree int4_ops"
    )
    assert (excluded.columns, excluded.constraint, excluded.ordered) == (("during",), True, False)
    assert (partial.columns, partial.partial, partial.sql[:16]) == (
        ("", "small"),
        True,
        "CREATE INDEX o1 ",
    )
    assert partial.shape == (
        "btree lower((title)::text) text_ops, int2_ops DESC INCLUDE id WHERE (small > 0)"
    )
    assert (hashed.shape, hashed.ordered) == ("hash text_ops", False)
    assert pattern.shape == "btree varchar_pattern_ops, int8_ops NULLS FIRST"
    assert Counter("shared (of app.Orders.small)", 30000, 32767, "app.Orders") in (
        catalogue.counters
    )
    assert not any("citext" in name for name in catalogue.others if "extension" not in name)


CHANGES = {
    "ALTER TABLE users ADD bio text": "column users.bio is still there",
    "ALTER TABLE users ALTER n TYPE bigint": "column users.n is bigint, was integer",
    "ALTER TABLE users ALTER n SET NOT NULL": "column users.n may not be NULL any more",
    "ALTER TABLE users ALTER n SET DEFAULT 2": "column users.n has another default",
    "ALTER TABLE users ADD CHECK (n > 0)": "constraint users_n_check of users is still there",
    "ALTER TABLE users ADD FOREIGN KEY (n) REFERENCES users (id) ON DELETE CASCADE": (
        "constraint users_n_fkey of users is still there; table users has other foreign keys"
    ),
    "ALTER TABLE users ADD FOREIGN KEY (n) REFERENCES users (id)": (
        "table users has other foreign keys"
    ),
    "CREATE INDEX i ON users (n)": "index i is still there",
    "CREATE INDEX i ON counts (n)": "index i is still there",
    "ALTER TABLE users ENABLE ROW LEVEL SECURITY": "row security of users is still there",
    "CREATE POLICY p ON users USING (n = 1)": "policy p on users is still there",
    "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION stamp()": (
        "trigger t on users is still there"
    ),
    "CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING": "rule r on users is still there",
    "CREATE OR REPLACE VIEW names AS SELECT email, n FROM users": "view names is another one",
    "DROP VIEW names": "view names is gone",
    "DROP MATERIALIZED VIEW counts": "materialized view counts is gone",
    "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'": (
        "function one() is another one"
    ),
    "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'": "procedure p() is still there",
    "CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int)": "aggregate a(integer) is still there",
    "ALTER TYPE mood RENAME VALUE 'bad' TO 'sad'": "type mood is another one",
    "ALTER DOMAIN positive SET NOT NULL": "type positive is another one",
    "CREATE TYPE pair AS (a int, b text)": "type pair is still there",
    "CREATE TYPE span AS RANGE (subtype = float8)": "type span is still there",
    "ALTER SEQUENCE numbers MAXVALUE 9": "sequence numbers is another one",
    "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')": (
        "partition days_2 is still there"
    ),
    "CREATE STATISTICS s ON email, n FROM users": "statistics s is still there",
    "CREATE SCHEMA app": "schema app is still there",
    "CREATE EXTENSION citext": "extension citext is still there",
}


@pytest.mark.parametrize(("sql", "told"), CHANGES.items())
def test_a_change_is_seen(sql: str, told: str, connection: Connection) -> None:
    before = read(connection)

    with after(connection, sql) as catalogue:
        assert "; ".join(differences(before, catalogue)) == told
    assert list(differences(before, read(connection))) == []


ID = "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
DEFECTS = [
    ("LR-SCH330", f"CREATE TABLE t ({ID}, user_id bigint REFERENCES users)"),
    (
        "LR-SCH330",
        f"""CREATE TABLE t ({ID}, user_id bigint REFERENCES users);
        CREATE INDEX i ON t (user_id) WHERE user_id > 5""",
    ),
    ("LR-SCH331", "CREATE TABLE t (n int)"),
    ("LR-SCH332", "CREATE INDEX a ON users (email); CREATE INDEX b ON users (email)"),
    ("LR-SCH332", "CREATE INDEX a ON users (lower(email)); CREATE INDEX b ON users (lower(email))"),
    ("LR-SCH333", "CREATE INDEX a ON users (email); CREATE INDEX b ON users (email, n)"),
    ("LR-SCH334", "CREATE INDEX a ON ONLY days (at, id)"),
    (
        "LR-SCH335",
        f"CREATE TABLE t ({ID}, user_id int REFERENCES users); CREATE INDEX a ON t (user_id)",
    ),
    ("LR-SCH336", f"CREATE TABLE t ({ID}, n int); SELECT setval('t_id_seq', 9000000000000000000)"),
    ("LR-SCH336", "CREATE TABLE t (id serial PRIMARY KEY); SELECT setval('t_id_seq', 2000000000)"),
    ("LR-SCH337", "CREATE UNIQUE INDEX a ON users (email, n)"),
    ("LR-SCH338", "ALTER TABLE users ADD UNIQUE (n)"),
]
SOUND = [
    f"CREATE TABLE t ({ID}, user_id bigint REFERENCES users); CREATE INDEX i ON t (user_id, id)",
    "CREATE INDEX a ON users (email); CREATE INDEX b ON users (email text_pattern_ops)",
    "CREATE INDEX a ON users (email); CREATE INDEX b ON users (email) WHERE n > 1",
    "CREATE INDEX a ON users (email); CREATE INDEX b ON users USING hash (email)",
    "CREATE INDEX a ON users (lower(email)); CREATE INDEX b ON users (upper(email))",
    'CREATE INDEX a ON users (email); CREATE INDEX b ON users (email COLLATE "C", n)',
    "CREATE INDEX a ON users (email) INCLUDE (n); CREATE INDEX b ON users (email)",
    "CREATE INDEX a ON days (at)",
    "CREATE UNIQUE INDEX a ON users (email, n) NULLS NOT DISTINCT",
    "CREATE UNIQUE INDEX a ON users (n) WHERE n IS NOT NULL",
    (
        f"CREATE TABLE t ({ID}, code varchar(9) UNIQUE NOT NULL); "
        "CREATE TABLE u (code text PRIMARY KEY REFERENCES t (code))"
    ),
    (
        f"CREATE TABLE t ({ID}, at date, n int NOT NULL, "
        "FOREIGN KEY (n, at) REFERENCES days (id, at)); CREATE INDEX a ON t (at, n)"
    ),
    "CREATE SEQUENCE s MAXVALUE 10 CYCLE; SELECT setval('s', 10)",
    "CREATE EXTENSION pg_trgm; CREATE INDEX a ON users USING gin (email gin_trgm_ops)",
]


def judged(catalogue: Catalogue) -> list[tuple[str, Finding]]:
    facts = Catalogued(subject="the database", catalogue=catalogue, place=Location("a.yaml"))
    return [
        (rule.id, said) for rule in RULES for said in rule.check(facts) if isinstance(said, Finding)
    ]


@pytest.mark.parametrize(("rule", "sql"), DEFECTS)
def test_the_rules_find_what_is_wrong(rule: str, sql: str, connection: Connection) -> None:
    with after(connection, sql) as catalogue:
        found = judged(catalogue)

        assert [id_ for id_, _ in found] == [rule]
        for _, finding in found:  # what it advises is SQL that this very database takes
            with connection.transaction(force_rollback=True):
                connection.execute(finding.fix.encode())


@pytest.mark.parametrize("sql", SOUND)
def test_the_rules_leave_what_is_sound_alone(sql: str, connection: Connection) -> None:
    with after(connection, sql) as catalogue:
        assert judged(catalogue) == []


def test_no_lock_of_a_table_is_kept(connection: Connection) -> None:
    with connection.transaction(force_rollback=True):
        read(connection)
        locks = """SELECT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            WHERE l.pid = pg_backend_pid() AND c.relname !~ '^pg_' AND c.relkind <> 'S'"""

        assert connection.execute(locks).fetchall() == []
