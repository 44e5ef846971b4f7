"""Reads YAML: the values at once, the places in a second pass when one is needed.

Of PyYAML only the events are used, as in ``yaml_marks``: bounds and tags stay in our hands.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents.places import Duplicate, Placed
from launchready_ci.nodes import ConfigError, Keys, Node, shown
from launchready_ci.places import Bounds, Places
from launchready_ci.yaml_marks import LOADER, MERGE, Parser, index_of, syntax_errors

CORE = "tag:yaml.org,2002:"
TEXT = (f"{CORE}str", f"{CORE}binary", f"{CORE}timestamp", "!")
"""Tags of what JSON has as text."""
KEPT = "!reference"
"""GitLab's: ``!reference [a, b]`` stands for what is elsewhere, and schemas know it as a key."""
CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((f"{s}.{w}" for s in ("", "+") for w in ("inf", "Inf", "INF")), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
FIRST = frozenset("+-.0123456789~nNtTfF")
"""With what text may begin that is something else. https://yaml.org/spec/1.2.2/#103-core-schema"""
WHOLE = re.compile(r"[-+]?[0-9]{1,4000}", re.ASCII).fullmatch
OTHER_BASE = re.compile(r"0o[0-7]{1,4000}|0x[0-9a-fA-F]{1,4000}").fullmatch
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII).fullmatch


class _Anchored(NamedTuple):
    """A value that an alias may repeat, and what each repetition costs."""

    value: Any
    values: int
    levels: int


def values(places: Places, bounds: Bounds) -> tuple[list[Any], bool]:
    """The value of every document, and whether a key stands twice in one of them.

    Raises ConfigError, and TooMuch beyond the bounds.
    """
    reader = _Values(places, bounds)
    with syntax_errors(places, bounds):
        return list(reader.documents()), reader.twice


def placed(places: Places, bounds: Bounds) -> list[Placed]:
    """The documents again, with places; the text has been read before."""
    reader = _Marked(places)
    reader.bounds = bounds
    return list(reader.all())


def plain(text: str) -> object:
    """The value of a scalar without quotes."""
    if text and text[0] not in FIRST:
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    if WHOLE(text):
        return int(text)
    if OTHER_BASE(text):
        return int(text, 0)
    return float(text) if NUMBER(text) else text


