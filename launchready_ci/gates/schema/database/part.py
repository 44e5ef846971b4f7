"""Looks at the database that is configured or named."""

from collections.abc import Iterator
from dataclasses import replace

from launchready_ci.findings import Unreadable
from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt
from launchready_ci.gates.schema.configuration import Asked, Schema
from launchready_ci.gates.schema.database.configuration import Database, EngineName
from launchready_ci.gates.schema.database.facts import Catalogued, Modelled, Stored
from launchready_ci.gates.schema.database.queries.facts import Planned, Taken
from launchready_ci.gates.schema.database.rules import RULES

__all__ = ["RULES", "collect"]

Items = Iterator[Facts | Unreadable | NotLookedAt]
UNKNOWN = "a migration does not apply, so nobody knows what is in the database"
ASKED = Database("sqlite", ("**",))


def collect(config: Schema, context: Context) -> Items:
    """Read the migrations, apply them, and ask the database that they make."""
    if config.database is None and config.asked is None:
        yield NotLookedAt(Stored, "no schema.database in launchready.yaml")
        return
    try:
        if config.asked and config.asked.live:
            from launchready_ci.gates.schema.database import live

            yield from live.collect(config.database, context)
            return
        database = _database(config.database, config.asked)
        if database.tool and not (config.asked and config.asked.files):
            from launchready_ci.gates.schema.database.projects.look import look

            yield from look(database.tool, database, context, allowed=config.run_migrations)
        else:
            yield NotLookedAt(Modelled, "the migrations are files of SQL")
            yield from _of_files(database, config.asked, context)
    except CannotLook as error:  # the other parts of the gate can
        yield Unreadable(str(error), location=context.place("database"))


def _database(configured: Database | None, asked: Asked | None) -> Database:
    """What the command line names comes first; raises CannotLook where nothing is named."""
    if configured is None and not (asked and asked.files):
        told = "name the migrations: launchready schema database migrations/*.sql"
        raise CannotLook(f"{told}, or in launchready.yaml: schema: {{database: {{...}}}}")
    database = configured or ASKED
    if asked and asked.engine:
        engine: EngineName = "postgresql" if asked.engine == "postgresql" else "sqlite"
        url = database.url if engine == "postgresql" else None
        database = replace(database, engine=engine, url=url)
    return database


def _of_files(database: Database, asked: Asked | None, context: Context) -> Items:
    from launchready_ci.gates.schema.database import migrations
    from launchready_ci.gates.schema.database.applied import Run
    from launchready_ci.gates.schema.database.engines import throwaway
    from launchready_ci.gates.schema.database.lint import Lint
    from launchready_ci.gates.schema.database.queries.look import configured

    items = list(migrations.read(database.globs, asked, context, database.engine))
    found = [item for item in items if isinstance(item, migrations.Migration)]
    if len(found) < len(items) or not found:
        yield from (item for item in items if isinstance(item, Unreadable))
        return
    lint = Lint(found, database.engine)
    yield from lint.read(context)
    with throwaway(database, context) as engine:
        run = Run(found, engine)
        yield from run.up(lint.rebuilt)
        if not run.complete:
            for kind in (Catalogued, Taken, Planned):
                yield NotLookedAt(kind, UNKNOWN)
            return
        catalogue = engine.catalogue()
        yield Catalogued(
            subject="the database",
            catalogue=catalogue,
            place=found[0].location if asked else context.place("database"),
            made=run.made,
        )
        yield from configured(database, engine, catalogue, context)
        yield from run.down_and_up()
