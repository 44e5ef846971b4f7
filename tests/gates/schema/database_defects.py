"""Migrations for SQLite that are sound, and what can be wrong with some: for tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.suite import Settings, Suite

Files = Mapping[str, str]

USERS = """CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT
);
"""
POSTS = """CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  title TEXT NOT NULL
);
CREATE INDEX posts_by_author ON posts (author_id, title);
"""
REBUILD = """CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);
INSERT INTO new_users SELECT id, email, name FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
"""
CONFIG = 'schema:\n  database: {engine: sqlite, migrations: ["m/*.sql"]}\n'
BASE = {
    "launchready.yaml": CONFIG,
    "m/001_users.up.sql": USERS,
    "m/001_users.down.sql": "DROP TABLE users;\n",
    "m/002_posts.up.sql": POSTS,
    "m/002_posts.down.sql": "DROP INDEX posts_by_author;\nDROP TABLE posts;\n",
}
UP, DOWN = "m/003_next.up.sql", "m/003_next.down.sql"
NOTHING = "SELECT 1;\n"
ENDLESS = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
INSERT INTO users (email) SELECT i FROM n;
"""
SOUND: Mapping[str, Files] = {
    "nothing more": {},
    "a table made anew with its rows": {UP: REBUILD, DOWN: NOTHING},
    "a table made anew the other way round": {
        UP: """PRAGMA legacy_alter_table = ON;
ALTER TABLE users RENAME TO old_users;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);
INSERT INTO users SELECT * FROM old_users;
DROP TABLE old_users;
""",
        DOWN: NOTHING,
    },
    "a column with a default": {
        UP: "ALTER TABLE users ADD role TEXT NOT NULL DEFAULT 'member';",
        DOWN: "ALTER TABLE users DROP COLUMN role;",
    },
    "full text, a view, a trigger": {
        UP: """CREATE VIRTUAL TABLE words
USING fts5 (title, content = 'posts', content_rowid = 'id');
CREATE VIEW members AS SELECT id FROM users;
CREATE TRIGGER added AFTER INSERT ON posts BEGIN
  INSERT INTO words (rowid, title) VALUES (new.id, new.title);
  DELETE FROM posts WHERE title = 'DROP TABLE users;';
END;
""",
        DOWN: "DROP TRIGGER added; DROP VIEW members; DROP TABLE words;",
    },
    "quoted names, and no rowid": {
        UP: """CREATE TABLE "a; b" ([x y] TEXT NOT NULL, `z` INT, PRIMARY KEY ([x y]))
WITHOUT ROWID;
CREATE UNIQUE INDEX "i;" ON "a; b" (z) WHERE z IS NOT NULL;
""",
        DOWN: 'DROP TABLE "a; b";',
    },
    "a transaction, and a table of its own that goes again": {
        UP: """BEGIN; CREATE TEMP TABLE t (a); DELETE FROM t; DROP TABLE t; COMMIT;
PRAGMA foreign_keys = ON;
""",
        DOWN: NOTHING,
    },
    "a reference in both directions": {
        UP: """CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b (id) UNIQUE NOT NULL);
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES A);
CREATE INDEX b_by_a ON b (a_id DESC);
""",
        DOWN: "DROP TABLE b; DROP TABLE a;",
    },
}


def judged(root: Path, files: Files, environ: Mapping[str, str]) -> GateReport:
    """The gate's report on a folder with these files."""
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_text(text)
    suite = Suite.load(Settings(str(root)), environ)
    return suite.run(suite.plan(["schema"], {}), "post-build").gates[0]


def findings(report: GateReport) -> Mapping[str, list[str]]:
    """Rule → places; with them why what could not be looked at."""
    found: dict[str, list[str]] = {}
    for result in report.results:
        said = [str(finding.location) for finding in result.findings if not finding.suppressed]
        if result.outcome in (Outcome.FAILED, Outcome.ERROR):
            found.setdefault(result.rule.id, []).extend(said or [result.reason])
    return found


class Defect(NamedTuple):
    """One thing that is wrong with a third migration."""

    name: str
    rule: str
    up: str
    down: str = NOTHING
    place: str = f"{UP}:1:1"
    """Where the finding stands."""


