"""Plans each statement of files and of a log."""

import os
from collections.abc import Iterator

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import Context, NotLookedAt
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.configuration import Database, EngineName
from launchready_ci.gates.schema.database.engine import Engine, Refused, Stopped
from launchready_ci.gates.schema.database.queries.advice import Need, needs
from launchready_ci.gates.schema.database.queries.facts import Planned, Taken
from launchready_ci.gates.schema.database.queries.normal import normal
from launchready_ci.gates.schema.database.queries.scopes import Unparsed
from launchready_ci.gates.schema.database.statements import Statement, split
from launchready_ci.gates.schema.json_schema.chosen import matching

LARGEST = 4 << 20
"""Bytes of a file."""


def files(database: Database, context: Context) -> Iterator[Statement | Unreadable]:
    """Every statement of ``queries`` that reads or writes rows."""
    for index, glob in enumerate(database.queries):
        place = context.place("database", "queries", index)
        paths = list(matching(glob, context.root))
        if not paths:
            yield Unreadable(f"no file matches {glob}", glob, place)
        for path in paths:
            yield from _file(path, database.engine, context.root)


def _file(path: str, engine: EngineName, root: str) -> Iterator[Statement | Unreadable]:
    try:
        with open(os.path.join(root, path), "rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            yield Unreadable(f"{path}: larger than {LARGEST >> 20} MiB", path, Location(path))
            return
        statements = split(text.decode("utf-8-sig"), path, engine)
    except OSError as error:
        yield Unreadable(f"{path} cannot be read: {error.strerror}", path, Location(path))
        return
    except UnicodeDecodeError:
        yield Unreadable(f"{path}: no UTF-8", path, Location(path))
        return
    yield from (statement for statement in statements if statement.reads_rows)


def look(
    statement: Statement, engine: Engine, catalogue: Catalogue, large: int
) -> Iterator[Taken | Planned | Unreadable]:
    """What the database makes of it."""
    subject, at = statement.name or statement.path, statement.location
    lines = range(at.line, at.line + statement.sql.count("\n") + 1)
    ignores = {(at.path, line): statement.ignores for line in lines}
    refused, offset, unparsed, found = "", 0, False, list[Need]()
    try:
        found = needs(statement, engine, catalogue, large)
    except Unparsed:
        unparsed = True
    except Refused as error:
        refused, offset = str(error), error.offset
    except Stopped as error:
        yield Unreadable(f"{at}: {error}", subject, at)
        return
    yield Taken(
        subject=subject,
        location=at,
        ignores=ignores,
        statement=statement,
        refused=refused,
        offset=offset,
    )
    if not refused:
        yield Planned(
            subject=subject,
            location=at,
            ignores=ignores,
            statement=statement,
            normal=normal(statement),
            needs=tuple(found),
            unparsed=unparsed,
        )


def configured(
    database: Database, engine: Engine, catalogue: Catalogue, context: Context
) -> Iterator[Taken | Planned | Unreadable | NotLookedAt]:
    """The statements of ``queries``, on a database after all migrations."""
    if not database.queries:
        for kind in (Taken, Planned):
            yield NotLookedAt(kind, "schema.database names no queries")
    for item in files(database, context):
        if isinstance(item, Unreadable):
            yield item
        else:
            context.count("queries")
            yield from look(item, engine, catalogue, database.large)
