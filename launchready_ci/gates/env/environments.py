"""What is set in the environments that the app is about to run in, and what has to be?"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from launchready_ci.findings import Location
from launchready_ci.gate import Context, NotLookedAt, Place
from launchready_ci.gates.env.code import shown
from launchready_ci.gates.env.configuration import Env
from launchready_ci.gates.env.rules.facts import Elsewhere, InProduction, Outdated, Setting, Value
from launchready_ci.gates.env.survey import Survey
from launchready_ci.gates.env.target import Target
from launchready_ci.gates.env.targets import UNNAMED, chosen
from launchready_ci.gates.env.usage import is_given
from launchready_ci.gates.env.usage.numbers import numbers
from launchready_ci.gates.env.values.exposure import public
from launchready_ci.gates.env.values.types import ValueType

FACTS: Mapping[str, type[Value]] = {"production": InProduction, "other": Elsewhere, "": Value}


def settings(
    config: Env, context: Context, survey: Survey, found: list[Target]
) -> Iterator[Outdated | Setting | Value | NotLookedAt]:
    """Every variable that a target environment needs or must not have, and every value in it."""
    if not found:
        why = "no environment was named: --environment, --env-file, or stage pre-build"
        yield NotLookedAt(Setting, why)
        yield NotLookedAt(Outdated, why)
        yield NotLookedAt(Value, why)
    for target in found:
        at = _Places(config, context, survey, target)
        yield from _needed(config, at)
        yield from _outdated(at)
        yield from _values(at, found)


class _Places:
    """One target, and where what is said of its variables points to."""

    def __init__(self, config: Env, context: Context, survey: Survey, target: Target) -> None:
        own = {entry.location.path for entry in target.entries.values() if entry.location}
        self.contract, self.reads = survey.answering(sorted(own)), survey.reads
        self.target, self._git = target, survey.git
        self._shown = context.shown
        self.environment = target.name or target.source
        self._asked = context.place("environments", target.name)
        self._config = {
            name: context.place("environments", target.name, key)
            for key in ("require", "forbid")
            for name in getattr(chosen(config, target.name), key)
        }

    @cached_property
    def made(self) -> Mapping[str, ValueType]:
        """Types of what is set, as the code has them."""
        own = {name: reads for name, reads in self.reads.items() if name in self.target.names}
        return numbers(self._git, own)

    def where(self, name: str, target: Target | None = None) -> str:
        """The environment in words; of another one, where it has that variable."""
        return self._shown((target or self.target).told(name))

    def of(self, name: str) -> Location:
        """The line of the file that sets it, else of what asks for it."""
        entry = self.target.entries.get(name)
        if entry and entry.location:
            return entry.location
        if variable := self.contract.variables.get(name):
            return variable.location
        reads = [read.location for read in self.reads.get(name, ()) if not read.test]
        return self._config.get(name) or (reads[0] if reads else self._asked)

    def ignores(self, name: str) -> Mapping[Place, frozenset[str]]:
        """What the comment on that line switches off."""
        entry, variable = self.target.entries.get(name), self.contract.variables.get(name)
        if entry and entry.location:
            return {(entry.location.path, entry.location.line): entry.ignored}
        return {
            (one.location.path, one.location.line): one.ignored
            for one in (variable.declared if variable else ())
            if one.ignored
        }


def _needed(config: Env, at: _Places) -> Iterator[Setting]:
    target, wanted = at.target, chosen(config, at.target.name)
    instead = {name: variable.instead for name, variable in at.contract.variables.items()}
    required = {
        name: None
        for name, variable in at.contract.variables.items()
        if variable.needed(
            target.name, has_default=any(r.default for r in at.reads.get(name, ()) if not r.test)
        )
    }
    for name in {**required, **dict.fromkeys((*wanted.require, *wanted.forbid))}:
        present = target.names.intersection((name, *instead.get(name, ())))
        yield Setting(
            subject=name,
            location=at.of(name),
            place=at.of(name),
            present=bool(present),
            environment=at.environment,
            where=at.where(name),
            required=name in required or name in wanted.require,
            forbidden=name in wanted.forbid,
            empty=target.values is not None and not any(target.values[n] for n in present),
            ignores=at.ignores(name),
        )


def _outdated(at: _Places) -> Iterator[Outdated]:
    for name, variable in at.contract.variables.items():
        if variable.deprecated is not None:
            yield Outdated(
                subject=name,
                location=at.of(name),
                place=at.of(name),
                where=at.where(name),
                environment=at.environment,
                variable=variable,
                present=name in at.target.names,
                ignores=at.ignores(name),
            )


def _values(at: _Places, found: list[Target]) -> Iterator[Value | NotLookedAt]:
    target = at.target
    if target.values is None:
        yield NotLookedAt(Value, f"{target.source} holds names only")
        return
    if not target.sort:
        yield NotLookedAt(InProduction, UNNAMED)
        yield NotLookedAt(Elsewhere, UNNAMED)
    others = found[: found.index(target)]
    made = at.made
    for name in _looked_at(at):
        value = target.values[name]
        if value:
            yield FACTS[target.sort](
                subject=shown(name),
                location=at.of(name),
                place=at.of(name),
                value=value,
                environment=at.environment,
                where=at.where(name),
                variable=at.contract.variables.get(name),
                made=made.get(name),
                shared=tuple(at.where(name, o) for o in others if _same(o, name, value.text)),
                ignores=at.ignores(name),
            )


def _looked_at(at: _Places) -> Iterator[str]:
    """The app's variables: all of a file, else what it declares, reads or shows to everybody."""
    for name in at.target.values or ():
        own = name in at.target.entries or name in at.contract.variables or public(name)
        reads = at.reads.get(name, ())
        if own or (any(not read.test for read in reads) and not is_given(name)):
            yield name


def _same(other: Target, name: str, value: str) -> bool:
    theirs = (other.values or {}).get(name)
    return theirs is not None and theirs.text == value
