"""A file of SQL is split where its database would split it."""

import pytest

from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.names import quoted
from launchready_ci.gates.schema.database.statements import split

BOTH: dict[str, list[str]] = {
    "": [],
    " ; -- nothing;\n ; /* ; */ ": [],
    "SELECT 1; SELECT 2": ["SELECT 1", "SELECT 2"],
    "SELECT ';', '''; --', \"a;\"; SELECT 2;": ["SELECT ';', '''; --', \"a;\"", "SELECT 2"],
    "-- first; not\nSELECT 1 -- why;\n, 2;": ["SELECT 1 -- why;\n, 2"],
    "SELECT 'open; SELECT 2;": ["SELECT 'open; SELECT 2;"],
    "SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2": ["SELECT CASE 1 WHEN 1 THEN 2 END", "SELECT 2"],
    "BEGIN; SELECT 1; END; SELECT 2;": ["BEGIN", "SELECT 1", "END", "SELECT 2"],
}
TRIGGER = """CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN
  UPDATE a SET b = CASE WHEN c THEN 1 END;
  DELETE FROM a;
END"""
ATOMIC = """CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
  SELECT CASE WHEN a > 1 THEN 2 END; SELECT 3;
END"""
SQLITE = {
    f"{TRIGGER}; SELECT 1": [TRIGGER, "SELECT 1"],
    "SELECT [a;b], `c;d`; SELECT 2": ["SELECT [a;b], `c;d`", "SELECT 2"],
    "SELECT $a; SELECT $b": ["SELECT $a", "SELECT $b"],
    "/* /* */ SELECT 1": ["SELECT 1"],
}
POSTGRESQL = {
    f"{ATOMIC}; SELECT 1": [ATOMIC, "SELECT 1"],
    "DO $$ BEGIN; END $$; DO $a$ $$;$b$; $a$; SELECT 1": [
        "DO $$ BEGIN; END $$",
        "DO $a$ $$;$b$; $a$",
        "SELECT 1",
    ],
    "SELECT E'\\';', a[1;]; SELECT $1": ["SELECT E'\\';', a[1", "]", "SELECT $1"],
    "/* /* ; */ ; */ SELECT 1": ["SELECT 1"],
}
CASES: list[tuple[EngineName, str, list[str]]] = [
    *(("sqlite", text, wanted) for text, wanted in {**BOTH, **SQLITE}.items()),
    *(("postgresql", text, wanted) for text, wanted in {**BOTH, **POSTGRESQL}.items()),
]


@pytest.mark.parametrize(("engine", "text", "wanted"), CASES)
def test_statements_end_where_they_end(engine: EngineName, text: str, wanted: list[str]) -> None:
    assert [statement.sql for statement in split(text, "a.sql", engine)] == wanted


def test_a_statement_knows_where_each_of_its_characters_is() -> None:
    first, second = split("-- a\n\n  SELECT 1;\n/* b\n */ SELECT\n x; ", "a.sql", "sqlite")

    assert str(first.location) == "a.sql:3:3"
    assert str(second.location) == "a.sql:5:5"
    assert str(second.at(second.sql.index("x"))) == "a.sql:6:2"


def test_a_hostile_file_is_split_in_linear_time() -> None:
    for text, most in (
        ("'" * 400_001, 1),
        ("$a" * 200_000, 1),
        ("/*" * 200_000, 1),
        ("CREATE TRIGGER;" * 50_000, 50_000),
    ):
        for engine in ("sqlite", "postgresql"):
            found = [one.sql for one in split(text, "a.sql", engine)]
            assert len(found) <= most
            assert all(sql in text for sql in found[:3])


@pytest.mark.parametrize("word", ["user", "check", "order", "group", "only", "transaction"])
def test_a_name_that_is_a_word_of_sql_is_quoted(word: str) -> None:
    assert quoted(word) == f'"{word}"'
