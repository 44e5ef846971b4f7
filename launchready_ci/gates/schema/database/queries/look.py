"""Plans each statement of files and of a log."""

from collections.abc import Iterator

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context, NotLookedAt
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.configuration import Database, EngineName
from launchready_ci.gates.schema.database.engine import Planner, Refused, Stopped
from launchready_ci.gates.schema.database.files import text
from launchready_ci.gates.schema.database.queries.advice import Need
from launchready_ci.gates.schema.database.queries.facts import Planned, Taken
from launchready_ci.gates.schema.database.queries.normal import normal
from launchready_ci.gates.schema.database.queries.scopes import Unparsed
from launchready_ci.gates.schema.database.queries.trial import needs
from launchready_ci.gates.schema.database.statements import Statement, split
from launchready_ci.gates.schema.json_schema.chosen import matching


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
    read = text(root, path)
    if isinstance(read, Unreadable):
        yield read
        return
    yield from (statement for statement in split(read, path, engine) if statement.reads_rows)


def look(
    statement: Statement, engine: Planner, catalogue: Catalogue, large: int
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
        refused, offset = str(error), statement.written(error.offset)
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
    database: Database, engine: Planner, catalogue: Catalogue, context: Context
) -> Iterator[Taken | Planned | Unreadable | NotLookedAt]:
    """The statements of ``queries``, on a database after all migrations."""
    if not database.queries:
        for kind in (Taken, Planned):
            yield NotLookedAt(kind, "schema.database names no queries")
    for item in files(database, context):
        if isinstance(item, Unreadable):
            yield item
        else:
            context.count("statements")
            yield from look(item, engine, catalogue, database.large)
