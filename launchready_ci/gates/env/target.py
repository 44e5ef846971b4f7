"""What is set in the environments that the app is about to run in?"""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook
from launchready_ci.gates.env.values.hidden import Hidden
from launchready_ci.lazy import lazy_pattern
from launchready_ci.suppressions import ignored

Sort = Literal["production", "other", ""]
LARGEST = 1_000_000
"""Bytes of a file of variables; a larger one is something else."""
PRODUCTION = lazy_pattern(
    r"(?i)(?!(?:.*[-_. ])?(?:pre|non|not)[-_. ])(?:.*[-_. ])?(?:production|prod|live)(?:[-_. ].*)?"
)
NAMED = lazy_pattern(
    r"(?i)\.?env(?:ironment)?\.(?P<after>[\w-]+)(?:\.local)?|(?P<before>[\w-]+)\.env(?:\.local)?"
)
KNOWN = lazy_pattern(
    r"(?i)(?:.*[-_])?(?:production|prod|live|staging|stage|preview|review|test|testing|ci|qa|uat"
    r"|development|dev)(?:[-_].*)?"
)
FILLED = lazy_pattern(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}")
"""What python-dotenv fills in."""


class Entry(NamedTuple):
    """One variable of a file."""

    value: Hidden
    source: str
    """File and line, in words."""
    location: Location | None
    """The same, for a report; None where that is outside of the repository."""
    ignored: frozenset[str]
    """Rules that a comment on its line switches off."""


class Target(NamedTuple):
    """One environment, and what is known of it."""

    name: str
    """``""`` where nobody said."""
    sort: Sort
    names: frozenset[str]
    values: Mapping[str, Hidden] | None
    """None where only the names are known."""
    entries: Mapping[str, Entry] = {}
    """Of a file, which holds nothing but the app's own variables."""
    source: str = ""
    """The file; ``""`` for this process's own environment."""

    def __str__(self) -> str:
        return self.told()

    def told(self, variable: str = "") -> str:
        """The environment in words, with the line of that variable where a file sets it."""
        entry = self.entries.get(variable)
        if source := entry.source if entry else self.source:
            return f"{source} ({self.name})" if self.name else source
        return f"the environment {self.name}" if self.name else "this environment"


def sort_of(name: str, *, production: bool = False) -> Sort:
    """What its name says: ``prod``, ``eu-production`` and ``live`` are production."""
    if production or PRODUCTION.fullmatch(name):
        return "production"
    return "other" if name else ""


def from_process(name: str, environ: Mapping[str, str], sort: Sort) -> Target:
    """What this process was started with."""
    values = {key: Hidden(value) for key, value in environ.items()}
    return Target(name, sort, frozenset(values), values)


def from_names(name: str, root: str, path: str, sort: Sort) -> Target:
    """A file of names exported from the host; raises CannotLook where it holds none."""
    from launchready_ci.gates.env.exported import names

    found = names(_read(os.path.join(root, path), path), name)
    if not found:
        raise CannotLook(f"{path}: no name of a variable in it; expected one per line, or JSON")
    return Target(name, sort, found, None, source=path)


def environment_of(path: str) -> str:
    """Which environment a file says it is of: ``.env.production``, ``staging.env``; else ``""``."""
    found = NAMED.fullmatch(os.path.basename(path))
    name = (found["after"] or found["before"]) if found else ""
    return name if KNOWN.fullmatch(name) else ""


def from_file(name: str, root: str, path: str, environ: Mapping[str, str], sort: Sort) -> Target:
    """A file of ``NAME=value``, as python-dotenv reads it; raises CannotLook where it cannot."""
    entries = dict(_entries(_read(path, path), path, _inside(root, path), environ))
    values = {key: entry.value for key, entry in entries.items()}
    return Target(name, sort, frozenset(values), values, entries, path)


def layered(name: str, files: list[Target]) -> Target:
    """Several files of one environment; a later one wins."""
    entries = {key: entry for file in files for key, entry in file.entries.items()}
    values = {key: entry.value for key, entry in entries.items()}
    source = " and ".join(file.source for file in files)
    return Target(name, files[0].sort, frozenset(values), values, entries, source)


def _entries(
    text: str, shown: str, path: str, environ: Mapping[str, str]
) -> Iterator[tuple[str, Entry]]:
    from launchready_ci.gates.env.dotenv.python import python

    known, lines = dict[str, str](), text.split("\n")
    for reading in python(text):
        value = _filled(reading.value, {**known, **environ})
        known[reading.name] = value
        line = text.count("\n", 0, reading.start) + 1
        column = reading.start - (text.rfind("\n", 0, reading.start) + 1) + 1
        place = Location(path, line, column, line, column + len(reading.name)) if path else None
        yield (
            reading.name,
            Entry(Hidden(value), f"{shown}:{line}", place, ignored(lines[line - 1].encode())),
        )


def _filled(value: str, known: Mapping[str, str]) -> str:
    """With ``${NAME}`` and ``${NAME:-default}`` filled in; what nobody sets stays as it is."""

    def fill(match: re.Match[str]) -> str:
        return known.get(match["name"], match[0] if match["default"] is None else match["default"])

    return FILLED.sub(fill, value)


def _inside(root: str, path: str) -> str:
    """The path from the root, POSIX; ``""`` for one outside."""
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")
    return "" if inside == ".." or inside.startswith("../") else inside


def _read(path: str, shown: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise CannotLook(f"{shown}: cannot be read: {_why(error)}") from None
    if len(data) > LARGEST:
        raise CannotLook(f"{shown}: too large for a file of variables")
    if b"\0" in data:
        raise CannotLook(f"{shown}: is no text in UTF-8")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CannotLook(f"{shown}: is no text in UTF-8") from None


def _why(error: OSError | ValueError) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else "no path"
