"""What is set in the environments that the app is about to run in, and what has to be?"""

from collections.abc import Iterator, Mapping

from launchready_ci.findings import Location
from launchready_ci.gate import Context, NotLookedAt, Place
from launchready_ci.gates.env.code import Reads, shown
from launchready_ci.gates.env.configuration import Env, Environment
from launchready_ci.gates.env.contract import Contract
from launchready_ci.gates.env.rules.facts import Elsewhere, InProduction, Outdated, Setting, Value
from launchready_ci.gates.env.target import (
    Target,
    environment_of,
    from_file,
    from_names,
    from_process,
    layered,
    sort_of,
)
from launchready_ci.gates.env.usage import is_platform
from launchready_ci.gates.env.values.exposure import public

FACTS: Mapping[str, type[Value]] = {"production": InProduction, "other": Elsewhere, "": Value}
UNNAMED = "name the environment, to say whether it is production: --environment NAME"


def targets(config: Env, context: Context) -> list[Target]:
    """The environments that are asked for; files of one environment are layers of it."""
    if config.env_file:
        return _of_files(config, context)
    if not config.environment and context.stage != "pre-build":
        return []
    if config.environments and not config.environment:
        context.notes.append(_unnamed(config))
    name, chosen = config.environment, _chosen(config, config.environment)
    sort = sort_of(name, production=chosen.production)
    if chosen.names:
        return [from_names(name, context.root, chosen.names, sort)]
    return [from_process(name, context.environ, sort)]


def _unnamed(config: Env) -> str:
    """What a run before the build leaves unchecked, where nobody said what it builds for."""
    listed = ", ".join(config.environments)
    return (
        "env: what launchready.yaml says of its environments is not checked, since none was named: "
        f"--environment NAME, one of {listed}"
    )


def _of_files(config: Env, context: Context) -> list[Target]:
    layers: dict[str, list[Target]] = {}
    for path in config.env_file:
        name = environment_of(path, config.environment)
        sort = sort_of(name, production=_chosen(config, name).production)
        found = from_file(name, context.root, path, context.environ, sort)
        layers.setdefault(name or path, []).append(found)
    return [layered(files[0].name, files) for files in layers.values()]


def _chosen(config: Env, name: str) -> Environment:
    return config.environments.get(name, Environment())


def settings(
    config: Env, context: Context, contract: Contract, reads: Reads, found: list[Target]
) -> Iterator[Outdated | Setting | Value | NotLookedAt]:
    """Every variable that a target environment needs or must not have, and every value in it."""
    if not found:
        why = "no environment was named: --environment, --env-file, or stage pre-build"
        yield NotLookedAt(Setting, why)
        yield NotLookedAt(Outdated, why)
        yield NotLookedAt(Value, why)
    for target in found:
        at = _Places(config, context, contract, reads, target)
        yield from _needed(config, at)
        yield from _outdated(at)
        yield from _values(at, found)


class _Places:
    """One target, and where what is said of its variables points to."""

    def __init__(
        self, config: Env, context: Context, contract: Contract, reads: Reads, target: Target
    ) -> None:
        self.contract, self.reads, self.target = contract, reads, target
        self.where = context.shown(str(target))
        self.environment = target.name or target.source
        self._asked = context.place("environments", target.name)
        self._config = {
            name: context.place("environments", target.name, key)
            for key in ("require", "forbid")
            for name in getattr(_chosen(config, target.name), key)
        }

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
    target, chosen = at.target, _chosen(config, at.target.name)
    instead = {name: variable.instead for name, variable in at.contract.variables.items()}
    required = {
        name: None
        for name, variable in at.contract.variables.items()
        if variable.needed(
            target.name, has_default=any(r.default for r in at.reads.get(name, ()) if not r.test)
        )
    }
    for name in {**required, **dict.fromkeys((*chosen.require, *chosen.forbid))}:
        yield Setting(
            subject=name,
            location=at.of(name),
            place=at.of(name),
            present=not target.names.isdisjoint((name, *instead.get(name, ()))),
            environment=at.environment,
            where=at.where,
            required=name in required or name in chosen.require,
            forbidden=name in chosen.forbid,
            empty=target.values is not None and not target.values.get(name),
            ignores=at.ignores(name),
        )


def _outdated(at: _Places) -> Iterator[Outdated]:
    for name, variable in at.contract.variables.items():
        if variable.deprecated is not None:
            yield Outdated(
                subject=name,
                location=at.of(name),
                place=at.of(name),
                where=at.where,
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
    others = [other for other in found if other is not target]
    for name in _looked_at(at):
        value = target.values[name]
        if value:
            yield FACTS[target.sort](
                subject=shown(name),
                location=at.of(name),
                place=at.of(name),
                value=value,
                environment=at.environment,
                where=at.where,
                variable=at.contract.variables.get(name),
                shared=tuple(str(other) for other in others if _same(other, name, value.text)),
                ignores=at.ignores(name),
            )


def _looked_at(at: _Places) -> Iterator[str]:
    """The app's variables: all of a file, else what it declares, reads or shows to everybody."""
    for name in at.target.values or ():
        own = name in at.target.entries or name in at.contract.variables or public(name)
        reads = at.reads.get(name, ())
        if own or (any(not read.test for read in reads) and not is_platform(name)):
            yield name


def _same(other: Target, name: str, value: str) -> bool:
    theirs = (other.values or {}).get(name)
    return theirs is not None and theirs.text == value
