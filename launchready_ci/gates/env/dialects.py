"""What do the parsers read of a contract's lines, in words that show no secret?"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.suppressions import ignored

if TYPE_CHECKING:
    from launchready_ci.gates.env.dotenv import Disagreement
    from launchready_ci.gates.env.dotenv.reading import Reading

PLAIN = r"[ \t]*(?:#.*)?|(?:export )?[A-Za-z_][A-Za-z0-9_]*=[\w./:@,+%-]*"
"""A line that everybody reads the same; it needs no parser."""
GUARDED = r"(?i)secret|token|passw|pwd|passphrase|api_?key|private|credential|auth|dsn|_key\b|salt"
CLOSED = r"://[^/\s]*@|[A-Za-z0-9+/_-]{16,}"
"""What a value may hold that is not shown, whatever its name: a login in a URL, a long word."""
LONGEST = 40


class Difference(NamedTuple):
    """A line that two parsers read differently."""

    location: Location
    name: str
    told: str
    """Who reads what; masked where the name or the value may be secret."""
    expansion: bool
    """They differ only in which variables they fill in."""
    ignored: frozenset[str]


def differences(path: str, data: bytes, parsers: Sequence[str]) -> Iterator[Difference]:
    """Hold the parsers against each other, line by line."""
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    if all(re.fullmatch(PLAIN, line) for line in lines):
        return
    from launchready_ci.gates.env.dotenv import LARGEST, disagreements

    text = "\n".join(lines)
    if len(text) > LARGEST:
        raise ValueError(f"more than {LARGEST:,} characters: no file of settings")
    shown = text.replace("\r", "\n").split("\n")
    for found in disagreements(text, parsers):
        line = shown[found.line - 1]
        place = Location(path, found.line, 1, found.line, len(line) + 1)
        told = _told(found)
        yield Difference(place, found.name, told, found.expansion, ignored(line.encode()))


def _told(found: "Disagreement") -> str:
    """Each reading once, with those who read it so."""
    hidden: dict[str, int] = {}
    groups: dict[str, list[str]] = {}
    for parser, readings in found.readings.items():
        said = " and ".join(_said(reading, found.name, hidden) for reading in readings)
        groups.setdefault(said or "nothing", []).append(parser)
    return "; ".join(f"{', '.join(parsers)}: {said}" for said, parsers in groups.items())


def _said(reading: "Reading", known: str, hidden: dict[str, int]) -> str:
    name, value = reading.name, reading.value
    if not name:
        return "an error, it refuses the file"
    if value.startswith("\0"):
        return f"{name} = what a function returns"
    if not shows(known, value):
        return f"{name} = hidden value {hidden.setdefault(value, len(hidden) + 1)}"
    return f"{name} = {value!r}"


def shows(name: str, value: str) -> bool:
    """May the value be shown? Neither the name nor its form says that it may be secret."""
    secret = re.search(GUARDED, name) or re.search(CLOSED, value)
    return secret is None and len(value) <= LONGEST
