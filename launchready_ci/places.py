"""The text of a file, and the line and column of an index in it."""

import re
from bisect import bisect_right
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.nodes import ConfigError


class Bounds(NamedTuple):
    """How much of a file is read."""

    bytes: int
    levels: int
    """Of nesting, aliases included."""
    values: int
    """Those that an alias repeats are counted again."""

    @property
    def too_deep(self) -> str:
        return f"nested more than {self.levels} levels deep"


class TooDeep(ConfigError):
    """The file nests deeper than is read."""


class Places:
    """Line and column of an index of the text.

    Only a line feed ends a line, as for Git and GitHub; YAML 1.1 would count U+2028 too.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.starts = [0, *[found.end() for found in re.finditer("\n", text)]]

    def at(self, start: int, end: int | None = None) -> Location:
        end = start if end is None else end
        line = end_line = bisect_right(self.starts, start)
        if line < len(self.starts) and end >= self.starts[line]:
            end_line = bisect_right(self.starts, end, line)
        column, end_column = start - self.starts[line - 1], end - self.starts[end_line - 1]
        return Location(self.path, line, column + 1, end_line, end_column + 1)


def decoded(path: str, data: bytes, most: int) -> "Places":
    """The text of a file in UTF-8 of at most so many bytes; raises ConfigError."""
    if len(data) > most:
        limit = f"the file has {len(data):,} bytes, more than {most:,} are not read"
        raise ConfigError(Location(path), (), limit)
    try:
        return Places(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # the error's object may lack the byte order mark: count in what was decoded
        before = error.object[: error.start].decode("utf-8-sig")
        place = Places(path, before).at(len(before))
        raise ConfigError(place, (), "this is not UTF-8: save the file as UTF-8") from None
