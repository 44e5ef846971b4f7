"""Looks at a database that is in use: ``launchready schema database --live``."""

import time
from collections.abc import Iterator
from dataclasses import replace

from launchready_ci.findings import Location, Unreadable
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
SECONDS = 60
"""In which they are planned, also over a slow line."""
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
        yield Catalogued(subject="the database", catalogue=catalogue, place=place, live=True)
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
        told = f"pg_stat_statements cannot be read: {error}"
        yield from (NotLookedAt(kind, told) for kind in _unseen(known))
        return
    if any(one.sql == HIDDEN for one in seen):
        told = "statements of other users cannot be seen"
        context.notes.append(f"schema: pg_stat_statements: {told}: {GRANT}")
        if all(one.sql == HIDDEN for one in seen):
            yield from (NotLookedAt(kind, f"{told}: {GRANT}") for kind in _unseen(known))
            return
    whole, place = sum(one.seconds for one in seen) or 1.0, context.place("database", "url")
    ran = [(_statement(one.sql, place), one) for one in seen[:MOST]]
    ran = [(statement, one) for statement, one in ran if statement.reads_rows]
    context.count("server statements", len(ran))
    for statement, one in ran:
        yield Observed(
            subject=statement.name,
            location=place,
            normal=normal(statement),
            place=place,
            calls=one.calls,
            mean=one.seconds / max(1, one.calls),
            slowest=one.slowest,
            share=one.seconds / whole,
            slow=Log.slow,
        )
    new = {normal(statement): (statement, one) for statement, one in reversed(ran)}
    fresh = [new[text] for text in reversed(new) if text not in known]
    yield from _planned(fresh, live, catalogue, database, context)


def _unseen(known: set[str]) -> list[type[Facts]]:
    """What nothing is known of without the statistics: with statements of files, plans are."""
    return [Observed] if known else [Observed, Planned]


def _planned(
    ran: list[tuple[Statement, Seen]],
    live: Live,
    catalogue: Catalogue,
    database: Database,
    context: Context,
) -> Items:
    """How the server would run them, and a note of those that cannot be planned."""
    passed, until = list[str](), time.monotonic() + SECONDS
    for number, (statement, one) in enumerate(ran):
        if time.monotonic() > until:
            passed += [f"the others took {SECONDS} s"] * (len(ran) - number)
            break
        for fact in look(statement, live, catalogue, database.large):
            if isinstance(fact, Planned) and not fact.unparsed:
                yield _told(fact, one)
            elif why := _why(fact):
                passed.append(why)
    if passed:
        told = f"{len(passed)} statements were not planned, the first one because {passed[0]}"
        context.notes.append(f"schema: pg_stat_statements: {told}")


def _why(fact: Taken | Planned | Unreadable) -> str:
    """Why it was not planned; empty where there is nothing to say."""
    if isinstance(fact, Planned):
        return "its conditions could not be read"
    return fact.refused if isinstance(fact, Taken) else fact.reason


def _statement(sql: str, place: Location) -> Statement:
    statement = Statement(sql, place.path, place.line, place.column, "postgresql")
    text = normal(statement)
    return replace(statement, name=text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _told(fact: Planned, seen: Seen) -> Planned:
    """With how often it runs; no file holds it, so that no place in it can be shown."""
    mean = milliseconds(seen.seconds / max(1, seen.calls))
    times = f", in each of {seen.calls:,} calls ({mean} on average)"
    needs = tuple(replace(need, offset=0, was=f"{need.was}{times}") for need in fact.needs)
    return replace(fact, needs=needs)
