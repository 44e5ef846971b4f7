"""Queries for PostgreSQL: those of SQLite give the same findings, and so do its own kinds."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings

from launchready_ci.gates.schema.database.postgresql.engine import Postgresql
from launchready_ci.gates.schema.database.statements import split
from tests.gates.schema import database_queries as known
from tests.gates.schema.test_database_queries import findings, indexes, queries
from tests.postgres import VERSIONS, Postgres, throwaway

SOUND = [*known.SOUND, *known.OF_POSTGRESQL_SOUND]
LACKING = [*known.LACKING, *known.OF_POSTGRESQL_LACKING]


@pytest.fixture(scope="module", params=VERSIONS)
def engine(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[Postgresql]:
    with throwaway(postgres(request.param)) as database, closing(Postgresql(database)) as engine:
        for statement in split(known.POSTGRESQL, engine="postgresql"):
            engine.apply(statement.sql)
        yield engine


def test_sound_queries_are_left_alone(engine: Postgresql) -> None:
    said = {sql: findings(sql, engine, "postgresql") for sql in SOUND}

    assert {sql: found for sql, found in said.items() if found} == {}


@pytest.mark.parametrize(("sql", "rule", "index"), LACKING)
def test_what_a_query_lacks_is_named(sql: str, rule: str, index: str, engine: Postgresql) -> None:
    said = findings(sql, engine, "postgresql")

    assert {one for one, _ in said} == {rule}
    assert [sql.partition(" ON ")[2] for sql in indexes(said)] == ([index] if index else [])


@pytest.mark.slow
@pytest.mark.e2e
@settings(max_examples=100, deadline=None)
@given(sql=queries())
def test_with_the_indexes_that_it_asks_for_no_query_asks_for_more(
    sql: str, engine: Postgresql
) -> None:
    wanted = indexes(findings(sql, engine, "postgresql"))
    for index in wanted:
        engine.apply(index)

    said = indexes(findings(sql, engine, "postgresql"))

    for index in wanted:
        engine.apply(f"DROP INDEX {index.split()[2]}")
    assert said == []
