"""What does a JSON, YAML or TOML file say, and where does each of its values stand?

    for document in read("config/app.yaml", data):      # a YAML stream may hold several
        document.value                                   # dict, list, str, int, float, bool, None
        document.place(("jobs", "build", "steps", 0))    # Location of a value: line, column, end
        document.key(("jobs", "build"))                  # Location of its key; of an item, the item
        document.duplicates                              # keys that stand twice in one mapping

``read`` raises Malformed for a text that is not of its language (a finding for whoever wrote it),
and TooMuch, a Malformed too, for one that is beyond ``BOUNDS`` (nobody looked: exit code 3). Both
have ``location`` and ``message``. ``load`` reads the file too, and raises CannotLook where there is
none.

The values are read first and fast; places are found when the first one is asked for. YAML is the
core schema of YAML 1.2: ``on``, ``no`` and ``2026-11-24`` are text, every key is text (``200:`` is
"200"), aliases and ``<<`` are followed. TOML's dates are text as RFC 3339 has it. Of a key that
stands twice the last value counts.
"""

import os
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, NamedTuple

from launchready_ci import settings_file
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Place
from launchready_ci.gates.schema.documents.places import Duplicate, Placed
from launchready_ci.nodes import ConfigError, Keys, Node, Seq, child
from launchready_ci.places import Bounds, Places, TooDeep, decoded
from launchready_ci.suppressions import WORD, ignored
from launchready_ci.unusable import Unusable

__all__ = ["BOUNDS", "Document", "Duplicate", "Malformed", "TooMuch", "keys_of", "load", "read"]

BOUNDS = Bounds(20_000_000, 100, 3_000_000)
LARGEST_TOML = 1_000_000
"""Bytes: the library takes quadratic time for hostile ones."""


class Malformed(Exception):
    """The text cannot be read as its language; ``str`` is the message without the place."""

    def __init__(self, location: Location, message: str) -> None:
        super().__init__(message)
        self.location = location
        self.message = message


class TooMuch(Malformed):
    """The file is larger, deeper or has more values than is read."""


class Document:
    """One document of a file: its value, and the places in its text when they are needed."""

    def __init__(
        self,
        language: str,
        places: Places,
        value: object,
        find: Callable[[], Placed],
        *,
        twice: bool,
    ) -> None:
        self.language = language
        """``json``, ``yaml`` or ``toml``."""
        self.path = places.path
        self.text = places.text
        self.value: Any = value
        self._places = places
        self._find = find
        self._twice = twice

    @cached_property
    def _placed(self) -> Placed:
        return self._find()

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Keys that stand again in a mapping, in the order of the text."""
        return self._placed.duplicates if self._twice else ()

    def place(self, keys: Keys) -> Location:
        """Where the value stands; of one that is not there, where its nearest parent does."""
        return self._nearest(keys).location

    def key(self, keys: Keys) -> Location:
        """Where the key of a value stands; of an item of a list, and of the whole, the value."""
        if keys:
            parent = self._nearest(keys[:-1])
            entries = {} if isinstance(parent, Seq) else getattr(parent, "entries", {})
            if found := entries.get(str(keys[-1])):
                return Location(*found.key)
        return self.place(keys)

    def _nearest(self, keys: Keys) -> Node:
        node = self._placed.root
        for key in keys:
            index = isinstance(node, Seq) and str(key).isdecimal()
            found = child(node, int(key) if index else key)
            if found is None:
                break
            node = found
        return node

    @cached_property
    def ignores(self) -> Mapping[Place, frozenset[str]]:
        """The inline suppressions of the text, as ``Facts.ignores`` has them."""
        if self.language == "json" or WORD.decode() not in self.text:
            return {}
        lines = enumerate(self.text.split("\n"), 1)
        found = ((number, ignored(line.encode("utf-8", "surrogatepass"))) for number, line in lines)
        return {(self.path, number): rules for number, rules in found if rules}


class _Language(NamedTuple):
    """How a language is read."""

    name: str
    read: Callable[[Places, Bounds], list[Document]]
    bytes: int = BOUNDS.bytes


def _json(places: Places, bounds: Bounds) -> list[Document]:
    from launchready_ci.gates.schema.documents import json_text as text

    value, twice = text.value(places, bounds)
    return [Document("json", places, value, lambda: text.placed(places, whole=twice), twice=twice)]


def _yaml(places: Places, bounds: Bounds) -> list[Document]:
    from launchready_ci.gates.schema.documents import yaml_text as text

    values, twice = text.values(places, bounds)
    found: list[Placed] = []

    def placed(number: int) -> Placed:
        if not found:
            found.extend(text.placed(places, bounds))
        return found[number]

    return [
        Document("yaml", places, value, partial(placed, number), twice=twice)
        for number, value in enumerate(values)
    ]


def _toml(places: Places, bounds: Bounds) -> list[Document]:
    from launchready_ci.gates.schema.documents import toml_text as text

    value = text.value(places, bounds)
    return [Document("toml", places, value, lambda: text.placed(places), twice=False)]


JSON, YAML, TOML = (
    _Language("json", _json),
    _Language("yaml", _yaml),
    _Language("toml", _toml, LARGEST_TOML),
)
ENDINGS = {".json": JSON, ".yaml": YAML, ".yml": YAML, ".toml": TOML}


def read(path: str, data: bytes) -> tuple[Document, ...]:
    """The documents of a file, by the end of its name; without a known one, JSON or YAML.

    An empty YAML file has none. Raises Malformed and TooMuch.
    """
    language = ENDINGS.get(os.path.splitext(path)[1].lower()) or _guessed(data)
    if len(data) > language.bytes:
        told = f"the file has {len(data):,} bytes, more than {language.bytes:,} are not read"
        raise TooMuch(Location(path), told)
    try:
        return tuple(language.read(decoded(path, data, language.bytes), BOUNDS))
    except TooDeep as error:
        raise TooMuch(error.location, error.message) from None
    except ConfigError as error:
        raise Malformed(error.location, error.message) from None


def _guessed(data: bytes) -> _Language:
    return JSON if data.lstrip()[:1] in (b"{", b"[") else YAML


def load(root: str, path: str) -> tuple[Document, ...]:
    """The documents of a file of the disk, by its path from the root, or an absolute one.

    Raises CannotLook where there is none that can be opened, Malformed and TooMuch.
    """
    full = os.path.join(root, path)
    try:
        data = settings_file.read(full, BOUNDS.bytes + 1)
    except Unusable as error:
        raise CannotLook(str(error).replace(full, path, 1)) from None
    if data is None:
        raise CannotLook(f"{path}: there is no such file")
    return read(path, data)


def keys_of(pointer: str) -> tuple[str, ...]:
    """The keys of a JSON Pointer (RFC 6901), of a URI's fragment too: ``#/a~1b/0``."""
    from urllib.parse import unquote

    text = unquote(pointer[1:]) if pointer.startswith("#") else pointer
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])
