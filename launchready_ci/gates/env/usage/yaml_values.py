"""Which scalars does a YAML file hold, under which keys, and where in its text?

Events, not values: tags stay unread, an alias is not followed, nesting costs no recursion.
"""

from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable

Keys = tuple[str | int, ...]
DEEPEST = 100


class Value(NamedTuple):
    """One scalar that is no key."""

    keys: Keys
    """The way to it: ``("services", "web", "environment", 0)``."""
    text: str
    start: int
    """Of what is written, quotes included; ``text[start:end]`` of the file."""
    end: int
    key_at: int
    """Where the nearest key above begins; -1 in a list at the top."""


class _Level:
    """A collection that is open."""

    def __init__(self, keys: Keys, *, mapping: bool, key_at: int) -> None:
        self.keys = keys
        self.mapping = mapping
        self.key_at = key_at
        self.key: str | None = None
        self.count = 0


def values(path: str, text: str) -> Iterator[Value | Unreadable]:
    """Every scalar, in order; of what is not YAML those before the error, and where that is."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    levels: list[_Level] = []
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.CollectionEndEvent):
                levels.pop()
            elif isinstance(event, yaml.NodeEvent):
                start, end = _index(event.start_mark), _index(event.end_mark)
                scalar = event.value if isinstance(event, yaml.ScalarEvent) else None
                keys, key_at, is_key = _step(levels, scalar, start)
                if isinstance(event, yaml.CollectionStartEvent):
                    if len(levels) > DEEPEST:
                        place = Location(path, text.count("\n", 0, start) + 1)
                        yield Unreadable("nested too deeply to be read", path, place)
                        return
                    mapping = isinstance(event, yaml.MappingStartEvent)
                    levels.append(_Level(keys, mapping=mapping, key_at=key_at))
                elif scalar is not None and not is_key:
                    yield Value(keys, scalar, start, end, key_at)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield Unreadable(f"not YAML: {error.problem}", path, Location(path, line))
    except (yaml.YAMLError, ValueError, OverflowError):
        yield Unreadable("not YAML: a character cannot stand here", path, Location(path))


def _step(levels: list[_Level], scalar: str | None, start: int) -> tuple[Keys, int, bool]:
    """The keys of the node that begins here, and whether it is itself a key."""
    if not levels:
        return (), -1, False
    level = levels[-1]
    if not level.mapping:
        level.count += 1
        return (*level.keys, level.count - 1), level.key_at, False
    if level.key is None:
        level.key, level.key_at = scalar or "", start
        return level.keys, start, scalar is not None
    keys, level.key = (*level.keys, level.key), None
    return keys, level.key_at, False


def _index(mark: object) -> int:
    index = getattr(mark, "index", 0)
    return index if isinstance(index, int) else 0
