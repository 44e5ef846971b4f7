"""A migration in Python, and what the statements say that it ran."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from launchready_ci.findings import Location
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.changes import lost
from launchready_ci.gates.schema.database.facts import Remark
from launchready_ci.gates.schema.database.migrations import Script
from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.words import makes

T = TypeVar("T")
UNSEEN = ("no-time-limit",)
"""What is set where the project connects, and not in a migration."""


@dataclass(frozen=True)
class Step:
    """A migration."""

    name: str
    path: str
    """From the root; that of a package is an absolute one."""
    own: bool
    """The project's, no package's."""
    back: bool
    """It says how to undo it."""
    after: Sequence[str]
    """The names of those that it needs."""
    first_of: str = ""
    """The app of Django's whose tables it makes, together with others of that app."""

    def at(self, line: int | None = None) -> Location:
        """Its file."""
        return Location(self.path, line or 1)


@dataclass(frozen=True)
class Ran:
    """What it ran, and the database before and afterwards."""

    step: Step
    statements: Sequence[tuple[str, int | None]]
    """Each with the line of the migration that led to it."""
    earlier: Sequence[str]
    """What others ran before it to make the same app's tables."""
    before: Catalogue
    after: Catalogue

    def remarks(self, said: Sequence[Remark], rebuilt: Mapping[str, Statement]) -> Iterator[Remark]:
        """What is said of its script, and what the tables lack that it makes anew."""
        before, after = self.before.tables, self.after.tables
        both = [name for name in rebuilt if name in before and name in after]
        more = [r for name in both for r in lost(before[name], after[name], rebuilt[name])]
        begins = self._begins[len(self.earlier)]
        for remark in (*said, *more):
            if remark.rule not in UNSEEN and remark.place.line >= begins:
                yield remark._replace(place=self._place(remark.place.line))

    def made(self) -> Mapping[str, Location]:
        """What is there now and was not: tables, columns and indexes."""
        statements = self.script.statements
        lines = {name: one.line for one in statements for name, _ in makes(one)}
        new = _names(self.after) - _names(self.before)
        return {name: self._place(lines.get(name, 1)) for name in new}

    @property
    def touched(self) -> set[str]:
        """The tables that it made or changed."""
        return _touched(self.before.tables, self.after.tables) & set(self.after.tables)

    @cached_property
    def script(self) -> Script:
        """What it ran, as a file of SQL."""
        text = "".join(f"{sql};\n" for sql in self._texts)
        return Script(self.step.path, text, self.after.engine)

    @cached_property
    def _texts(self) -> list[str]:
        engine, sqls = self.after.engine, [*self.earlier, *(sql for sql, _ in self.statements)]
        texts = (sql.rstrip(" ;\n") for sql in sqls)
        return [Statement(t, engine=engine).bound if "%" in t else t for t in texts]

    @cached_property
    def _begins(self) -> list[int]:
        """The line of the script at which each begins, and the one after the last."""
        return list(accumulate((text.count("\n") + 1 for text in self._texts), initial=1))

    def _place(self, line: int) -> Location:
        """From a line of the script to one of the migration."""
        number = bisect_right(self._begins, line) - 1 - len(self.earlier)
        known = self.statements[number : number + 1] if number >= 0 else ()
        return self.step.at(known[0][1] if known else None)


def undoable(steps: Iterable[Step]) -> list[Step]:
    """The project's own, with what needs them, unless something that stays needs them."""
    ours, kept, found = set[str](), set[str](), list[Step]()
    for step in (every := list(steps)):
        if step.own or ours.intersection(step.after):
            ours.add(step.name)
    for step in reversed(every):
        if step.name in kept or not step.back:
            kept.update(step.after)
        elif step.name in ours:
            found.append(step)
    return found


def expected(now: Catalogue, old: Catalogue, new: Catalogue) -> Catalogue:
    """The database where what differs between two others is as in the second."""
    tables = _mixed(now.tables, old.tables, new.tables)
    return Catalogue(now.engine, tables, others=_mixed(now.others, old.others, new.others))


def _mixed(now: Mapping[str, T], old: Mapping[str, T], new: Mapping[str, T]) -> dict[str, T]:
    names = _touched(old, new)
    kept = {name: one for name, one in now.items() if name not in names}
    return kept | {name: one for name, one in new.items() if name in names}


def _touched(old: Mapping[str, T], new: Mapping[str, T]) -> set[str]:
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _names(catalogue: Catalogue) -> set[str]:
    columns = {f"{t.name}.{c.name}" for t in catalogue.tables.values() for c in t.columns}
    indexes = {index.name for t in catalogue.tables.values() for index in t.indexes}
    return {*catalogue.tables, *columns, *indexes}
