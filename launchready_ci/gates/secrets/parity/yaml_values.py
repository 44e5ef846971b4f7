"""Could detect-secrets find anything in a YAML file? A quick reading that may only say too much.

detect-secrets builds all of a YAML file before it looks at the first value; here libyaml's events
are enough, and only where one of them looks like a find is the file built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from yaml import CollectionStartEvent, CSafeLoader, Event, ScalarEvent

_COMMENT = re.compile(r"\s+#[\S ]*")


class Unsure(Exception):
    """Only detect-secrets' own reading can tell."""


class Value(NamedTuple):
    """A line that detect-secrets may make of the file."""

    line: str
    plain: str | None
    """The value where it is written without quotes or a tag, and may be a number."""

    @property
    def is_text(self) -> bool:
        """Does it stay a string? Of numbers, dates and the like no line is made."""
        import yaml

        if self.plain is None:
            return True
        resolver: Any = yaml.resolver.Resolver()
        tag: str = resolver.resolve(yaml.ScalarNode, self.plain, (True, False))
        return tag.endswith((":str", ":binary"))


def values(text: str) -> Iterator[Value]:
    """Every value of a mapping as a line; Unsure where there may be others."""
    import yaml

    if not hasattr(yaml, "CSafeLoader"):
        raise Unsure
    try:
        loader = yaml.CSafeLoader(text)
        yield from _Values(text, loader)
    except yaml.YAMLError:
        raise Unsure from None


@dataclass
class _Mapping:
    """A mapping that is being read: its pending key, and the lines whose comment may count."""

    first_line: int
    key: str | None = None
    key_line: int = 0


class _Values:
    """Walks over libyaml's events and gives every scalar that is the value of a mapping."""

    def __init__(self, text: str, loader: "CSafeLoader") -> None:
        import yaml

        self._yaml = yaml  # importing it for each event would take as long as libyaml does
        self._lines = text.splitlines()
        self._loader = loader
        self._open: list[_Mapping | None] = []
        """The mappings around the event; None for a sequence."""
        self._anchors: dict[str, ScalarEvent] = {}

    def __iter__(self) -> Iterator[Value]:
        while self._loader.check_event():
            if event := self._loader.get_event():
                yield from self._take(event)

    def _take(self, event: "Event") -> Iterator[Value]:
        yaml = self._yaml
        if isinstance(event, yaml.ScalarEvent):
            if event.tag and "binary" in event.tag:
                raise Unsure
            if event.anchor:
                self._anchors[event.anchor] = event
            return self._scalar(event, last_line(event))
        if isinstance(event, yaml.AliasEvent):
            return self._scalar(self._anchors.get(event.anchor or ""), last_line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            if self._open and (inside := self._open[-1]):
                inside.key = None
        return iter(())

    def _start(self, event: "CollectionStartEvent") -> None:
        inside = self._open[-1] if self._open else None
        if inside and inside.key is None:
            raise Unsure  # a mapping or sequence as a key
        mapping = isinstance(event, self._yaml.MappingStartEvent)
        self._open.append(_Mapping(last_line(event)) if mapping else None)

    def _scalar(self, event: "ScalarEvent | None", line: int) -> Iterator[Value]:
        inside = self._open[-1] if self._open else None
        if inside is None:
            return
        if inside.key is None:
            if event is None:
                raise Unsure  # an alias of a mapping or sequence as a key
            inside.key, inside.key_line = event.value, line
            return
        if event is not None:
            yield from self._value(inside, event)
        inside.key = None

    def _value(self, inside: _Mapping, event: "ScalarEvent") -> Iterator[Value]:
        value = event.value.replace('"', '\\"')
        plain = event.value if event.implicit[0] else None
        for comment in {self._comment(inside.key_line), self._comment(inside.first_line), ""}:
            yield Value(f'{inside.key}: "{value}"{comment}', plain)

    def _comment(self, line: int) -> str:
        text = self._lines[line] if line < len(self._lines) else ""
        match = _COMMENT.search(text.strip()) if "#" in text else None
        return match[0] if match else ""


def last_line(event: "Event") -> int:
    """The line (from 0) on which an event ends."""
    return event.end_mark.line if event.end_mark else 0
