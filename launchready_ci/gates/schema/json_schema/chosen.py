"""Which files are held against which schemas?"""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Context, Unreadable
from launchready_ci.gates.schema.configuration import Asked, Json, Schema
from launchready_ci.gates.schema.json_schema import known
from launchready_ci.globs import matcher

PASSED_OVER = frozenset((".git", "node_modules", ".venv", "venv", "__pycache__"))
"""Folders that a glob does not enter unless it names them."""
MAGIC = "*?["


class Pair(NamedTuple):
    """A file, and the schema that it has to fit."""

    path: str
    """From the root; outside of it an absolute path."""
    schema: str
    """A path like that, ``app/config.py:Config``, or the name of a known one."""
    place: Location
    """Where that is asked for."""


def pairs(config: Schema, context: Context) -> Iterator[Pair | Unreadable]:
    """Every file with its schema, and what could not be found."""
    if config.asked:
        yield from _asked(config.asked, context)
    else:
        for number, entry in enumerate(config.json):
            yield from _configured(entry, number, context)


def _asked(asked: Asked, context: Context) -> Iterator[Pair | Unreadable]:
    name = asked.schema
    schema = name if not name or known.is_known(name) else from_root(name, context.root)
    for file in asked.files:
        path = from_root(file, context.root)
        yield _pair(path, schema, Location(path), "--schema S")


def _configured(entry: Json, number: int, context: Context) -> Iterator[Pair | Unreadable]:
    for index, glob in enumerate(entry.files):
        place = context.place("json", number, "files", index)
        paths = list(matching(glob, context.root))
        if not paths:
            yield Unreadable(f"no file matches {glob}", glob, place)
        where = context.place("json", number, "schema") if entry.schema else place
        for path in paths:
            yield _pair(path, entry.schema, where, "schema: S")


def _pair(path: str, schema: str, place: Location, option: str) -> Pair | Unreadable:
    if schema := schema or known.name_of(path):
        return Pair(path, schema, place)
    return Unreadable(
        f"{path}: no schema is known for a file of this name, give {option}", path, place
    )


def is_model(name: str) -> bool:
    """``app/config.py:Config``."""
    return re.fullmatch(r".+\.py:[A-Za-z_]\w*", name) is not None


def from_root(name: str, root: str) -> str:
    """A path that the user gave, from where they stand."""
    folder, file = os.path.split(os.path.abspath(name))
    full = os.path.join(os.path.realpath(folder), file)
    inside = os.path.relpath(full, os.path.realpath(root))
    return full if inside.startswith(os.pardir) else inside.replace(os.sep, "/")


def matching(glob: str, root: str) -> Iterator[str]:
    """The files below the root, in the order of their names."""
    if os.path.isfile(os.path.join(root, glob)):
        yield os.path.normpath(glob)
        return
    matches, parts = matcher([glob]), glob.removeprefix("./").split("/")
    named = list(takewhile(lambda part: not any(character in part for character in MAGIC), parts))
    for path in _below(root, "/".join(named), PASSED_OVER.difference(parts)):
        if matches(path):
            yield path


def _below(root: str, folder: str, passed_over: Iterable[str]) -> Iterator[str]:
    for where, folders, files in os.walk(os.path.join(root, folder)):
        folders[:] = sorted(set(folders).difference(passed_over))
        inside = os.path.relpath(where, root).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        yield from (prefix + name for name in sorted(files))
