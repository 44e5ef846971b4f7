"""Migrations for PostgreSQL that are sound, and what can be wrong with some: for tests."""

from collections.abc import Mapping

from tests.gates.schema.database_defects import DOWN, UP, Defect, Files

LIMITS = "SET lock_timeout = '1s';\nSET statement_timeout = '5s';\n"
"""What squawk wants of whatever waits for a lock; two lines."""
USERS = f"""{LIMITS}CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text
);
"""
POSTS = f"""{LIMITS}CREATE TABLE posts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE INDEX posts_by_author ON posts (author_id, title);
"""
CONFIG = """schema:
  database: {engine: postgresql, migrations: ["m/*.sql"], url: {secret: DATABASE_URL}}
"""
BASE = {
    "launchready.yaml": CONFIG,
    "m/001_users.up.sql": USERS,
    "m/001_users.down.sql": "DROP TABLE users;\n",
    "m/002_posts.up.sql": POSTS,
    "m/002_posts.down.sql": "DROP TABLE posts;\n",
}
NOTHING = "SELECT 1;\n"
ENDLESS = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$;\n"
SOUND: Mapping[str, Files] = {
    "nothing more": {},
    "a column with a default": {
        UP: f"{LIMITS}ALTER TABLE users ADD COLUMN role text NOT NULL DEFAULT 'member';",
        DOWN: "ALTER TABLE users DROP COLUMN role;",
    },
    "an index that locks nobody out": {
        UP: f"{LIMITS}CREATE INDEX CONCURRENTLY users_by_name ON users (name);",
        DOWN: "DROP INDEX CONCURRENTLY users_by_name;",
    },
    "a foreign key in two steps": {
        UP: f"""{LIMITS}ALTER TABLE users ADD COLUMN best_id bigint;
ALTER TABLE users ADD CONSTRAINT users_best FOREIGN KEY (best_id) REFERENCES posts (id) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_best;
CREATE INDEX CONCURRENTLY users_by_best ON users (best_id);
""",
        DOWN: "ALTER TABLE users DROP COLUMN best_id;",
    },
    "constraints of a table of its own": {
        UP: f"""{LIMITS}CREATE TABLE likes (user_id bigint NOT NULL);
ALTER TABLE likes ADD COLUMN post_id bigint NOT NULL;
ALTER TABLE ONLY likes ADD PRIMARY KEY (post_id, user_id);
ALTER TABLE likes ADD CONSTRAINT of_post FOREIGN KEY (post_id) REFERENCES posts (id);
ALTER TABLE likes ADD UNIQUE (user_id);
""",
        DOWN: "DROP TABLE likes;",
    },
    "types, a function, a trigger, a view, an extension": {
        UP: f"""{LIMITS}CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.title := lower(NEW.title); -- DROP TABLE users;
  RETURN NEW;
END
$body$;
CREATE TRIGGER stamped BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
CREATE VIEW members AS SELECT id, email FROM users;
COMMENT ON TABLE posts IS 'What people write; 100 % of it';
""",
        DOWN: """DROP VIEW members; DROP FUNCTION one(); DROP TRIGGER stamped ON posts;
DROP FUNCTION stamp(); DROP TYPE mood; DROP EXTENSION citext;
""",
    },
    "partitions": {
        UP: f"""{LIMITS}CREATE TABLE days (
  at timestamptz NOT NULL, n bigint NOT NULL, PRIMARY KEY (at, n)
) PARTITION BY RANGE (at);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
""",
        DOWN: "DROP TABLE days;",
    },
    "rows, and a sequence of its own": {
        UP: f"""{LIMITS}CREATE SEQUENCE numbers;
INSERT INTO users (email) SELECT 'user' || nextval('numbers') FROM generate_series(1, 1000);
UPDATE users SET name = email WHERE name IS NULL;
DELETE FROM users WHERE id > 500;
""",
        DOWN: "DROP SEQUENCE numbers;",
    },
    "a schema of the app, set for the database": {
        UP: f"""{LIMITS}CREATE SCHEMA app;
CREATE TABLE app.tags (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE UNIQUE INDEX tags_by_name ON app.tags (name);
""",
        DOWN: "DROP TABLE app.tags; DROP SCHEMA app;",
    },
}

