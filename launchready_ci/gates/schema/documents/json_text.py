"""Reads JSON (RFC 8259): values by the standard library, places by a walk over the tokens."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from launchready_ci import nodes
from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents.places import Duplicate, Placed
from launchready_ci.nodes import ConfigError, Entry, Keys, Map, Node, Scalar, Seq
from launchready_ci.places import Bounds, Places

STRING = r'"(?:[^"\\]++|\\.)*"'
BRACKET = re.compile(rf"{STRING}|[{{}}\[\]]")
TOKEN = re.compile(rf'{STRING}|[{{}}\[\]:,]|[^\s{{}}\[\]:,"]+')
VALUE = re.compile(rf'{STRING}|[{{\[]|[^\s{{}}\[\]:,"]+')
"""The first token of a key or a value."""
HALF = re.compile(r"\\u[dD][89a-fA-F]")


class _Reader:
    """Hooks of ``json.loads``."""

    def __init__(self) -> None:
        self.twice = False

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            self.twice = True
        return made

    @staticmethod
    def constant(name: str) -> Any:  # noqa: ANN401 - nothing comes back
        raise LookupError(name)


def value(places: Places, bounds: Bounds) -> tuple[Any, bool]:
    """The value, and whether a key stands twice in one object.

    Raises ConfigError, and TooMuch beyond the bounds.
    """
    from launchready_ci.gates.schema.documents import TooMuch

    reader = _Reader()
    try:
        found = json.loads(
            places.text, object_pairs_hook=reader.pairs, parse_constant=reader.constant
        )
    except json.JSONDecodeError as error:
        raise _syntax_error(places, error) from None
    except LookupError as error:
        name = str(error.args[0])
        raise ConfigError(_token(places, name), (), f"not JSON: there is no {name}") from None
    except ValueError:  # more digits than Python turns into a number
        place = _token(places, r"-?\d{4300,}")
        raise ConfigError(place, (), "not JSON: a number of too many digits") from None
    except RecursionError:
        raise TooMuch(_deep(places, bounds.levels), bounds.too_deep) from None
    if depth(found) > bounds.levels:
        raise TooMuch(_deep(places, bounds.levels), bounds.too_deep)
    _hold_text(places, found)
    return found, reader.twice


def depth(value: object) -> int:
    """How many levels of containers: one for a list of numbers."""
    levels, inside = 0, [value] if isinstance(value, dict | list) else []
    while inside:
        levels += 1
        inside = [
            item
            for outer in inside
            for item in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(item, dict | list)
        ]
    return levels


def _syntax_error(places: Places, error: json.JSONDecodeError) -> ConfigError:
    text, at = places.text, error.pos
    here, before = text[at : at + 2], text[:at].rstrip()
    if not text.strip():
        told = "the file is empty"
    elif here in ("//", "/*") or here[:1] == "#":
        told = "it has no comments"
    elif here[:1] == "," or (before.endswith(",") and here[:1] in ("}", "]")):
        at = at if here[:1] == "," else len(before) - 1  # Python 3.13 points at the comma
        told = "a comma with nothing after it"
    else:
        told = f"{error.msg[:1].lower()}{error.msg[1:]}"
    return ConfigError(places.at(at), (), f"not JSON: {told}")


def _hold_text(places: Places, found: object) -> None:
    """Raise ConfigError for text that cannot be written as UTF-8: half of a surrogate pair."""
    if not HALF.search(places.text):
        return
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        strings = (token for token in _tokens(places.text) if HALF.search(token[0]))
        for token in strings:
            if any("\ud800" <= character <= "\udfff" for character in json.loads(token[0])):
                place = places.at(token.start(), token.end())
                raise ConfigError(place, (), "not JSON: half of a surrogate pair") from None


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return TOKEN.finditer(text)


def _token(places: Places, pattern: str) -> Location:
    """The first token that looks so."""
    wanted = re.compile(pattern).match
    found = next((token for token in _tokens(places.text) if wanted(token[0])), None)
    return places.at(found.start(), found.end()) if found else places.at(0)


def _deep(places: Places, levels: int) -> Location:
    """The first bracket that is too deep."""
    level = 0
    for token in _tokens(places.text):
        level += (token[0] in "{[") - (token[0] in "}]")
        if level > levels:
            return places.at(token.start(), token.end())
    return places.at(0)


def placed(places: Places, *, whole: bool) -> Placed:
    """The same document with places; the text has been read before.

    ``whole`` finds every key that stands twice; else a mapping is read when it is asked for.
    """
    walk = _Walk(places)
    root = walk.node(next(_tokens(places.text)), ())
    for _ in nodes.walk(root) if whole else ():
        pass
    return Placed(root, tuple(sorted(walk.duplicates, key=lambda one: one.location[1:])))


class _Walk:
    """Makes nodes of the tokens of sound JSON."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.duplicates: list[Duplicate] = []
        self.ends: dict[int, int] = {}
        """Where a container begins → the index after it."""
        opened: list[int] = []
        for token in BRACKET.finditer(places.text):
            if token[0] in "{[":
                opened.append(token.start())
            elif token[0] in "}]":
                self.ends[opened.pop()] = token.end()

    def node(self, token: re.Match[str], keys: Keys) -> Node:
        start = token.start()
        if token[0] == "{":
            return Map(self.places.at(start, self.ends[start]), _Entries(self, start, keys))
        if token[0] == "[":
            inside = enumerate(self.inside(start))
            items = tuple(self.node(item, (*keys, index)) for index, item in inside)
            return Seq(self.places.at(start, self.ends[start]), items)
        return Scalar(self.place(token), _text(token[0]), plain=token[0][:1] != '"')

    def inside(self, start: int) -> Iterator[re.Match[str]]:
        """The first token of everything directly in a container: keys and values in turn."""
        text, end = self.places.text, self.ends[start] - 1
        at = start + 1
        while token := VALUE.search(text, at, end):
            yield token
            at = self.ends[token.start()] if token[0] in "{[" else token.end()

    def place(self, token: re.Match[str]) -> Location:
        return self.places.at(token.start(), token.end())


class _Entries(Mapping[str, Entry]):
    """What stands in an object, read when it is asked for."""

    def __init__(self, walk: _Walk, start: int, keys: Keys) -> None:
        self.walk = walk
        self.start = start
        self.keys_above = keys

    @cached_property
    def _read(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        tokens = self.walk.inside(self.start)
        for token, value in zip(tokens, tokens, strict=True):
            name, place = _text(token[0]), self.walk.place(token)
            keys = (*self.keys_above, name)
            if name in entries:
                self.walk.duplicates.append(Duplicate(keys, place, entries[name].key))
            entries[name] = Entry(place, self.walk.node(value, keys))
        return entries

    def __getitem__(self, key: str) -> Entry:
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def _text(token: str) -> str:
    if token[:1] != '"':
        return token
    return str(json.loads(token)) if "\\" in token else token[1:-1]
