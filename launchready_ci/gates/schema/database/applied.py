"""Do the migrations apply for real: up, down as far as there is a way back, and up again?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.changes import lost
from launchready_ci.gates.schema.database.differences import differences
from launchready_ci.gates.schema.database.engine import Engine, Refused, Stopped
from launchready_ci.gates.schema.database.facts import Applied, Read, Remark
from launchready_ci.gates.schema.database.migrations import Migration, Script, short
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.words import makes

SHOWN = 5
"""Differences in one message."""


class Run:
    """The migrations, and how far a throwaway database got with them."""

    def __init__(self, migrations: Sequence[Migration], engine: Engine) -> None:
        self.made: dict[str, Location] = {}
        """Name of a table, a column or an index → where it was made."""
        self._migrations, self._engine = migrations, engine
        self._states = [engine.catalogue()]
        """Before the first migration, and after each one that applied."""

    @property
    def complete(self) -> bool:
        """Every one applied."""
        return len(self._states) > len(self._migrations)

    def up(self, rebuilt: Mapping[str, Mapping[str, Statement]]) -> Iterator[Applied | Read]:
        """Apply them until one fails; ``rebuilt`` are the tables that each makes anew, by path."""
        for migration in self._migrations:
            script = migration.up
            trouble = self._run(script, "does-not-apply")
            yield Applied(**_about(script), remarks=trouble)
            if any(remark.rule != "left-open" for remark in trouble):
                return
            self._states.append(self._engine.catalogue())
            for statement in script.statements:
                self.made.update((name, statement.at(at)) for name, at in makes(statement))
            before, after = (state.tables for state in self._states[-2:])
            anew = rebuilt.get(script.path, {})
            both = [name for name in anew if name in before and name in after]
            said = [r for name in both for r in lost(before[name], after[name], anew[name])]
            yield Read(**_about(script), remarks=tuple(said))

    def down_and_up(self) -> Iterator[Applied]:
        """Undo them as far as each has a way back, and apply those once more."""
        undone = list[Migration]()
        for number, migration in reversed(list(enumerate(self._migrations))):
            down = migration.down
            if down is None or not down.statements:
                break
            trouble = self._run(down, "down-fails")
            if not trouble:
                wanted, place = self._states[number], down.statements[0].location
                trouble = tuple(differs(wanted, self._engine.catalogue(), place, "down-differs"))
            yield Applied(**_about(down), remarks=trouble)
            if trouble:
                return
            undone.append(migration)
        for migration in reversed(undone):
            trouble = self._run(migration.up, "does-not-apply-again")
            yield Applied(**_about(migration.up), remarks=trouble)
            if trouble:
                return

    def _run(self, script: Script, rule: str) -> tuple[Remark, ...]:
        for statement in script.statements:
            try:
                self._engine.apply(statement.sql)
            except Refused as error:
                self._engine.settle()
                return (Remark(rule, str(error), statement.at(error.offset), short(statement)),)
            except Stopped as error:
                self._engine.settle()
                told = f"a statement was stopped: {error}"
                return (Remark("stopped", told, statement.location, short(statement)),)
        if self._engine.settle():
            begin = [one for one in script.statements if one.first in ("BEGIN", "START")]
            place = begin[-1].location if begin else Location(script.path)
            return (Remark("left-open", "its transaction is never committed", place),)
        return ()


def _about(script: Script) -> dict[str, Any]:
    return {"subject": script.path, "location": Location(script.path), "ignores": script.ignores}


def differs(wanted: Catalogue, found: Catalogue, place: Location, rule: str) -> Iterator[Remark]:
    """What a migration left that should be otherwise."""
    said = list(differences(wanted, found))
    if said:
        more = f" and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
        yield Remark(rule, f"{'; '.join(said[:SHOWN])}{more}", place)
