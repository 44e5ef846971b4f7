"""What does the text of launchready.yaml say, and where?

YAML 1.2's core schema on top of PyYAML's events: building from events instead of nodes keeps the
bounds below in our hands (``compose`` recurses in C, as deep as the file likes) and tags unread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import yaml

from launchready_ci.findings import Location
from launchready_ci.nodes import ConfigError, Entry, Keys, Map, Node, Scalar, Seq, shown
from launchready_ci.places import Bounds, Places, TooDeep, decoded

MERGE = "<<"


CONFIGURATION = Bounds(1_000_000, 50, 50_000)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(path: str, data: bytes) -> Map:
    """The top-level mapping of the file; an empty file is an empty mapping.

    Raises ConfigError for whatever cannot be read.
    """
    root = document(path, data)
    if isinstance(root, Map):
        return root
    if root is None or (isinstance(root, Scalar) and root.null):
        return Map(Location(path, 1, 1, 1, 1), {})
    what = "a list" if isinstance(root, Seq) else "text"
    raise ConfigError(root.location, (), f"expected sections such as `secrets:`, got {what}")


def document(path: str, data: bytes) -> Node | None:
    """The one document of a YAML file, None where there is none; raises ConfigError."""
    places = decoded(path, data, CONFIGURATION.bytes)
    with syntax_errors(places, CONFIGURATION):
        documents = Parser(places).documents()
        root = next(documents, None)
        next(documents, None)
        return root


@contextmanager
def syntax_errors(places: Places, bounds: Bounds) -> Iterator[None]:
    """What PyYAML raises while it is read, as ConfigError."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(places, error, bounds) from None
    except yaml.reader.ReaderError as error:
        raise _unprintable(places, error) from None
    except (ValueError, OverflowError):
        # PyYAML's own scanner, where libyaml is missing: an escape or a version out of range
        raise ConfigError(places.at(0), (), "not YAML: a number is out of range") from None


def index_of(mark: object) -> int:
    index = getattr(mark, "index", 0)
    return index if isinstance(index, int) else 0


class _Anchored(NamedTuple):
    """A value that an alias may repeat, and what each repetition costs."""

    node: Node
    values: int
    levels: int