class _Values:
    """Builds plain values from events; what an alias repeats is shared."""

    def __init__(self, places: Places, bounds: Bounds) -> None:
        self.places = places
        self.bounds = bounds
        events = yaml.parse(places.text, Loader=LOADER)
        self.events: Iterator[yaml.Event] = events
        self.next: Callable[[], yaml.Event] = events.__next__
        self.anchors: dict[str, _Anchored | None] = {}
        self.twice = False
        self.count = 0
        self.deepest = 0

    def documents(self) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                self.anchors.clear()
                yield self._value(self.next(), 0)

    def _value(self, event: yaml.Event, level: int) -> Any:  # noqa: ANN401 - any YAML
        if type(event) is AliasEvent:
            return self._alias(event, level)
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.anchor is not None:
            return self._anchored(event, event.anchor, level)
        return self._content(event, level)

    def _content(self, event: yaml.Event, level: int) -> Any:  # noqa: ANN401
        self.count += 1
        if type(event) is ScalarEvent:
            if event.tag is not None:
                return self._tagged(event, event.tag, event.value)
            return event.value if event.style else plain(event.value)
        if level >= self.deepest:
            self.deepest = level + 1
            if level >= self.bounds.levels:
                raise self._too_much(event, self.bounds.too_deep)
        if self.count > self.bounds.values:
            self._hold(event)
        built = (self._map if type(event) is MappingStartEvent else self._list)(level + 1)
        tag = getattr(event, "tag", None)
        return built if tag is None else self._tagged(event, tag, built)

    def _list(self, level: int) -> list[Any]:
        items = []
        while type(event := self.next()) is not SequenceEndEvent:
            items.append(self._value(event, level))
        return items

    def _map(self, level: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while type(event := self.next()) is not MappingEndEvent:
            key = self._key(event)
            self.twice = self.twice or key in entries
            value = self._value(self.next(), level)
            entries.pop(key, None)  # a key that comes again stands where it came last
            entries[key] = value
        return self._merged(entries) if MERGE in entries else entries

    def _key(self, event: yaml.Event) -> str:
        if type(event) is not ScalarEvent:
            raise self._error(event, "a key must be plain text")
        self.count += 1
        return event.value

    def _merged(self, entries: dict[str, Any]) -> dict[str, Any]:
        """With what ``<<`` brings in: its own keys win, then the first mapping's."""
        merge = entries.pop(MERGE)
        for source in merge if isinstance(merge, list) else [merge]:
            if isinstance(source, dict):  # else ``_Marked`` says what is wrong, with its place
                self.count += len(source)
                entries = {**source, **entries}
            else:
                list(_Marked(self.places).all())
        if self.count > self.bounds.values:
            raise self._too_much(None, self._many)
        return entries

    def _anchored(self, event: yaml.Event, name: str, level: int) -> Any:  # noqa: ANN401
        self.anchors[name] = None
        count, deepest, self.deepest = self.count, self.deepest, level
        value = self._content(event, level)
        self.anchors[name] = _Anchored(value, self.count - count, self.deepest - level)
        self.deepest = max(deepest, self.deepest)
        return value

    def _alias(self, event: yaml.Event, level: int) -> Any:  # noqa: ANN401
        name = str(getattr(event, "anchor", ""))
        if name not in self.anchors:
            raise self._error(event, f"no anchor &{shown(name)} stands before this alias")
        anchored = self.anchors[name]
        if anchored is None:
            raise self._error(event, f"the alias *{shown(name)} stands inside its own anchor")
        self.count += anchored.values
        self.deepest = max(self.deepest, level + anchored.levels)
        self._hold(event)
        if self.deepest > self.bounds.levels:
            raise self._too_much(event, self.bounds.too_deep)
        return anchored.value

    def _tagged(self, event: yaml.Event, tag: str, value: Any) -> Any:  # noqa: ANN401
        if tag in TEXT:
            return value
        if tag.startswith(CORE):
            return plain(value) if isinstance(value, str) else value
        if tag == KEPT:
            return {KEPT: value}
        raise self._error(event, f"the tag {shown(tag)} is not known: what it stands for is not")

    @property
    def _many(self) -> str:
        return f"more than {self.bounds.values:,} values, those that aliases repeat included"

    def _hold(self, event: yaml.Event) -> None:
        if self.count > self.bounds.values:
            raise self._too_much(event, self._many)

    def _place(self, event: yaml.Event | None) -> Location:
        if event is None:
            return Location(self.places.path)
        return self.places.at(index_of(event.start_mark), index_of(event.end_mark))

    def _error(self, event: yaml.Event, message: str) -> ConfigError:
        return ConfigError(self._place(event), (), message)

    def _too_much(self, event: yaml.Event | None, message: str) -> Exception:
        from launchready_ci.gates.schema.documents import TooMuch

        return TooMuch(self._place(event), message)


class _Marked(Parser):
    """The reader of launchready.yaml, for streams with duplicates and known tags."""

    def all(self) -> Iterator[Placed]:
        for _ in self._starts():
            self.anchors.clear()
            self.duplicates: list[Duplicate] = []
            root: Node = self._node(next(self.events), ())
            yield Placed(root, tuple(self.duplicates))

    def _tagged(self, event: yaml.Event, tag: str, keys: Keys) -> None:
        """Read what is below: what the tag means was told when the values were read."""

    def _repeated(self, place: Location, first: Location, keys: Keys) -> None:
        self.duplicates.append(Duplicate(keys, place, first))
