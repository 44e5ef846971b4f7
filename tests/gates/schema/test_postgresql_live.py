"""A database in use is judged by its catalogue and its statistics, and nothing of it changes."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.suite import Settings, Suite
from tests.postgres import VERSIONS, Postgres, Watched, find, url, watched

CONFIG = """schema:
  database:
    engine: postgresql
    migrations: ["m/*.sql"]
    queries: ["q/*.sql"]
    large: 1000
    url: {secret: DATABASE_URL}
"""
SCHEMA = """
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE posts (
  id serial PRIMARY KEY,
  author_id bigint NOT NULL REFERENCES users (id),
  title text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE few (id bigint PRIMARY KEY, word text NOT NULL);
INSERT INTO users (email) SELECT 'user' || n FROM generate_series(1, 2000) AS n;
INSERT INTO posts (author_id, title) SELECT n, 'title' || n FROM generate_series(1, 2000) AS n;
INSERT INTO few SELECT n, 'word' FROM generate_series(1, 5) AS n;
SELECT setval('posts_id_seq', 2000000000);
CREATE FUNCTION tried() RETURNS int LANGUAGE plpgsql IMMUTABLE AS
  'BEGIN RETURN writes(); END';
CREATE ROLE watcher LOGIN PASSWORD 'watcher';
GRANT pg_read_all_stats TO watcher;
GRANT ALL ON ALL TABLES IN SCHEMA public TO watcher;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO watcher;
CREATE FUNCTION writes() RETURNS int LANGUAGE plpgsql AS
  'BEGIN INSERT INTO users (email) VALUES (''written''); RETURN 1; END';
ANALYZE users, posts;
"""
RAN = [
    "SELECT title FROM posts WHERE title = 'title7'",
    "SELECT p.title, u.email FROM posts p JOIN users u ON u.id = p.author_id",
    "SELECT u.id FROM users u JOIN posts p ON p.author_id = u.id WHERE u.email = 'user7'",
    "SELECT id FROM posts ORDER BY at DESC LIMIT 5",
    "SELECT id FROM posts WHERE at > now() - interval '1 day' AND id = 3",
    "SELECT id FROM users WHERE id IN (1, 2, 3)",
    "SELECT * FROM few WHERE word = 'word'",
    "SELECT id FROM users WHERE id = 7 AND pg_sleep(0.2) IS NOT NULL",
]
READS = re.compile(
    r"""BEGIN\ READ\ ONLY|ROLLBACK|(SAVEPOINT|RELEASE|ROLLBACK\ TO)\ "_pg3_\d+"
    |DEALLOCATE\ launchready|EXPLAIN\ \((GENERIC_PLAN,\ )?FORMAT
    |PREPARE\ launchready\ AS|SELECT\ |WITH\ """,
    re.VERBOSE,
)


@pytest.fixture(scope="module", params=VERSIONS)
def server(
    request: pytest.FixtureRequest, require: Callable[[object, str], None]
) -> Iterator[Watched]:
    programs = find(request.param)
    require(programs, f"PostgreSQL {request.param}")
    assert programs
    with watched(programs, SCHEMA, "SELECT pg_stat_statements_reset()", *RAN) as server:
        yield server


def watcher(server: Watched, name: str = "watcher") -> str:
    """The URL of a user that has no more rights than it needs."""
    return url(server.server, user=name, password=name)


def judged(root: Path, address: str, files: Mapping[str, str]) -> GateReport:
    for name, text in {"launchready.yaml": CONFIG, "q/a.sql": "SELECT 1;", **files}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    suite = Suite.load(Settings(str(root)), {"DATABASE_URL": address})
    asked = Asked("database", (), live=True)
    return suite.run(suite.plan(["schema"], {"asked": asked}), "post-build").gates[0]


def findings(report: GateReport) -> set[tuple[str, str]]:
    return {
        (result.rule.id, finding.message)
        for result in report.results
        for finding in result.findings
    }


TITLE = "SELECT title FROM posts WHERE title = ?"
EMAIL = "SELECT u.id FROM users u JOIN posts p ON p.author_id = u.id WHERE u.email = ?"
NEWEST = "SELECT id FROM posts ORDER BY at DESC LIMIT ?"
ALL = "SELECT p.title, u.email FROM posts p JOIN users u ON u.id = p.author_id"
INDEX = "run this as a migration: CREATE INDEX CONCURRENTLY {} ON posts ({})"


def test_the_catalogue_and_the_statistics_are_judged(server: Watched, tmp_path: Path) -> None:
    report = judged(
        tmp_path, watcher(server), {"q/a.sql": "SELECT id FROM posts WHERE title LIKE '%x';"}
    )

    said = {
        (result.rule.id, finding.message.partition(":")[0], finding.fix)
        for result in report.results
        for finding in result.findings
    }
    slow = "SELECT id FROM users WHERE id = ? AND pg_sleep(?) IS NOT NULL"
    assert said == {
        (
            "LR-SCH330",
            "no index begins with posts.author_id, which refers to users",
            "CREATE INDEX CONCURRENTLY posts_author_id_idx ON posts (author_id);",
        ),
        (
            "LR-SCH336",
            "posts_id_seq (of posts.id) is at 2,000,000,000, and ends at 2,147,483,647",
            "",
        ),
        ("LR-SCH351", f"{TITLE} asks for posts by title", INDEX.format("posts_by_title", "title")),
        (
            "LR-SCH352",
            f"{EMAIL} looks up posts by author_id for other rows",
            INDEX.format("posts_by_author_id", "author_id"),
        ),
        (
            "LR-SCH353",
            f"{NEWEST} wants a few rows of posts in the order of at",
            INDEX.format("posts_by_at", "at"),
        ),
        ("LR-SCH355", "q/a.sql looks for text inside of posts.title", ""),
        ("LR-SCH356", f"{ALL} reads posts, which has 2,000 rows", ""),
        ("LR-SCH370", slow, ""),
    }
    assert report.outcome is Outcome.FAILED
    assert all(
        "password" not in text and "user7" not in text for _, *texts in said for text in texts
    )


def test_nothing_is_written(server: Watched, tmp_path: Path) -> None:
    def written() -> list[tuple[object, ...]]:
        asked = "SELECT pg_snapshot_xmax(pg_current_snapshot()), (SELECT count(*) FROM users)"
        return server.admin.execute(asked.encode()).fetchall()

    before = written()

    report = judged(
        tmp_path,
        watcher(server),
        {
            "q/a.sql": """DELETE FROM posts WHERE title = 'x'; UPDATE users SET email = $1;
            INSERT INTO few VALUES (9, 'x'); SELECT * FROM few FOR UPDATE;
            SELECT nextval('posts_id_seq'); SELECT setval('posts_id_seq', 1);
            SELECT id FROM users WHERE id = tried(); COMMIT; DROP TABLE few""",
        },
    )

    assert written() == before  # no transaction has asked for an id
    said = server.said()
    assert said.count("BEGIN READ ONLY") >= 1
    assert [sql for sql in said if not READS.match(sql)] == []
    refused = [message for rule, message in findings(report) if rule == "LR-SCH350"]
    assert refused == ["q/a.sql: cannot execute INSERT in a read-only transaction"]


def test_what_may_not_be_read_is_told(server: Watched, tmp_path: Path) -> None:
    server.admin.execute("CREATE ROLE blind LOGIN PASSWORD 'blind'")

    report = judged(
        tmp_path,
        watcher(server, "blind"),
        {"q/a.sql": "DELETE FROM posts WHERE id = 1"},
    )

    said = {result.rule.id: result for result in report.results}
    assert said["LR-SCH336"].outcome is Outcome.ERROR
    assert "posts_id_seq (of posts.id): their values may not be read" in said["LR-SCH336"].reason
    assert said["LR-SCH330"].findings
    assert "its user may not run it: permission denied for table posts" in said["LR-SCH000"].reason


def test_without_statistics_their_rules_are_skipped(postgres: Postgres, tmp_path: Path) -> None:
    report = judged(tmp_path, url(postgres("18")), {"q/a.sql": "SELECT 1;"})

    [result] = [result for result in report.results if result.rule.id == "LR-SCH370"]
    assert result.outcome is Outcome.SKIPPED
    assert result.reason.endswith("the extension pg_stat_statements is not in this database")
    assert report.outcome is Outcome.PASSED
