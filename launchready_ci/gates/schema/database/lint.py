"""What is risky about the migrations, as they are written?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from launchready_ci.findings import Location
from launchready_ci.gate import Context
from launchready_ci.gates.schema.database.changes import Changes, deletes_all
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.facts import Read, Remark
from launchready_ci.gates.schema.database.migrations import Migration, Script, short
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.words import altered_table, created_table, indexed_table

OF_ROWS = ("index-locks", "constraint-locks", "required-without-default")
"""Nothing where there are no rows, and nobody who waits."""


@dataclass
class Lint:
    """All of them together."""

    migrations: Sequence[Migration]
    engine: EngineName
    rebuilt: dict[str, Mapping[str, Statement]] = field(default_factory=dict)
    """Path → the tables that it makes anew; filled by ``read``."""

    def read(self, context: Context) -> Iterator[Read]:
        """Go through them; raises CannotLook."""
        said = self._squawk(context) if self.engine == "postgresql" else self._changes()
        two_ways = any(one.down or one.two_ways for one in self.migrations)
        for migration in self.migrations:
            remarks = [*said[migration.up.path]]
            if two_ways and (remark := _no_way_back(migration)):
                remarks.append(remark)
            script = migration.up
            yield Read(
                subject=script.path,
                location=Location(script.path),
                ignores=script.ignores,
                remarks=tuple(remarks),
            )

    def _changes(self) -> Mapping[str, list[Remark]]:
        found: dict[str, list[Remark]] = {}
        for script in (migration.up for migration in self.migrations):
            changes = Changes(script)
            found[script.path] = list(changes.remarks())
            self.rebuilt[script.path] = changes.rebuilt
        return found

    def _squawk(self, context: Context) -> Mapping[str, list[Remark]]:
        from launchready_ci.gates.schema.database import squawk

        scripts = [migration.up for migration in self.migrations]
        found = squawk.remarks(scripts, context)
        return {s.path: [*_locking(s, found[s.path]), *_deleted(s)] for s in scripts}


def _with_own(script: Script) -> Iterator[tuple[Statement, set[str]]]:
    """Each statement, and the tables that the script has made by then: nobody else uses them."""
    own = set[str]()
    for statement in script.statements:
        if table := created_table(statement):
            own.add(table.lower())
        yield statement, own


def _locking(script: Script, said: list[Remark]) -> list[Remark]:
    """Squawk takes a table for new only after a BEGIN, which most tools add themselves."""
    of = {
        short(one): (indexed_table(one) or altered_table(one)).lower() in own
        for one, own in _with_own(script)
    }
    return [r for r in said if r.rule not in OF_ROWS or not of.get(r.key.partition(" ")[2])]


def _deleted(script: Script) -> Iterator[Remark]:
    """Squawk has no rule for a DELETE without a condition."""
    for statement, own in _with_own(script):
        remark = deletes_all(statement)
        if remark and remark.key.lower() not in own:
            yield remark


def _no_way_back(migration: Migration) -> Remark | None:
    down = migration.down
    if (down and down.statements) or not migration.up.statements:
        return None
    told = "the way back does nothing" if down else "there is no way back from it"
    return Remark("no-way-back", told, Location(down.path if down else migration.up.path))
