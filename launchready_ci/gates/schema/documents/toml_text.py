"""Reads TOML 1.0: the values by the standard library, the places by a scan of the sound text."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents.json_text import depth
from launchready_ci.gates.schema.documents.places import Placed
from launchready_ci.nodes import ConfigError, Entry, Map, Node, Scalar, Seq
from launchready_ci.places import Bounds, Places

AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
DOTS = 5000
"""In one line: a key of more parts takes the library quadratic time."""
SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
BLANK = re.compile(r"[ \t]*")
STRING = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}'
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
BARE = re.compile(r"[^\s,=\]\[{}#.\"']+")
OTHER = re.compile(r"[^,\]}#\n]+")
"""A number, a boolean or a date, which may hold a space."""


def value(places: Places, bounds: Bounds) -> dict[str, Any]:
    """The value; raises ConfigError, and TooMuch beyond the bounds."""
    from launchready_ci.gates.schema.documents import TooMuch

    for number, line in enumerate(places.text.split("\n"), 1):
        if line.count(".") > DOTS:
            raise TooMuch(Location(places.path, number), f"more than {DOTS:,} dots in one line")
    try:
        found = tomllib.loads(places.text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(places, str(error)) from None
    except ValueError:  # more digits than Python turns into a number
        raise ConfigError(places.at(0), (), "not TOML: a number of too many digits") from None
    except RecursionError:
        found = None
    if found is None or depth(found) > bounds.levels:
        raise TooMuch(places.at(0), bounds.too_deep)
    made: dict[str, Any] = _json(found)
    return made


def _json(value: Any) -> Any:  # noqa: ANN401 - what tomllib gives
    """Dates and times as RFC 3339 writes them."""
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, str | int | float):
        return value
    return str(value.isoformat())


def _syntax_error(places: Places, told: str) -> ConfigError:
    message, at = AT.sub("", told), AT.search(told)
    end = places.at(len(places.text.rstrip()))
    line, column = (int(at[1]), int(at[2])) if at and at[1] else (end.line, end.column)
    place = Location(places.path, line, column, line, column)
    return ConfigError(place, (), f"not TOML: {message[:1].lower()}{message[1:]}")


class _Table:
    """A table in the making; one that ``[[x]]`` repeats is a list of them."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.entries: dict[str, tuple[Location, _Table | list[_Table] | Node]] = {}

    def node(self) -> Map:
        return Map(self.location, {k: Entry(at, _node(v)) for k, (at, v) in self.entries.items()})


def _node(value: "_Table | list[_Table] | Node") -> Node:
    if isinstance(value, _Table):
        return value.node()
    if isinstance(value, list):
        items = tuple(item.node() for item in value)
        return Seq(items[0].location, items)
    return value


def placed(places: Places) -> Placed:
    """The same document with places; the text has been read before."""
    return Placed(_Scan(places).document())


class _Scan:
    """Follows the text of sound TOML."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.text = places.text
        self.at = 0

    def document(self) -> Map:
        root = table = _Table(self.places.at(0, len(self.text.rstrip())))
        while self._space():
            if self.text[self.at] == "[":
                table = self._header(root)
            else:
                self._pair(table)
        return root.node()

    def _space(self) -> bool:
        """Skip space and comments; is anything left?"""
        self.at = _end(SPACE, self.text, self.at)
        return self.at < len(self.text)

    def _skip(self, characters: int = 1) -> None:
        self.at = _end(BLANK, self.text, self.at + characters)

    def _header(self, root: _Table) -> _Table:
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self._skip(brackets)
        *way, (name, place) = self._key()
        self.at += brackets
        table = self._below(root, way)
        here = self.places.at(start, self.at)
        _, found = table.entries.get(name, (place, None))
        if brackets == 2:
            items = found if isinstance(found, list) else []
            items.append(_Table(here))
            table.entries[name] = (table.entries.get(name, (place,))[0], items)
            return items[-1]
        if not isinstance(found, _Table):
            found = _Table(here)
        found.location = here
        table.entries[name] = (place, found)
        return found

    def _pair(self, table: _Table) -> None:
        *way, (name, place) = self._key()
        self._skip()
        self._below(table, way).entries[name] = (place, self._value())

    def _key(self) -> list[tuple[str, Location]]:
        """The parts of a dotted key, up to what follows it."""
        parts = []
        while True:
            start = self.at
            found = STRING.match(self.text, start) or BARE.match(self.text, start)
            self.at = found.end() if found else len(self.text)
            text = self.text[start : self.at]
            name = tomllib.loads(f"x = {text}")["x"] if text[0] in "\"'" else text
            parts.append((str(name), self.places.at(start, self.at)))
            self._skip(0)
            if not self.text.startswith(".", self.at):
                return parts
            self._skip()

    @staticmethod
    def _below(table: _Table, way: list[tuple[str, Location]]) -> _Table:
        for name, place in way:
            _, found = table.entries.setdefault(name, (place, _Table(place)))
            inner = found[-1] if isinstance(found, list) else found
            if isinstance(inner, _Table):
                table = inner
        return table

    def _value(self) -> Node:
        start = self.at
        first = self.text[start]
        if first == "[":
            return self._list(start)
        if first == "{":
            return self._inline(start)
        if found := STRING.match(self.text, start):
            self.at = found.end()
            return Scalar(self.places.at(start, self.at), found[0], plain=False)
        self.at = _end(OTHER, self.text, start)
        text = self.text[start : self.at].rstrip()
        return Scalar(self.places.at(start, start + len(text)), text, plain=True)

    def _list(self, start: int) -> Seq:
        self.at += 1
        items = tuple(self._items("]"))
        return Seq(self.places.at(start, self.at), items)

    def _items(self, close: str) -> Iterator[Node]:
        while self._space() and self.text[self.at] != close:
            if self.text[self.at] == ",":
                self.at += 1
            else:
                yield self._value()
        self.at += 1

    def _inline(self, start: int) -> Map:
        table = _Table(self.places.at(start))
        self.at += 1
        while self._space() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self._pair(table)
        self.at += 1
        table.location = self.places.at(start, self.at)
        return table.node()


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
