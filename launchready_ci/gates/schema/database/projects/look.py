"""Looks at a project whose migrations alembic or Django run."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt, Unreadable
from launchready_ci.gates.schema.database.configuration import Database, Tool
from launchready_ci.gates.schema.database.engine import Engine
from launchready_ci.gates.schema.database.engines import throwaway
from launchready_ci.gates.schema.database.facts import Applied, Catalogued, Read
from launchready_ci.gates.schema.database.projects.located import locate, start
from launchready_ci.gates.schema.database.projects.run import Run
from launchready_ci.gates.schema.database.queries.facts import Planned, Taken
from launchready_ci.gates.schema.database.queries.look import configured

HEADS = "Django does nothing while there are several leaf nodes"
UNKNOWN = "a migration does not apply, so nobody knows what is in the database"


@contextmanager
def begun(
    tool: Tool, database: Database, context: Context, *, allowed: bool
) -> Iterator[tuple[Run, Engine]]:
    """Its migrations, of which none is applied, and a throwaway database; raises CannotLook."""
    if not allowed:
        told = "give --run-migrations to run them: this runs the repository's code"
        raise CannotLook(f"the migrations are those of {tool}: {told}")
    at = locate(tool, database, context)
    with ExitStack() as stack:
        engine = stack.enter_context(throwaway(database, context))
        project = stack.enter_context(start(at, database, context, engine.url))
        yield Run(at, project, engine, context), engine


def look(
    tool: Tool, database: Database, context: Context, *, allowed: bool
) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Run the migrations, and ask the database that they make."""
    with begun(tool, database, context, allowed=allowed) as (run, engine):
        if run.stuck:
            yield run.modelled()
            for kind in (Read, Applied, Catalogued, Taken, Planned):
                yield NotLookedAt(kind, HEADS)
            return
        yield from run.up()
        yield run.modelled()
        if not run.complete:
            for kind in (Catalogued, Taken, Planned):
                yield NotLookedAt(kind, UNKNOWN)
            return
        catalogue = run.catalogue()
        yield Catalogued(
            subject="the database",
            catalogue=catalogue,
            place=context.place("database"),
            made=run.made,
            own=run.own,
        )
        yield from configured(database, engine, catalogue, context)
        yield from run.down_and_up()
