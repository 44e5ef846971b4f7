"""Applies the migrations of a project, and undoes those that have a way back."""

import os
from collections import defaultdict
from collections.abc import Container, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.database.applied import differs
from launchready_ci.gates.schema.database.catalogue import Catalogue
from launchready_ci.gates.schema.database.engine import Engine
from launchready_ci.gates.schema.database.facts import Applied, Modelled, Read, Remark
from launchready_ci.gates.schema.database.files import text
from launchready_ci.gates.schema.database.lint import Lint
from launchready_ci.gates.schema.database.migrations import Migration
from launchready_ci.gates.schema.database.projects.located import Located
from launchready_ci.gates.schema.database.projects.process import Project
from launchready_ci.gates.schema.database.projects.steps import Ran, Step, expected, undoable
from launchready_ci.suppressions import ignored

NO_MODELS = "the project's env.py has no target_metadata to compare with"
HINT = " (it has none of your variables: schema.database: {variables: {NAME: value}} gives it some)"
ELSEWHERE = "its migrations do not run on the database that it is given: let it take DATABASE_URL"


class Run:
    """The migrations, and how far the throwaway database got with them."""

    def __init__(self, at: Located, project: Project, engine: Engine, context: Context) -> None:
        """Raises CannotLook."""
        self.made: dict[str, Location] = {}
        """Name of a table, a column or an index → where it was made."""
        self.own: set[str] = set()
        """The tables that the project's own migrations made or changed."""
        self._at, self._project, self._engine, self._context = at, project, engine, context
        self._root = os.path.realpath(context.root)
        said = self._order("start")
        self._heads = [(name, self._path(path)) for name, path in said["heads"]]
        steps = [Step(**one) for one in said["steps"]]
        self.steps = {one.name: replace(one, path=self._path(one.path)) for one in steps}
        if not any(one.own for one in steps):
            raise CannotLook(f"{at.file}: nothing to look at: the project has no migration")
        self._counted = set(engine.catalogue().tables)
        if not self._counted:
            raise CannotLook(f"{at.file}: {ELSEWHERE}")
        self._ran: dict[str, Ran] = {}
        self._first = defaultdict[str, list[str]](list)
        context.count("migrations", sum(one.own for one in steps))

    @property
    def complete(self) -> bool:
        """Every one applied."""
        return len(self._ran) == len(self.steps)

    @property
    def stuck(self) -> bool:
        """Django does nothing while it has several leaf nodes."""
        return self._at.tool == "django" and bool(self._heads)

    def catalogue(self) -> Catalogue:
        """What the migrations made, without the table in which they are counted."""
        whole = self._engine.catalogue()
        kept = {name: one for name, one in whole.tables.items() if name not in self._counted}
        return replace(whole, tables=kept)

    def modelled(self) -> Modelled:
        """Do they lead to one end, and to what the models say? Raises CannotLook."""
        names = ", ".join(name for name, _ in self._heads)
        heads = [
            Remark("several-heads", f"nothing comes after any of {names}", Location(path), name)
            for name, path in self._heads
        ]
        unjudged, drift = "there are several heads", list[Remark]()
        if not heads and self.complete:
            found = self._order("drift")
            unjudged = NO_MODELS if found is None else ""
            drift = [self._drift(one) for one in found or ()]
        elif not heads:
            unjudged = "a migration does not apply"
        return Modelled(
            subject=self._at.tool,
            location=Location(self._at.file),
            remarks=(*heads[:1], *drift),
            unjudged=unjudged,
        )

    def up(self) -> Iterator[Applied | Read]:
        """Apply them until one fails."""
        now = self.catalogue()
        for step, statements in self._each("up", self.steps.values()):
            earlier = self._first[step.first_of] if step.first_of else []
            ran = Ran(step, statements, [*earlier], now, self.catalogue())
            earlier += [sql for sql, _ in statements]
            self._ran[step.name] = ran
            now = ran.after
            if step.own:
                self.made |= ran.made()
                self.own |= ran.touched
                yield Applied(**self._about(step))
        yield from self._read()
        yield from self._failed("does-not-apply", self._ran)

    def _read(self) -> Iterator[Read]:
        own = [ran for ran in self._ran.values() if ran.step.own]
        lint = Lint([Migration(ran.script) for ran in own], self.catalogue().engine)
        for ran, read in zip(own, lint.read(self._context), strict=True):
            remarks = ran.remarks(read.remarks, lint.rebuilt.get(ran.step.path, {}))
            back = _no_way_back(ran.step)
            yield Read(**self._about(ran.step), remarks=(*remarks, *back))

    def down_and_up(self) -> Iterator[Applied]:
        """Undo all that have a way back, and apply those once more."""
        steps = undoable(self.steps.values())
        sound = yield from self._again("down", steps, "down-fails")
        if sound:
            yield from self._again("up", steps[::-1], "does-not-apply-again")

    def _again(
        self, order: str, steps: Sequence[Step], rule: str
    ) -> Generator[Applied, None, bool]:
        now, done, sound = self.catalogue(), set[str](), True
        for step, _ in self._each(order, steps):
            ran = self._ran[step.name]
            ends = (ran.after, ran.before) if order == "down" else (ran.before, ran.after)
            wanted, now = expected(now, *ends), self.catalogue()
            said = tuple(differs(wanted, now, step.at(), "down-differs"))
            sound = sound and not said
            done.add(step.name)
            if step.own:
                yield Applied(**self._about(step), remarks=said)
        stays = {name for name in self.steps if name not in {step.name for step in steps}}
        yield from self._failed(rule, done | stays, steps)
        return sound and self._project.failed is None

    def _each(self, order: str, steps: Iterable[Step]) -> Iterator[tuple[Step, Any]]:
        """Each one that is done, before the next begins."""
        names = [step.name for step in steps]
        for said in self._project.each(order, names) if names else ():
            if said is not None:
                yield self.steps[said["done"]], said["statements"]

    def _failed(
        self, rule: str, done: Container[str], steps: Iterable[Step] | None = None
    ) -> Iterator[Applied]:
        """The one at which it ended."""
        left = [one for one in steps or self.steps.values() if one.name not in done]
        failed = self._project.failed
        if failed is None:
            if left:
                raise CannotLook(f"{self._at.file}: {left[0].name} was passed over")
            return
        told = f"{failed.kind}: {failed.text}".rstrip(": ")
        if left and left[0].own:
            place = left[0].at(failed.step_line)
            yield Applied(**self._about(left[0]), remarks=(Remark(rule, told, place),))
            return
        place = Location(self._at.file)
        told = f"{left[0].name if left else 'what follows the last migration'}: {told}"
        yield Applied(subject=self._at.tool, location=place, remarks=(Remark(rule, told, place),))

    def _order(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        said = self._project.order(name)
        if failed := self._project.failed:
            place = self._at.file
            if failed.file:
                place = str(Location(self._path(failed.file), failed.line or 1))
            raise CannotLook(
                f"{place}: {failed.kind}: {failed.text}{HINT if name == 'start' else ''}"
            )
        return said

    def _path(self, path: str) -> str:
        full = os.path.realpath(os.path.join(self._at.folder, path))
        inside = full.startswith(self._root + os.sep)
        return os.path.relpath(full, self._root).replace(os.sep, "/") if inside else full

    def _drift(self, said: Mapping[str, Any]) -> Remark:
        path = self._path(said["file"]) if said["file"] else self._at.file
        return Remark("drift", said["told"], Location(path, said.get("line") or 1), said["told"])

    def _about(self, step: Step) -> dict[str, Any]:
        said = text(self._root, step.path)
        lines = enumerate(said.encode().split(b"\n"), 1) if isinstance(said, str) else ()
        ignores = {(step.path, n): rules for n, line in lines if (rules := ignored(line))}
        return {"subject": step.path, "location": step.at(), "ignores": ignores}


def _no_way_back(step: Step) -> Iterator[Remark]:
    if not step.back:
        yield Remark("no-way-back", "there is no way back from it", step.at())
