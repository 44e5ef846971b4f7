"""Which variables does the app say it needs?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.suppressions import ignored

DECLARATION = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=")


class Declared(NamedTuple):
    """A variable of the contract, and where it stands."""

    name: str
    location: Location
    ignored: frozenset[str]
    """Rules that a comment on its line switches off."""


def declarations(path: str, data: bytes) -> Iterator[Declared]:
    """Read the names of a ``.env.example``; its values are no concern of ours."""
    text = data.decode("utf-8-sig", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        if match := DECLARATION.match(line):
            start, end = match.span(1)
            place = Location(path, number, start + 1, number, end + 1)
            yield Declared(match[1], place, ignored(line.encode()))
