"""Looks at a database that is in use: ``launchready schema database --live``."""

from collections.abc import Iterator
from dataclasses import replace

from launchready_ci.findings import Unreadable
from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.configuration import Database, Log
from launchready_ci.gates.schema.database.engine import Refused, Stopped
from launchready_ci.gates.schema.database.facts import (
    Applied,
    Catalogued,
    Modelled,
    Observed,
    Read,
)
from launchready_ci.gates.schema.database.postgresql.live import HIDDEN, Live, Seen, in_use
from launchready_ci.gates.schema.database.queries.facts import Planned, Taken
from launchready_ci.gates.schema.database.queries.look import files, look
from launchready_ci.gates.schema.database.queries.normal import normal
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.times import milliseconds

Items = Iterator[Facts | Unreadable | NotLookedAt]
MOST = 500
"""Statements of the server that are looked at: those that took most time."""
SHOWN = 100
"""Characters of one that stand for it."""
NEEDS = "--live needs a server: schema: {database: {engine: postgresql, url: {secret: NAME}}}"
GRANT = "GRANT pg_read_all_stats TO its user"


def collect(database: Database | None, context: Context) -> Items:
    """What the catalogue and the statistics say, and how the statements would be run."""
    if database is None or database.url is None:
        raise CannotLook(f"{context.place('database')}: {NEEDS}")
    for kind in (Read, Applied, Modelled):
        yield NotLookedAt(kind, "--live reads and applies no migrations")
    with in_use(database.url, context) as live:
        catalogue, place = live.catalogue(), context.place("database", "url")
        context.count("tables", len(catalogue.tables))
        yield Catalogued(subject="the database", catalogue=catalogue, place=place)
        known = set[str]()
        for item in files(database, context):
            if isinstance(item, Unreadable):
                yield item
            else:
                known.add(normal(item))
                context.count("statements")
                yield from look(item, live, catalogue, database.large)
        if not database.queries:
            yield NotLookedAt(Taken, "schema.database names no queries")
        yield from _of_statistics(live, catalogue, database, known, context)


def _of_statistics(
    live: Live, catalogue: Catalogue, database: Database, known: set[str], context: Context
) -> Items:
    try:
        seen = live.seen()
    except (Refused, Stopped) as error:
        for kind in (Observed, *([] if known else [Planned])):
            yield NotLookedAt(kind, f"pg_stat_statements cannot be read: {error}")
        return
    if any(one.sql == HIDDEN for one in seen):
        told = "statements of other users cannot be seen"
        context.notes.append(f"schema: pg_stat_statements: {told}: {GRANT}")
    whole, place = sum(one.seconds for one in seen) or 1.0, context.place("database", "url")
    passed = list[str]()
    for one in seen[:MOST]:
        statement = Statement(one.sql, place.path, place.line, place.column, "postgresql")
        if not statement.reads_rows:
            continue
        text = normal(statement)
        name = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        context.count("statements of the server")
        yield Observed(
            subject=name,
            location=place,
            normal=text,
            place=place,
            calls=one.calls,
            mean=one.seconds / max(1, one.calls),
            slowest=one.slowest,
            share=one.seconds / whole,
            slow=Log.slow,
        )
        if text in known:
            continue
        known.add(text)
        for fact in look(replace(statement, name=name), live, catalogue, database.large):
            if isinstance(fact, Planned):
                yield _told(fact, one)
            else:
                why = fact.refused if isinstance(fact, Taken) else fact.reason
                passed += [why] if why else []
    if passed:
        told = f"{len(passed)} statements were not planned, the first one because {passed[0]}"
        context.notes.append(f"schema: pg_stat_statements: {told}")


def _told(fact: Planned, seen: Seen) -> Planned:
    """With how often it runs; no file holds it, so that no place in it can be shown."""
    mean = milliseconds(seen.seconds / max(1, seen.calls))
    times = f", in each of {seen.calls:,} calls ({mean} on average)"
    needs = tuple(replace(need, offset=0, was=f"{need.was}{times}") for need in fact.needs)
    return replace(fact, needs=needs)