DEFECTS = (
    Defect(
        "an index on a table that may be there already",
        "LR-SCH306",
        f"{LIMITS}CREATE TABLE IF NOT EXISTS posts (id bigint);\nCREATE INDEX i ON posts (title);",
        "DROP INDEX i;",
        f"{UP}:4:1",
    ),
    Defect("no way back", "LR-SCH300", NOTHING, "", f"{DOWN}:1:1"),
    Defect("a table is dropped", "LR-SCH301", f"{LIMITS}DROP TABLE posts;", place=f"{UP}:3:1"),
    Defect(
        "a column is dropped",
        "LR-SCH302",
        f"{LIMITS}ALTER TABLE users DROP COLUMN name;",
        "ALTER TABLE users ADD COLUMN name text;",
        f"{UP}:3:19",
    ),
    Defect(
        "a column is renamed",
        "LR-SCH303",
        f"{LIMITS}ALTER TABLE users RENAME COLUMN name TO full_name;",
        "ALTER TABLE users RENAME COLUMN full_name TO name;",
        f"{UP}:3:19",
    ),
    Defect(
        "a required column has no default",
        "LR-SCH304",
        f"{LIMITS}ALTER TABLE users ADD COLUMN role text NOT NULL;",
        "ALTER TABLE users DROP COLUMN role;",
        f"{UP}:3:19",
    ),
    Defect(
        "a type changes",
        "LR-SCH305",
        f"{LIMITS}ALTER TABLE users ALTER COLUMN name TYPE varchar(9);",
        "ALTER TABLE users ALTER COLUMN name TYPE text;",
        f"{UP}:3:37",
    ),
    Defect(
        "an index locks writers out",
        "LR-SCH306",
        f"{LIMITS}CREATE INDEX users_by_name ON users (name);",
        "DROP INDEX users_by_name;",
        f"{UP}:3:1",
    ),
    Defect(
        "a foreign key is checked at once",
        "LR-SCH307",
        f"{LIMITS}ALTER TABLE posts ADD CONSTRAINT p FOREIGN KEY (id) REFERENCES users (id);",
        "ALTER TABLE posts DROP CONSTRAINT p;",
        f"{UP}:3:19",
    ),
    Defect(
        "nothing says how long it may wait",
        "LR-SCH308",
        "ALTER TABLE users ADD COLUMN role text;",
        "ALTER TABLE users DROP COLUMN role;",
        f"{UP}:1:1",
    ),
    Defect(
        "an index is built concurrently in a transaction",
        "LR-SCH309",
        f"{LIMITS}BEGIN;\nCREATE INDEX CONCURRENTLY a ON users (name);\nCOMMIT;",
        "DROP INDEX a;",
        f"{UP}:4:14",
    ),
    Defect(
        "a time without a zone",
        "LR-SCH310",
        f"{LIMITS}ALTER TABLE users ADD COLUMN born timestamp;",
        "ALTER TABLE users DROP COLUMN born;",
        f"{UP}:3:35",
    ),
    Defect("all rows are deleted", "LR-SCH313", f"{NOTHING}DELETE FROM posts;", place=f"{UP}:2:1"),
    Defect(
        "a word is misspelt",
        "LR-SCH320",
        "CREATE TABLE a (\n  id bigint PRIMARY KYE\n);",
        place=f"{UP}:2:21",
    ),
    Defect(
        "a column is not there", "LR-SCH320", "SELECT 'é',\n  nope FROM users;", place=f"{UP}:2:3"
    ),
    Defect("a table is there already", "LR-SCH320", USERS, place=f"{UP}:3:1"),
    Defect(
        "what is concurrent does not run in a transaction",
        "LR-SCH320",
        f"BEGIN;\n{LIMITS}CREATE INDEX CONCURRENTLY a ON users (name);\nCOMMIT;",
        place=f"{UP}:4:1",
    ),
    Defect(
        "two names have one value",
        "LR-SCH320",
        "INSERT INTO users (email) VALUES ('a'), ('a');",
    ),
    Defect(
        "rows that psql sends", "LR-SCH320", "SELECT 1;\nCOPY users FROM STDIN;", place=f"{UP}:2:1"
    ),
    Defect("a program", "LR-SCH320", "COPY users TO PROGRAM 'id';"),
    Defect("a file of the server", "LR-SCH320", "SELECT pg_read_file('/etc/passwd');"),
    Defect("an extension that leads out", "LR-SCH320", "CREATE EXTENSION dblink;"),
    Defect("a way back is misspelt", "LR-SCH321", NOTHING, "DROP TABLE userz;", f"{DOWN}:1:1"),
    Defect(
        "a way back leaves an index",
        "LR-SCH322",
        f"{LIMITS}CREATE INDEX CONCURRENTLY users_by_name ON users (name);",
        place=f"{DOWN}:1:1",
    ),
    Defect(
        "a way back leaves a function",
        "LR-SCH322",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';",
        place=f"{DOWN}:1:1",
    ),
    Defect(
        "a way back leaves a type",
        "LR-SCH322",
        "CREATE TYPE mood AS ENUM ('good');",
        place=f"{DOWN}:1:1",
    ),
    Defect(
        "a large object stays, and is there the second time",
        "LR-SCH323",
        "SELECT lo_create(4711);",
    ),
    Defect("a transaction is left open", "LR-SCH324", "BEGIN;\nCREATE TABLE a (b bigint);"),
    Defect("no end", "LR-SCH325", ENDLESS),
    Defect(
        "no end that can be switched off",
        "LR-SCH325",
        f"SET statement_timeout = 0;\n{ENDLESS}",
        place=f"{UP}:2:1",
    ),
    Defect(
        "a foreign key without an index",
        "LR-SCH330",
        f"""{LIMITS}CREATE TABLE likes (
  id bigint PRIMARY KEY,
  post_id bigint NOT NULL REFERENCES posts (id)
);""",
        "DROP TABLE likes;",
        f"{UP}:5:3",
    ),
    Defect("no primary key", "LR-SCH331", "CREATE TABLE a (b text);", "DROP TABLE a;", f"{UP}:1:1"),
    Defect(
        "an index twice",
        "LR-SCH332",
        f"""{LIMITS}CREATE INDEX CONCURRENTLY a ON users (name);
CREATE INDEX CONCURRENTLY b ON users (name);""",
        "DROP INDEX a; DROP INDEX b;",
        f"{UP}:4:1",
    ),
    Defect(
        "an index that another begins with",
        "LR-SCH333",
        f"{LIMITS}CREATE INDEX CONCURRENTLY a ON posts (author_id);",
        "DROP INDEX a;",
        f"{UP}:3:1",
    ),
    Defect(
        "another type over there",
        "LR-SCH335",
        f"""{LIMITS}CREATE TABLE a (
  id bigint PRIMARY KEY, u int NOT NULL REFERENCES users (id)
);
CREATE INDEX a_by_u ON a (u);""",
        "DROP TABLE a;",
        f"{UP}:4:26",
    ),
    Defect(
        "a sequence near its end",
        "LR-SCH336",
        f"""{LIMITS}CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
SELECT setval('a_id_seq', 2000000000);""",
        "DROP TABLE a;",
        f"{UP}:3:1",
    ),
    Defect(
        "a unique pair, half of which may be NULL",
        "LR-SCH337",
        "CREATE TABLE a (\n  id bigint PRIMARY KEY, b bigint NOT NULL, c bigint, UNIQUE (b, c)\n);",
        "DROP TABLE a;",
        f"{UP}:2:45",
    ),
    Defect(
        "a unique column that may be NULL",
        "LR-SCH338",
        f"{LIMITS}CREATE UNIQUE INDEX CONCURRENTLY a ON users (name);",
        "DROP INDEX a;",
        "m/001_users.up.sql:6:3",
    ),
)
"""An index that is invalid (LR-SCH334) is left by a migration that fails, so it is not among them:
``test_postgresql_catalogue.py`` has one."""