class Parser:
    """Builds values from events; each is built once, an alias shares it."""

    bounds = CONFIGURATION

    def __init__(self, places: Places) -> None:
        self.places = places
        self.events: Iterator[yaml.Event] = yaml.parse(places.text, Loader=LOADER)
        self.anchors: dict[str, _Anchored | None] = {}
        self.end = 0
        """Index after the last value: a block's own end mark stands at the next token."""
        self.values = 0
        self.deepest = 0

    def documents(self) -> Iterator[Node]:
        """The documents of the stream, which here may be one at most."""
        for number, start in enumerate(self._starts()):
            if number:
                raise self._error(start, (), "a second document: `---` may stand only once")
            yield self._node(next(self.events), ())

    def _starts(self) -> Iterator[yaml.Event]:
        return (event for event in self.events if isinstance(event, yaml.DocumentStartEvent))

    def _node(self, event: yaml.Event, keys: Keys) -> Node:
        self._count(event, keys)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            return self._alias(event, keys)
        if event.tag is not None:
            self._tagged(event, event.tag, keys)
        if event.anchor is None:
            return self._content(event, keys)
        self.anchors[event.anchor] = None
        values, deepest, self.deepest = self.values, self.deepest, len(keys)
        node = self._content(event, keys)
        cost = _Anchored(node, self.values - values, self.deepest - len(keys))
        self.anchors[event.anchor] = cost
        self.deepest = max(deepest, self.deepest)
        return node

    def _content(self, event: yaml.Event, keys: Keys) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._place(event), event.value, plain=not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._seq(event, keys)
        return self._map(event, keys)

    def _seq(self, start: yaml.Event, keys: Keys) -> Seq:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*keys, len(items))))
        return Seq(self._span(start, event), tuple(items))

    def _map(self, start: yaml.Event, keys: Keys) -> Map:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, place = self._key(event, keys), self._place(event)
            if key in entries:
                self._repeated(place, entries[key].key, (*keys, key))
            entries[key] = Entry(place, self._node(next(self.events), (*keys, key)))
        return Map(self._span(start, event), self._merged(entries, keys))

    def _tagged(self, event: yaml.Event, tag: str, keys: Keys) -> None:
        told = f"the tag {shown(tag)} is not read: quote a value to make it text"
        raise self._error(event, keys, told)

    def _repeated(self, place: Location, first: Location, keys: Keys) -> None:
        raise ConfigError(place, keys, f"duplicate key, the first is at {first}")

    def _key(self, event: yaml.Event, keys: Keys) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
            raise self._error(event, keys, "a key must be plain text")
        self._count(event, keys)
        return event.value

    def _merged(self, entries: dict[str, Entry], keys: Keys) -> dict[str, Entry]:
        """The mapping with what ``<<`` brings in: its own keys win, then the first mapping's."""
        if MERGE not in entries:
            return entries
        merge = entries.pop(MERGE).value
        for source in merge.items if isinstance(merge, Seq) else (merge,):
            if not isinstance(source, Map):
                told = "`<<` merges a mapping or a list of mappings, such as `<<: *defaults`"
                raise ConfigError(source.location, (*keys, MERGE), told)
            entries = {**source.entries, **entries}
        return entries

    def _alias(self, event: yaml.Event, keys: Keys) -> Node:
        name = str(getattr(event, "anchor", ""))
        if name not in self.anchors:
            raise self._error(event, keys, f"no anchor &{shown(name)} stands before this alias")
        anchored = self.anchors[name]
        if anchored is None:
            raise self._error(event, keys, f"the alias *{shown(name)} stands inside its own anchor")
        self._count(event, keys, anchored.values, anchored.levels)
        self._place(event)
        return anchored.node

    def _count(self, event: yaml.Event, keys: Keys, values: int = 1, levels: int = 0) -> None:
        self.values += values
        self.deepest = max(self.deepest, len(keys) + levels)
        if self.values > self.bounds.values:
            told = f"more than {self.bounds.values:,} values, those that aliases repeat included"
            raise self._error(event, keys[:1], told)
        if self.deepest > self.bounds.levels:
            raise TooDeep(self._place(event), keys[:1], self.bounds.too_deep)

    def _place(self, event: yaml.Event) -> Location:
        """Of a key, a scalar or an alias; a block scalar's mark reaches over empty lines."""
        start, end = index_of(event.start_mark), index_of(event.end_mark)
        self.end = start + len(self.places.text[start:end].rstrip(" \t\r\n"))
        return self.places.at(start, self.end)

    def _span(self, start: yaml.Event, end: yaml.Event) -> Location:
        """Of a collection: to its bracket, or without one to its last value."""
        if index_of(end.start_mark) < index_of(end.end_mark):
            self.end = index_of(end.end_mark)
        first = index_of(start.start_mark)
        return self.places.at(first, max(first, self.end))

    def _error(self, event: yaml.Event, keys: Keys, message: str) -> ConfigError:
        return ConfigError(self._place(event), keys, message)


def _syntax_error(places: Places, error: yaml.MarkedYAMLError, bounds: Bounds) -> ConfigError:
    index = index_of(error.problem_mark)
    place = places.at(index)
    if places.text[index : index + 1] == "\t":
        return ConfigError(place, (), "a tab cannot stand here: indent with spaces")
    if "maximum nesting depth" in str(error.problem):  # libyaml from 0.2.6 on looks ahead
        return TooDeep(place, (), bounds.too_deep)
    told = f"not YAML: {error.problem or 'it cannot be read'}"
    if error.context and error.context_mark:
        began = places.at(index_of(error.context_mark))
        told += f" ({error.context} that began at {began.line}:{began.column})"
    return ConfigError(place, (), told)


def _unprintable(places: Places, error: yaml.reader.ReaderError) -> ConfigError:
    # libyaml counts this position in bytes, PyYAML's own reader in characters: look it up again
    found = yaml.reader.Reader.NON_PRINTABLE.search(places.text)
    place = places.at(found.start() if found else error.position)
    told = f"the control character U+{ord(found[0]):04X}" if found else str(error.reason)
    return ConfigError(place, (), f"not YAML: {told} cannot stand here")
