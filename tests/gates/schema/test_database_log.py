"""A log of statements is read line by line, and no value of it is ever shown."""

import json
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Report
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.database.configuration import EngineName, Log
from launchready_ci.gates.schema.database.queries.logfile import Line
from launchready_ci.gates.schema.database.queries.normal import normal
from launchready_ci.gates.schema.database.queries.tally import REQUESTS, Tally
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.suite import Settings, Suite
from tests.repos import Repo

BOTH: list[EngineName] = ["sqlite", "postgresql"]
NORMAL = [
    ("SELECT  *\nFROM t -- Anna\nWHERE a = 'Anna' /* 1 */ AND b > 1.5e3", "SELECT * FROM t WHERE a = ? AND b > ?"),
    ("SELECT * FROM t WHERE a IN (1, 2,3) AND b IN ('x')", "SELECT * FROM t WHERE a IN (?) AND b IN (?)"),
    ("INSERT INTO t (a, b) VALUES (1, 'Anna'), (2, 'Bob')", "INSERT INTO t (a, b) VALUES (?, ?)"),
    ("SELECT a FROM t WHERE a LIKE '%Anna%' OR a LIKE 'Bo%'", "SELECT a FROM t WHERE a LIKE '%?%' OR a LIKE '?%'"),
    ("SELECT a FROM t WHERE a LIKE '%' || 'Anna'", "SELECT a FROM t WHERE a LIKE '%' || ?"),
    ('SELECT "t"."a" AS "b" FROM "t" WHERE "t"."a" = 5', 'SELECT "t"."a" AS "b" FROM "t" WHERE "t"."a" = ?'),
    ("SELECT a FROM t LIMIT 10 OFFSET 20", "SELECT a FROM t LIMIT ? OFFSET ?"),
    ("SELECT a FROM t WHERE a = :a AND b = ?", "SELECT a FROM t WHERE a = ? AND b = ?"),
]  # fmt: skip
HOSTILE = [
    'SELECT a FROM t WHERE a = "Anna"',
    'SELECT a FROM t WHERE a IN ("x", "Anna")',
    'INSERT INTO t (a) VALUES ("Anna")',
    "SELECT a FROM t WHERE a = 'it''s Anna'",
    "SELECT a FROM t WHERE a = 'it\\'s Anna'",
    "SELECT a FROM t WHERE a = E'it\\'s Anna'",
    "SELECT a FROM t WHERE a = $$it's Anna$$",
    "SELECT a FROM t WHERE a = $x$Anna's$x$",
    "SELECT a FROM t WHERE a = 'Anna",
    'SELECT a FROM t WHERE a LIKE "%Anna%"',
    "SELECT a FROM t WHERE a LIKE 'x%Anna%y'",
    "SELECT a FROM t WHERE a = N'Anna' AND b = U&'Anna'",
    "SELECT a FROM t /* Anna */ WHERE a = 1 -- Anna",
]


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(("sql", "shown"), NORMAL)
def test_a_statement_is_shown_without_its_values(sql: str, shown: str, engine: EngineName) -> None:
    assert normal(Statement(sql, engine=engine)) == shown
    assert normal(Statement(shown, engine=engine)) == shown


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize("sql", HOSTILE)
def test_no_value_passes_for_a_name(sql: str, engine: EngineName) -> None:
    assert "Anna" not in normal(Statement(sql, engine=engine))


def test_memory_does_not_grow_with_the_requests_of_a_log() -> None:
    tally = Tally("sqlite", 3)
    for number in range(3 * REQUESTS):
        tally.take("a.log", Line(number, f"SELECT {number}", 0.5, f"r{number // 3}"))
        assert len(tally._open) <= REQUESTS  # noqa: SLF001
    tally.close()

    [ran] = tally.ran.values()
    assert (ran.runs, ran.requests, ran.most, ran.often) == (3 * REQUESTS, REQUESTS, 3, REQUESTS)
    assert ran.seconds == 1.5 * REQUESTS


def judged(log: str, tmp_path: Path, files: dict[str, str], how: Log | None = None) -> GateReport:
    return reported(log, tmp_path, files, how).gates[0]


def reported(log: str, tmp_path: Path, files: dict[str, str], how: Log | None = None) -> Report:
    repo = Repo.new(tmp_path / "repo")
    repo.commit({name.encode(): text.encode() for name, text in files.items()})
    path = tmp_path / "queries.jsonl"
    path.write_text(log)
    suite = Suite.load(Settings(str(repo.path)), repo.environ)
    given = {"asked": Asked("queries", (str(path),)), "log": how or Log()}
    return suite.run(suite.plan(["schema"], given))


