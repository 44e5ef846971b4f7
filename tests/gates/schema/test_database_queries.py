"""Each query that lacks an index is named with the index that mends it, and no other is."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any, Protocol, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from launchready_ci.findings import Finding
from launchready_ci.gate import Rule
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.engine import Planner
from launchready_ci.gates.schema.database.queries.facts import Planned, Taken
from launchready_ci.gates.schema.database.queries.look import look
from launchready_ci.gates.schema.database.rules.queries import RULES
from launchready_ci.gates.schema.database.sqlite import Sqlite
from launchready_ci.gates.schema.database.statements import Statement, split
from tests.gates.schema.database_queries import LACKING, SCHEMA, SOUND


def filled() -> Sqlite:
    engine = Sqlite(":memory:")
    for statement in split(SCHEMA):
        engine.apply(statement.sql)
    return engine


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Sqlite]:
    with closing(filled()) as engine:
        yield engine


class Asked(Planner, Protocol):
    """A database that can be planned on."""

    def catalogue(self) -> Catalogue: ...


def findings(sql: str, engine: Asked, dialect: EngineName = "sqlite") -> list[tuple[str, Finding]]:
    """What is found about a statement, with the rule's id."""
    found = []
    rules = cast("tuple[Rule[Any], ...]", RULES)
    for fact in look(Statement(sql, "a.sql", engine=dialect), engine, engine.catalogue(), 10_000):
        assert isinstance(fact, Taken | Planned)
        for rule in rules:
            for said in rule.check(fact) if isinstance(fact, rule.judges) else ():
                assert isinstance(said, Finding)
                found.append((rule.id, said))
    return found


def indexes(said: list[tuple[str, Finding]]) -> list[str]:
    return [sql for _, finding in said for sql in finding.properties.get("index", ())]


def columns(alias: str) -> some.SearchStrategy[str]:
    names = ["id", "author_id", "kind", "title", "created_at"]
    return some.sampled_from([f"{alias}{name}" for name in names])


def conditions(alias: str) -> some.SearchStrategy[str]:
    asked = some.sampled_from(
        ["= ?", "> ?", "IN (?, ?)", "BETWEEN ? AND ?", "IS NULL", "LIKE 'a%'", "<> ?", "LIKE '%a'"]
    )
    bare = some.builds("{} {}".format, columns(alias), asked)
    hidden = some.builds("lower({}) = ?".format, columns(alias))
    either = some.builds("({} OR {})".format, bare, bare)
    return some.one_of(bare, bare, bare, hidden, either)


@some.composite
def queries(draw: some.DrawFn) -> str:
    """A SELECT with any conditions, perhaps with a join, an order and a limit."""
    joined = draw(some.booleans())
    source, alias = "posts p", "p."
    if joined:
        on = draw(some.sampled_from(["u.id = p.author_id", "u.name = p.title"]))
        source += f" {draw(some.sampled_from(['JOIN', 'LEFT JOIN']))} users u ON {on}"
    where = " AND ".join(draw(some.lists(conditions(alias), max_size=3)))
    order = ", ".join(draw(some.lists(columns(alias), max_size=2, unique=True)))
    parts = ["SELECT * FROM", source, f"WHERE {where}" if where else ""]
    parts += [f"ORDER BY {order}" if order else "", draw(some.sampled_from(["", "LIMIT 10"]))]
    return " ".join(filter(None, parts))


@settings(max_examples=60, deadline=None)
@given(queries())
def test_with_the_indexes_that_it_asks_for_no_query_asks_for_more(sql: str) -> None:
    with closing(filled()) as engine:
        for index in indexes(findings(sql, engine)):
            engine.apply(index)

        assert indexes(findings(sql, engine)) == []


@pytest.mark.parametrize("sql", SOUND)
def test_a_sound_query_is_left_alone(sql: str, sqlite: Sqlite) -> None:
    assert findings(sql, sqlite) == []


@pytest.mark.parametrize(("sql", "rule", "index"), LACKING)
def test_what_a_query_lacks_is_named(sql: str, rule: str, index: str, sqlite: Sqlite) -> None:
    said = findings(sql, sqlite)

    assert {one for one, _ in said} == {rule}
    assert [sql.partition(" ON ")[2] for sql in indexes(said)] == ([index] if index else [])


@pytest.mark.parametrize(
    ("sql", "at"),
    [
        ("SELECT *\nFROM nowhere WHERE id = ?", (2, 6)),
        ("SELECT id, nothing FROM posts", (1, 12)),
        ("SELECT id FROM posts, posts p", (1, 1)),
    ],
)
def test_a_refused_query_is_told_where_it_is_wrong(
    sql: str, at: tuple[int, int], sqlite: Sqlite
) -> None:
    (_, finding), *_ = findings(sql, sqlite)

    assert finding.location
    assert (finding.location.line, finding.location.column) == at
