"""Reads both versions, compares them, and says where each difference stands."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context, NotLookedAt, Unreadable
from launchready_ci.gates.schema.configuration import Allowed, Schema
from launchready_ci.gates.schema.openapi.changes.facts import Compared, Difference
from launchready_ci.gates.schema.openapi.changes.files import Files
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.operations import compare
from launchready_ci.gates.schema.openapi.changes.said import Said, Told
from launchready_ci.gates.schema.openapi.changes.schemas import Schemas
from launchready_ci.gates.schema.openapi.changes.sources import GIT, URLS, Sources
from launchready_ci.gates.schema.openapi.changes.table import ROWS
from launchready_ci.nodes import shown


def collect(config: Schema, context: Context) -> Iterator[Compared | Unreadable | NotLookedAt]:
    """Compare what is configured, or what the command line named."""
    configured = config.openapi
    if config.asked:
        base, head = (_from_root(name, context.root) for name in config.asked.files)
    elif configured is not None and configured.compare:
        base, head = configured.compare, configured.file
    else:
        yield NotLookedAt(Compared, "no schema.openapi.compare in launchready.yaml")
        return
    default = next((name for name in (head, base) if not _special(name)), "")
    default = default or (configured.file if configured is not None else "")
    sources = Sources(context.root, context.environ, urls=config.asked is not None)
    named = config.asked is not None and default
    place = Location(default) if named else context.place("openapi", "compare")
    try:
        old, new = sources.files(base, default), sources.files(head, default)
        said = list(compare(old.root, new.root, Schemas(), _today()))
    except RecursionError:
        yield Unreadable("the documents are nested too deep to be compared", head, place)
        return
    except CannotLook as error:
        yield Unreadable(str(error), head, place)
        return
    context.count("documents", len(old.documents) + len(new.documents))
    yield from _lost(old, new)
    yield _compared(said, new, configured.allow if configured is not None else (), context)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _special(name: str) -> bool:
    return name.startswith((GIT, *URLS))


def _from_root(name: str, root: str) -> str:
    """A file as the user named it, from where they stand, by its path from the root."""
    if _special(name):
        return name
    return os.path.relpath(os.path.abspath(name), os.path.realpath(root)).replace(os.sep, "/")


def _lost(base: Files, head: Files) -> Iterator[Unreadable]:
    """References that lead nowhere: what stands there was not compared."""
    for files in (base, head):
        for place, told in files.lost:
            yield Unreadable(f"{place}: {told}", str(place), _in_repository(place))


def _compared(
    said: list[Said], head: Files, allow: tuple[Allowed, ...], context: Context
) -> Compared:
    found: dict[tuple[object, ...], tuple[Told, list[str]]] = {}
    for operation in said:
        for told in operation.told:
            key = (told.rule, told.told, told.base.keys, told.head.keys)
            found.setdefault(key, (told, []))[1].append(operation.subject)
    differences: dict[str, list[Difference]] = {}
    used: set[Allowed] = set()
    for told, operations in found.values():
        one = _difference(told, operations)
        allowing = next((each for each in allow if _allows(each, told.rule, one, operations)), None)
        if allowing is not None:
            used.add(allowing)
            one = one._replace(allowed=allowing.reason)
        differences.setdefault(told.rule, []).append(one)
    for each in allow:
        if each not in used:
            told_ = f"{shown(each.rule)} at {shown(each.place)}: nothing of the kind was found"
            context.notes.append(f"schema.openapi.allow: {told_}")
    ignores = {at: i for one in head.documents.values() for at, i in one.ignores.items()}
    return Compared(differences=differences, ignores=ignores)


def _difference(told: Told, operations: list[str]) -> Difference:
    others = len(dict.fromkeys(operations)) - 1
    place = told.head.place
    return Difference(
        operations[0],
        others,
        told.where,
        told.told,
        _at(told.base),
        _in_repository(place),
        str(place),
    )


def _at(node: Node) -> Location:
    return node.place


def _allows(each: Allowed, rule: str, one: Difference, operations: list[str]) -> bool:
    places = (*operations, *(f"{name}: {one.where}" for name in operations))
    return each.rule in (rule, ROWS[rule].id) and each.place in places


def _in_repository(place: Location) -> Location:
    """A line that reports can point at: the file's, whichever commit it was read from."""
    if place.path.startswith(GIT):
        return place._replace(path=place.path.rpartition(":")[2])
    if place.path.startswith(URLS):
        return Location("launchready.yaml")
    return place
