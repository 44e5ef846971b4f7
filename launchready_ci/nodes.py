"""The values of launchready.yaml as they stand in the file, each with its place.

Named tuples, not dataclasses: every commit pays for the making of these classes (a fifth).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.unusable import Unusable

Keys = tuple[str | int, ...]
"""The way from the top of the file to a value: ``("smoke", "steps", 0, "expect")``."""


class ConfigError(Unusable):
    """launchready.yaml cannot be used: where, which value, and what was expected instead."""

    def __init__(self, location: Location, keys: Keys, message: str) -> None:
        super().__init__(": ".join(filter(None, (str(location), dotted(keys), message))))
        self.location = location
        self.keys = keys
        self.message = message


class NotSet(ConfigError):
    """``${NAME}`` where the environment has no NAME: the file itself may be sound."""


class Scalar(NamedTuple):
    """One value; ``text`` is what the file says, unquoted, so that 1.10 is no 1.1."""

    location: Location
    text: str
    plain: bool
    """Without quotes: may be a number, a boolean or null."""
    filled: bool = False
    """``${NAME}`` was replaced: the text comes from the environment and is never shown."""

    @property
    def null(self) -> bool:
        # https://yaml.org/spec/1.2.2/#1032-tag-resolution
        return self.plain and not self.filled and self.text in ("", "~", "null", "Null", "NULL")


class Seq(NamedTuple):
    """A list."""

    location: Location
    items: "tuple[Node, ...]"


class Entry(NamedTuple):
    """A value of a mapping, and where its key stands."""

    key: Location
    value: "Node"


class Map(NamedTuple):
    """A mapping; every key is text."""

    location: Location
    entries: Mapping[str, Entry]

    @property
    def secret(self) -> Scalar | None:
        """The NAME of ``{secret: NAME}``."""
        named = self.entries["secret"].value if self.entries.keys() == {"secret"} else None
        return named if isinstance(named, Scalar) else None


Node = Scalar | Seq | Map


def walk(node: Node, keys: Keys = ()) -> Iterator[tuple[Keys, Node]]:
    """The value and every one below it, in document order; what an alias repeats comes again."""
    yield keys, node
    if isinstance(node, Seq):
        for index, item in enumerate(node.items):
            yield from walk(item, (*keys, index))
    elif isinstance(node, Map):
        for key, entry in node.entries.items():
            yield from walk(entry.value, (*keys, key))


def child(node: Node, key: str | int) -> Node | None:
    """The value of a key or an index; None where there is none."""
    if isinstance(node, Seq) and isinstance(key, int):
        return node.items[key] if 0 <= key < len(node.items) else None
    entry = node.entries.get(str(key)) if isinstance(node, Map) else None
    return entry.value if entry else None


def dotted(keys: Keys) -> str:
    """The keys as people write them: ``smoke.steps[0].expect``."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{shown(key)}"
    return text.removeprefix(".")


def shown(text: str) -> str:
    """Text of the file in a message: short, and with nothing that a terminal would obey."""
    short = text if len(text) <= 60 else f"{text[:57]}..."
    return short if short.isprintable() and short.strip() else repr(short)


def listed(names: Iterable[str], last: str = "or") -> str:
    """``a, b or c``."""
    *most, final = names
    return f"{', '.join(most)} {last} {final}" if most else final
