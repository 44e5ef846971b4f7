"""Queries for PostgreSQL: those of SQLite give the same findings, and so do its own kinds."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings

from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.postgresql.engine import Postgresql
from launchready_ci.gates.schema.database.statements import split
from launchready_ci.suite import Settings, Suite
from tests.gates.schema import database_queries as known
from tests.gates.schema.test_database_queries import findings, indexes, queries
from tests.postgres import VERSIONS, Postgres, throwaway, url

SOUND = [*known.SOUND, *known.OF_POSTGRESQL_SOUND]
UNTRIED = ("LR-SCH354", "LR-SCH355")
"""What asks for an index on an expression, which the database may refuse."""
LACKING = [*known.LACKING, *known.OF_POSTGRESQL_LACKING]


class Quick(Postgresql):
    """One that reads its catalogue again only where a statement has run."""

    known: Catalogue | None = None

    def apply(self, sql: str) -> None:
        self.known = None
        super().apply(sql)

    def catalogue(self) -> Catalogue:
        self.known = self.known or super().catalogue()
        return self.known


@pytest.fixture(scope="module", params=VERSIONS)
def engine(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[Postgresql]:
    with throwaway(postgres(request.param)) as database, closing(Quick(database)) as engine:
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


class InUse:
    """A database in which no index may be tried."""

    def __init__(self, engine: Postgresql) -> None:
        self.plan = engine.plan
        self.catalogue = engine.catalogue


def test_without_a_trial_the_same_index_is_named(engine: Postgresql) -> None:
    in_use = InUse(engine)

    for sql in SOUND:
        assert (sql, findings(sql, in_use, "postgresql")) == (sql, [])
    for sql, rule, index in LACKING:
        said = findings(sql, in_use, "postgresql")
        assert (sql, {one for one, _ in said}) == (sql, {rule})
        wanted = [] if rule in UNTRIED or not index else [index]
        assert (sql, [one.partition(" ON ")[2] for one in indexes(said)]) == (sql, wanted)
        concurrently = [one.startswith("CREATE INDEX CONCURRENTLY") for one in indexes(said)]
        assert concurrently == [not index.startswith("app.events")] * len(wanted)


def test_the_statements_of_a_log_are_planned(postgres: Postgres, tmp_path: Path) -> None:
    config = "schema: {database: {engine: postgresql, migrations: [a.sql], url: {secret: URL}}}"
    line = {"statement": "SELECT id FROM docs WHERE email = 'a@b.example' LIMIT 5", "ms": 2}
    (tmp_path / "launchready.yaml").write_text(config)
    (tmp_path / "a.sql").write_text(known.POSTGRESQL)
    (tmp_path / "log").write_text(json.dumps(line))
    suite = Suite.load(Settings(str(tmp_path)), {"URL": url(postgres("18"))})
    asked = Asked("queries", (str(tmp_path / "log"),))

    [report] = suite.run(suite.plan(["schema"], {"asked": asked}), "post-build").gates

    [finding] = [finding for result in report.results for finding in result.findings]
    assert finding.properties["index"] == ["CREATE INDEX docs_by_email ON docs (email)"]
    assert "a@b" not in finding.message


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