def said(report: GateReport) -> dict[str, list[str]]:
    """Rule → where and what."""
    return {
        result.rule.id: [f"{Path(f.location.path).name}:{f.location.line} {f.message}" for f in result.findings]
        for result in report.results
        if result.findings
    }  # fmt: skip


def lines(*entries: object) -> str:
    return "".join(f"{json.dumps(entry)}\n" for entry in entries)


DATABASE = {
    "launchready.yaml": 'schema:\n  database: {engine: sqlite, migrations: ["m.sql"], queries: ["q.sql"]}\n',
    "m.sql": "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL);\n",
    "q.sql": "\n-- name: of_a\nSELECT b FROM t\nWHERE id = :id;\n",
}


def test_loops_and_slow_statements_point_at_the_file_that_holds_them(tmp_path: Path) -> None:
    loop = [
        {"sql": f"select b from t where id = {n}", "duration": "2ms", "trace_id": 7}
        for n in range(12)
    ]
    same = [{"sql": f"SELECT b FROM t WHERE id = {n}", "ms": 150, "req_id": "x"} for n in range(2)]

    found = said(judged(lines({"message": "no statement"}, *loop, *same), tmp_path, DATABASE))

    assert found == {
        "LR-SCH360": [
            "queries.jsonl:2 select b from t where id = ?: up to 12 times in one request, 10 times or more in 1 of the 1 requests that ran it"
        ],
        "LR-SCH361": [
            "q.sql:3 SELECT b FROM t WHERE id = ?: 2 runs, 150 ms on average, 150 ms at most, 93% of the time of all statements"
        ],
    }


def test_statements_of_a_log_are_planned_without_their_values(tmp_path: Path) -> None:
    log = lines(
        {"statement": "SELECT id FROM t WHERE a = 'Anna' LIMIT 5"},
        {"statement": "SELECT id FROM t WHERE b LIKE '%Anna%'"},
        {"statement": "SELECT id FROM elsewhere WHERE b = 'Anna'"},
        {"statement": "COMMIT"},
    )

    report = judged(log, tmp_path, DATABASE)

    found = said(report)
    assert found.keys() == {"LR-SCH351", "LR-SCH355"}
    assert [text.split()[0] for texts in found.values() for text in texts] == [
        "queries.jsonl:1",
        "queries.jsonl:2",
    ]
    assert "Anna" not in repr(report)


def test_keys_of_another_log_are_named(tmp_path: Path) -> None:
    entry = {"db": {"text": "SELECT 1"}, "took": {"ms": 900}, "http": {"id": "r"}}
    how = Log("db.text", "took.ms", "http.id", repeats=2)

    found = said(judged(lines(entry, entry), tmp_path, {"a": ""}, how))

    assert found.keys() == {"LR-SCH360", "LR-SCH361"}


def test_a_log_without_requests_says_that_no_loop_was_looked_for(tmp_path: Path) -> None:
    report = reported(lines({"sql": "SELECT 1", "ms": 2}), tmp_path, {"a": ""})

    assert report.exit_code == 0
    assert [note for note in report.notes if "loops (N+1) were not looked for" in note]


BAD = {
    '{"statement": "SELECT 1"': "no JSON",
    "[1]": "expected a JSON object",
    '{"statement": "SELECT 1", "ms": "soon"}': "its duration is neither milliseconds nor",
    '{"statement": "SELECT 1", "ms": NaN}': "its duration is neither milliseconds nor",
    '{"statement": "SELECT 1", "ms": true}': "its duration is neither milliseconds nor",
    "[" * 100_000: "no JSON",
}


@pytest.mark.parametrize(("bad", "reason"), BAD.items())
def test_a_bad_line_is_an_error_with_its_number(bad: str, reason: str, tmp_path: Path) -> None:
    report = judged(f'{{"statement": "SELECT 1"}}\n{bad}\n', tmp_path, {"a": ""})

    assert report.outcome.word == "error"
    assert f"queries.jsonl:2: {reason}" in report.reason


@pytest.mark.parametrize("log", ["", "\n", '{"message": "hello"}\n'])
def test_a_log_without_statements_is_no_pass(log: str, tmp_path: Path) -> None:
    report = judged(log, tmp_path, {"a": ""})

    assert report.outcome.word == "error"
    assert "no line names a statement" in report.reason
