"""What is risky about the migrations, as they are written?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
        found = dict(squawk.remarks(scripts, context))
        made = set[str]()
        for script in scripts:
            new = list(_with_own(script, made))
            found[script.path] = [*_locking(new, found[script.path]), *_deleted(new)]
            made |= {created_table(statement).lower() for statement in script.statements}
        return found


Owned = tuple[Statement, frozenset[str]]
"""A statement, and the tables that its script has made by then: nobody else uses them."""


def _with_own(script: Script, made: Collection[str]) -> Iterator[Owned]:
    """Those that scripts before it have ``made`` may be there still."""
    own = frozenset[str]()
    for statement in script.statements:
        table = created_table(statement).lower()
        if table and not (table in made and _may_stay(statement)):
            own |= {table}
        yield statement, own


def _may_stay(statement: Statement) -> bool:
    """Does it make none where there is one, or one in another schema?"""
    head = statement.sql.partition("(")[0].upper().split()
    return "EXISTS" in head or any("." in word for word in head)


def _locking(statements: Sequence[Owned], said: list[Remark]) -> list[Remark]:
    """Squawk takes a table for new only after a BEGIN, which most tools add themselves."""
    of = dict[str, bool]()
    for one, own in statements:  # of two that begin alike none is passed over for the other
        is_own = (indexed_table(one) or altered_table(one)).lower() in own
        of[short(one)] = is_own and of.get(short(one), True)
    return [r for r in said if r.rule not in OF_ROWS or not of.get(r.key.partition(" ")[2])]


def _deleted(statements: Sequence[Owned]) -> Iterator[Remark]:
    """Squawk has no rule for a DELETE without a condition."""
    for statement, own in statements:
        remark = deletes_all(statement)
        if remark and remark.key.lower() not in own:
            yield remark


def _no_way_back(migration: Migration) -> Remark | None:
    down = migration.down
    if (down and down.statements) or not migration.up.statements:
        return None
    told = "the way back does nothing" if down else "there is no way back from it"
    return Remark("no-way-back", told, Location(down.path if down else migration.up.path))