DEFECTS = (
    Defect("no way back", "LR-SCH300", NOTHING, "", f"{DOWN}:1:1"),
    Defect("a table is dropped", "LR-SCH301", "DROP TABLE IF EXISTS posts;"),
    Defect(
        "a table is made anew without its rows",
        "LR-SCH301",
        REBUILD.replace("email, name FROM users", "title, '' FROM posts"),
        place=f"{UP}:3:1",
    ),
    Defect(
        "a column is dropped",
        "LR-SCH302",
        "ALTER TABLE users DROP COLUMN name;",
        "ALTER TABLE users ADD COLUMN name TEXT;",
    ),
    Defect(
        "a table is made anew without a column",
        "LR-SCH302",
        REBUILD.replace(", name TEXT", "").replace(", name", ""),
        place=f"{UP}:3:1",
    ),
    Defect(
        "a column is renamed",
        "LR-SCH303",
        "ALTER TABLE main.users RENAME name TO full_name",
        "ALTER TABLE users RENAME COLUMN full_name TO name",
    ),
    Defect(
        "a table is renamed",
        "LR-SCH303",
        'ALTER TABLE "posts" RENAME TO notes',
        "ALTER TABLE notes RENAME TO posts",
    ),
    Defect(
        "a required column has no default",
        "LR-SCH304",
        "\n  /* soon */ ALTER TABLE users ADD role TEXT NOT NULL DEFAULT NULL;",
        "ALTER TABLE users DROP COLUMN role;",
        f"{UP}:2:14",
    ),
    Defect(
        "a type changes",
        "LR-SCH305",
        REBUILD.replace("name TEXT", "name INTEGER"),
        place=f"{UP}:3:1",
    ),
    Defect("all rows are deleted", "LR-SCH313", NOTHING + "DELETE FROM users", place=f"{UP}:2:1"),
    Defect(
        "a word is misspelt",
        "LR-SCH320",
        "CREATE TABLE a (\n  id INTEGER PRIMARY KYE\n);",
        place=f"{UP}:2:22",
    ),
    Defect(
        "a table is not there",
        "LR-SCH320",
        "INSERT INTO nowhere VALUES (1);",
        place=f"{UP}:1:13",
    ),
    Defect("a table is there already", "LR-SCH320", USERS, place=f"{UP}:1:14"),
    Defect(
        "two names have one value", "LR-SCH320", "INSERT INTO users (email) VALUES ('a'), ('a');"
    ),
    Defect("a way back is misspelt", "LR-SCH321", NOTHING, "DROP TABLE user;", f"{DOWN}:1:12"),
    Defect(
        "a way back leaves an index",
        "LR-SCH322",
        "CREATE INDEX users_by_name ON users (name);",
        place=f"{DOWN}:1:1",
    ),
    Defect(
        "a way back brings another default",
        "LR-SCH322",
        NOTHING,
        "ALTER TABLE users ADD COLUMN x TEXT;",
        f"{DOWN}:1:1",
    ),
    Defect("a transaction is left open", "LR-SCH324", "BEGIN;\nCREATE TABLE a (b);"),
    Defect("another file", "LR-SCH325", "ATTACH DATABASE 'x.db' AS x;"),
    Defect("a copy of the database", "LR-SCH325", "VACUUM INTO 'x.db';"),
    Defect("code from a file", "LR-SCH325", "SELECT load_extension('x.so');"),
    Defect("the schema is written by hand", "LR-SCH325", "PRAGMA writable_schema = ON;"),
    Defect("no end", "LR-SCH325", ENDLESS),
    Defect(
        "a foreign key without an index",
        "LR-SCH330",
        "CREATE TABLE likes (\n  id INTEGER PRIMARY KEY,\n  post_id INT NOT NULL REFERENCES posts);",  # noqa: E501
        "DROP TABLE likes;",
        f"{UP}:3:3",
    ),
    Defect(
        "a foreign key that an index does not begin with",
        "LR-SCH330",
        "ALTER TABLE posts ADD editor_id INTEGER REFERENCES users (id);\n"
        "CREATE INDEX by_title ON posts (title, editor_id);",
        "DROP INDEX by_title; ALTER TABLE posts DROP COLUMN editor_id;",
        f"{UP}:1:23",
    ),
    Defect("no primary key", "LR-SCH331", "CREATE TABLE a (b TEXT);", "DROP TABLE a;"),
    Defect(
        "an index twice",
        "LR-SCH332",
        "CREATE INDEX a ON users (name);\nCREATE INDEX b ON users (name);",
        "DROP INDEX a; DROP INDEX b;",
        f"{UP}:2:1",
    ),
    Defect(
        "an index beside a constraint",
        "LR-SCH332",
        "CREATE UNIQUE INDEX a ON users (email);",
        "DROP INDEX a;",
    ),
    Defect(
        "an index that another begins with",
        "LR-SCH333",
        "CREATE INDEX a ON posts (author_id);",
        "DROP INDEX a;",
    ),
    Defect(
        "another type over there",
        "LR-SCH335",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, u TEXT REFERENCES users (id));\n"
        "CREATE INDEX a_by_u ON a (u);",
        "DROP TABLE a;",
        f"{UP}:1:41",
    ),
    Defect(
        "the last rowid",
        "LR-SCH336",
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);\n"
        "INSERT INTO a VALUES (9223372036854775807);",
        "DROP TABLE a;",
    ),
    Defect(
        "a primary key that may be NULL",
        "LR-SCH337",
        "CREATE TABLE a (b TEXT PRIMARY KEY);",
        "DROP TABLE a;",
        f"{UP}:1:17",
    ),
    Defect(
        "a unique pair, half of which may be NULL",
        "LR-SCH337",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT NOT NULL, c INT, UNIQUE (b, c));",
        "DROP TABLE a;",
        f"{UP}:1:57",
    ),
    Defect(
        "a unique column that may be NULL",
        "LR-SCH338",
        "CREATE UNIQUE INDEX a ON users (name);",
        "DROP INDEX a;",
        "m/001_users.up.sql:4:3",
    ),
    Defect(
        "a reference to nothing",
        "LR-SCH339",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, u INTEGER REFERENCES user (id));\n"
        "CREATE INDEX a_by_u ON a (u);",
        "DROP TABLE a;",
        f"{UP}:1:41",
    ),
    Defect(
        "a reference to what is not unique",
        "LR-SCH339",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT NOT NULL REFERENCES users (name));\n"
        "CREATE INDEX a_by_n ON a (n);",
        "DROP TABLE a;",
        f"{UP}:1:41",
    ),
)
