"""Holds what the code reads against what the contract declares."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from launchready_ci.gate import NotLookedAt, Place
from launchready_ci.gates.env.contract import Contract, Declared
from launchready_ci.gates.env.contract.scopes import Scope, Scopes
from launchready_ci.gates.env.rules.facts import Declaration, Reading
from launchready_ci.gates.env.spelling import meant
from launchready_ci.gates.env.usage import Read, is_given
from launchready_ci.redact import TOKEN_LENGTH, redact

Reads = Mapping[str, list[Read]]
"""Name → every place that reads it."""
CONTAINERS = ("compose", "dockerfile")
"""Sources of reads that count apart, unless code reads the variable too."""


def readings(
    contract: Contract, reads: Reads, images: Callable[[], frozenset[str]]
) -> Iterator[Reading | NotLookedAt]:
    """Every variable that code outside of tests reads; ``images`` tells what those set."""
    sources, names = " or ".join(contract.sources), contract.names
    unread = contract.variables.keys() - reads.keys()
    for name, everywhere in reads.items():
        here = [read for read in everywhere if read.kind == "env" and not read.test]
        if is_given(name) or all(read.source in CONTAINERS for read in here):
            continue
        known = {name}.union(*(read.instead for read in here))
        declared = not known.isdisjoint(names)
        variable = contract.variables.get(name)
        yield Reading(
            subject=shown(name),
            location=here[0].location,
            places=tuple(read.location for read in sorted(here, key=_by_code)),
            declared=declared,
            contract=sources,
            meant=None if declared else contract.variables.get(meant(name, unread)),
            deprecated=variable if variable and variable.deprecated is not None else None,
            optional=declared or _optional(here) or name in images(),
            ignores=ignores(here),
        )
    if not reads:
        yield NotLookedAt(Reading, "nothing here reads a variable")


def _optional(here: Iterable[Read]) -> bool:
    """Does every file that reads it know what to do without it?

    A file that asks for it once does; what a container only passes on is for the code to say.
    """
    decisive = [read for read in here if read.source not in CONTAINERS]
    asking = {read.location.path for read in decisive if read.optional}
    return all(read.location.path in asking for read in decisive)


def declarations(
    scopes: Scopes, reads: Reads, elsewhere: Callable[[Iterable[str]], Iterable[str]]
) -> Iterator[Declaration]:
    """Every variable of the contracts, and whether anything near reads it.

    ``elsewhere`` tells which of the names that no code reads are read by others.
    """
    read: dict[str, list[Scope | None]] = {}
    for found in reads.values():
        for one in found:
            for name in (one.name, *one.instead):
                read.setdefault(name, []).append(scopes.answers(one.location.path))
    declared = (name for scope in scopes.by_folder.values() for name in scope.own.names)
    others = frozenset(elsewhere(frozenset(declared) - read.keys()))
    for scope in scopes.by_folder.values():
        for variable in scope.own.variables.values():
            names = (variable.name, *variable.instead)
            near = any(scope.related(at) for name in names for at in read.get(name, ()))
            yield Declaration(
                subject=variable.name,
                location=variable.location,
                variable=variable,
                read=near or not others.isdisjoint(names),
                ignores=ignores(variable.declared),
            )


def _by_code(read: Read) -> bool:
    return read.source in CONTAINERS


def shown(name: str) -> str:
    """A name as it may be printed: a value that was pasted in its place is masked."""
    plain = name.isupper() and ("_" in name or len(name) < TOKEN_LENGTH)
    return name if plain else redact(name)


def ignores(items: Iterable[Read | Declared]) -> Mapping[Place, frozenset[str]]:
    """What the comments beside these switch off, by place."""
    return {(i.location.path, i.location.line): i.ignored for i in items if i.ignored}
