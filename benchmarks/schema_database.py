"""The database part of the gate schema: how long it takes, and what it names, for each engine.

    python benchmarks/schema_database.py [ROUNDS]

Timed is the whole command on the sample app's migrations and queries, from its start to its
verdict; PostgreSQL gets them in its own words, without the full text search. Then every labelled
defect of the tests is judged, and so is what is sound: migrations and queries, on SQLite, on
PostgreSQL 18 from PyPI and on Debian's 15, where that is there.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import Command, interleave, table

from launchready_ci.gates.schema.database import sqlite
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.engine import Engine
from launchready_ci.gates.schema.database.postgresql import embedded, watch
from launchready_ci.gates.schema.database.postgresql.engine import Postgresql
from launchready_ci.gates.schema.database.statements import split
from tests.gates.schema import database_defects, database_queries, postgresql_defects
from tests.gates.schema.database_defects import DOWN, UP, Defect, Files, findings, judged
from tests.gates.schema.test_database_queries import findings as said_of
from tests.gates.schema.test_database_queries import indexes
from tests.postgres import find, throwaway, url
from tests.sample import FOLDER

BARS = {"sqlite": 1.0, "postgresql": 15.0}
SEARCH = re.compile(r"\nCREATE VIRTUAL TABLE.*|DROP TABLE posts_words;\n", re.DOTALL)
WORDS = {
    r"INTEGER PRIMARY KEY( AUTOINCREMENT)?": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    r"\bINTEGER\b": "bigint",
    r"\bREAL\b": "double precision",
    r"\) STRICT": ")",
    r"(?<=WHEN |ELSE )(?=ends_at|failures)": "login_failures.",
}
"""What PostgreSQL says differently."""


class Named(NamedTuple):
    """Of how many there are."""

    named: int
    of: int
    silent: int
    sound: int

    @property
    def is_right(self) -> bool:
        return (self.named, self.silent) == (self.of, self.sound)


def sample(engine: EngineName, folder: Path) -> Path:
    """The sample app's migrations and queries, for that engine."""
    for path in (*FOLDER.glob("migrations/*.sql"), *FOLDER.glob("queries/*.sql")):
        text = path.read_text()
        if engine == "postgresql":
            text = SEARCH.sub("", text)
            for words, others in WORDS.items():
                text = re.sub(words, others, text)
        if engine == "sqlite" or path.name != "search.sql":
            (folder / path.parent.name).mkdir(exist_ok=True, parents=True)
            (folder / path.parent.name / path.name).write_text(text)
    globs = 'migrations: ["migrations/*.sql"], queries: ["queries/*.sql"]'
    section = f"schema:\n  database: {{engine: {engine}, {globs}}}\n"
    (folder / "launchready.yaml").write_text(section)
    return folder


def timed(root: Path, rounds: int) -> bool:
    """Print how long the command takes; are the bars held?"""
    words = [str(Path(sys.executable).with_name("launchready")), "schema", "database"]
    folders = [sample("sqlite", root / "sqlite"), sample("postgresql", root / "postgresql")]
    commands = {folder.name: Command(words, folder) for folder in folders}
    timings = interleave(commands, rounds)
    rows = [
        [name, f"{one.wall:.2f} s", f"{one.cpu:.2f} s", f"{BARS[name]:g} s", str(one.code)]
        for name, one in timings.items()
    ]
    print(table(rows, ["sample app", "start to verdict", "CPU", "bar", "exit code"]))
    return all(one.wall <= BARS[name] and not one.code for name, one in timings.items())


def migrations(
    defects: Sequence[Defect], base: Files, sound: Mapping[str, Files], environ: Mapping[str, str]
) -> Named:
    """Count the defects of migrations that are named at their place, and the sound ones."""

    def said(files: Files) -> Mapping[str, list[str]]:
        with tempfile.TemporaryDirectory() as folder:
            return findings(judged(Path(folder), {**base, **files}, environ))

    named = [one.place in said({UP: one.up, DOWN: one.down}).get(one.rule, []) for one in defects]
    silent = [not said(files) for files in sound.values()]
    return Named(sum(named), len(named), sum(silent), len(silent))


def queries(
    lacking: Sequence[tuple[str, str, str]], sound: Sequence[str], engine: Engine, name: EngineName
) -> Named:
    """Count those that lack an index and are told which, each tried, and the sound ones."""
    named = [
        {rule for rule, _ in said} == {wanted}
        and [sql.partition(" ON ")[2] for sql in indexes(said)] == ([index] if index else [])
        for sql, wanted, index in lacking
        for said in [said_of(sql, engine, name)]
    ]
    silent = [not said_of(sql, engine, name) for sql in sound]
    return Named(sum(named), len(named), sum(silent), len(silent))


def fill(engine: Engine, schema: str, name: EngineName) -> None:
    for statement in split(schema, engine=name):
        engine.apply(statement.sql)


def of_sqlite() -> Iterator[tuple[str, Named]]:
    sqlite.SECONDS, known, of = 1.0, database_defects, database_queries
    yield "migrations, SQLite", migrations(known.DEFECTS, known.BASE, known.SOUND, {})
    with closing(sqlite.Sqlite(":memory:")) as engine:
        fill(engine, of.SCHEMA, "sqlite")
        yield "queries, SQLite", queries(of.LACKING, of.SOUND, engine, "sqlite")


def of_postgresql(version: str) -> Iterator[tuple[str, Named]]:
    watch.SECONDS, known, of = 2.0, postgresql_defects, database_queries
    programs = find(version)
    if programs is None:
        print(f"PostgreSQL {version} is not there")
        return
    with ExitStack() as stack:
        server = stack.enter_context(embedded.server(programs))
        environ = {"DATABASE_URL": url(server)}
        told = f"PostgreSQL {version}"
        yield f"migrations, {told}", migrations(known.DEFECTS, known.BASE, known.SOUND, environ)
        database = stack.enter_context(throwaway(server))
        engine = stack.enter_context(closing(Postgresql(database)))
        fill(engine, of.POSTGRESQL, "postgresql")
        lacking = [*of.LACKING, *of.OF_POSTGRESQL_LACKING]
        sound = [*of.SOUND, *of.OF_POSTGRESQL_SOUND]
        yield f"queries, {told}", queries(lacking, sound, engine, "postgresql")


def main(rounds: int) -> int:
    """Print both tables; 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        quick = timed(Path(folder), rounds)
    found = [*of_sqlite(), *of_postgresql("18"), *of_postgresql("15")]
    rows = [
        [name, f"{one.named} of {one.of}", f"{one.silent} of {one.sound}"] for name, one in found
    ]
    print(f"\n{table(rows, ['what, on which engine', 'defects named', 'sound and silent'])}")
    return int(not (quick and all(one.is_right for _, one in found)))


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if sys.argv[1:] else 5))
