"""Counts the statements of logs, and plans those that no file holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.database import migrations
from launchready_ci.gates.schema.database.configuration import Database, Log
from launchready_ci.gates.schema.database.engine import Engine, Refused, Stopped
from launchready_ci.gates.schema.database.engines import throwaway
from launchready_ci.gates.schema.database.facts import Applied
from launchready_ci.gates.schema.database.queries.facts import Logged, Planned, Taken
from launchready_ci.gates.schema.database.queries.logfile import Bad, read
from launchready_ci.gates.schema.database.queries.look import look
from launchready_ci.gates.schema.database.queries.normal import normal
from launchready_ci.gates.schema.database.queries.tally import Tally
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.json_schema.chosen import from_root

SHOWN = 5
"""Bad lines of one log that are told one by one."""


class Logs:
    """What all the logs say together."""

    def __init__(self, log: Log, database: Database | None) -> None:
        self._log = log
        # unsaid: with PostgreSQL's words nothing of another dialect passes for a name
        self._tally = Tally(database.engine if database else "postgresql", log.repeats)

    def read(self, name: str, context: Context) -> Iterator[Unreadable]:
        """Count one log, named from where the user stands; raises CannotLook."""
        path, bad, said = from_root(name, context.root), 0, 0
        for item in read(name, self._log):
            if isinstance(item, Bad):
                bad += 1
                if bad <= SHOWN:
                    place = Location(path, item.number)
                    yield Unreadable(f"{path}:{item.number}: {item.reason}", path, place)
            elif item:
                said += 1
                self._tally.take(path, item)
                if said % 10_000 == 0:
                    context.progress(f"{path}: {said:,} statements")
        if bad > SHOWN:
            yield Unreadable(f"{path}: {bad - SHOWN} more lines like that", path, Location(path))
        if not said:
            told = f"{path}: no line names a statement; --statement says where it is"
            yield Unreadable(told, path, Location(path))
            return
        context.count("logged statements", said)

    def judged(self, written: Sequence[Statement], context: Context) -> Iterator[Logged]:
        """Each statement, those that took most time first; it stands where a file holds it."""
        self._tally.close()
        places = {normal(statement): statement for statement in written}
        ran = sorted(self._tally.ran.items(), key=lambda item: -item[1].seconds)
        if ran and not any(one.requests for _, one in ran):
            told = "no line names its request, so loops (N+1) were not looked for"
            context.notes.append(f"schema: {told}; --request says where it is")
        whole = sum(one.seconds for _, one in ran) or 1.0
        for sql, one in ran:
            statement = places.get(sql, one.statement)
            yield Logged(
                subject=statement.name or statement.path,
                location=statement.location,
                ignores={(statement.path, statement.line): statement.ignores},
                normal=sql,
                place=statement.location,
                runs=one.runs,
                total=one.seconds,
                mean=one.mean,
                slowest=one.slowest,
                share=one.seconds / whole,
                slow=self._log.slow,
                repeats=self._log.repeats,
                most=one.most,
                often=one.often,
                requests=one.requests,
            )

    def planned(
        self, written: Sequence[Statement], database: Database, context: Context, *, allowed: bool
    ) -> Iterator[Taken | Planned | Unreadable]:
        """How the database would run those of files, and the others of the logs."""
        known = {normal(statement) for statement in written}
        logged = [one.statement for sql, one in self._tally.ran.items() if sql not in known]
        with filled(database, context, allowed=allowed) as engine:
            catalogue = engine.catalogue()
            for statement in written:
                yield from look(statement, engine, catalogue, database.large)
            passed = 0
            for statement in logged:
                for fact in look(statement, engine, catalogue, database.large):
                    if isinstance(fact, Planned | Unreadable):
                        yield fact
                    elif fact.refused:
                        passed += 1
        if passed:
            told = "a database made by the migrations does not take them"
            context.notes.append(f"schema: {passed} statements of the log were not planned: {told}")


@contextmanager
def filled(database: Database, context: Context, *, allowed: bool) -> Iterator[Engine]:
    """A throwaway database after all migrations; raises CannotLook where they do not apply."""
    if database.tool:
        from launchready_ci.gates.schema.database.projects.look import begun

        with begun(database.tool, database, context, allowed=allowed) as (run, engine):
            for fact in run.up():
                if isinstance(fact, Applied) and fact.remarks:
                    raise CannotLook(f"{fact.remarks[0].place}: {fact.remarks[0].told}")
            yield engine
        return
    found = list(migrations.read(database.globs, None, context, database.engine))
    with throwaway(database, context) as engine:
        for one in found:
            if isinstance(one, Unreadable):
                raise CannotLook(one.reason)
            for statement in one.up.statements:
                try:
                    engine.apply(statement.sql)
                except (Refused, Stopped) as error:
                    raise CannotLook(f"{statement.location}: {error}") from None
        yield engine
