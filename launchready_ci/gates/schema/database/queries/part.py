"""Looks at the statements of a log: ``launchready schema queries LOG``."""

from collections.abc import Iterator

from launchready_ci.findings import Unreadable
from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.database.configuration import Log
from launchready_ci.gates.schema.database.queries.facts import Logged, Planned, Taken
from launchready_ci.gates.schema.database.rules.queries import OF_LOGS
from launchready_ci.gates.schema.database.rules.queries import RULES as OF_PLANS

RULES = (*OF_PLANS, *OF_LOGS)


def collect(config: Schema, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Count the statements of a log, and plan them where the database is configured."""
    if config.asked is None:
        yield NotLookedAt(Logged, "no log was named: launchready schema queries LOG")
        return
    from launchready_ci.gates.schema.database.queries.logs import Logs
    from launchready_ci.gates.schema.database.queries.look import files

    try:
        logs = Logs(config.log or Log(), config.database)
        for name in config.asked.files:
            yield from logs.read(name, context)
        if config.database is None:
            yield from logs.judged([], context)
            yield NotLookedAt(Planned, "no schema.database in launchready.yaml")
            yield NotLookedAt(Taken, "no schema.database in launchready.yaml")
            return
        found = list(files(config.database, context))
        yield from (item for item in found if isinstance(item, Unreadable))
        written = [item for item in found if not isinstance(item, Unreadable)]
        yield from logs.judged(written, context)
        yield from logs.planned(written, config.database, context, allowed=config.run_migrations)
    except CannotLook as error:
        yield Unreadable(str(error))
