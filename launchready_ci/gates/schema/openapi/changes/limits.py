"""How two shapes of one type differ: keyword by keyword."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from launchready_ci.gates.schema.openapi.changes.change import Judged, Sense
from launchready_ci.gates.schema.openapi.changes.files import UNRESOLVED
from launchready_ci.gates.schema.openapi.changes.listed import KEEPS, keeps
from launchready_ci.gates.schema.openapi.changes.shape import Limit, Shape
from launchready_ci.nodes import shown

WIDER_FORMATS = {("int32", "int64"), ("float", "double")}
"""Each format and one that takes all its values."""


def at_least(base: Any, head: Any) -> Sense:  # noqa: ANN401 - numbers
    """Of a lower bound."""
    return Sense.TIGHTER if head > base else Sense.LOOSER


def at_most(base: Any, head: Any) -> Sense:  # noqa: ANN401 - numbers
    """Of an upper bound."""
    return Sense.TIGHTER if head < base else Sense.LOOSER


def one_of(base: frozenset[str], head: frozenset[str]) -> Sense:
    """Of a list of values."""
    if head < base:
        return Sense.TIGHTER
    return Sense.LOOSER if head > base else Sense.OTHER


def all_of(base: frozenset[str], head: frozenset[str]) -> Sense:
    """Of conditions that all hold."""
    return one_of(head, base)


def formats(base: frozenset[str], head: frozenset[str]) -> Sense:
    """Of formats: a number of 32 bits is one of 64."""
    if (pair := (min(base, default=""), min(head, default=""))) in WIDER_FORMATS:
        return Sense.LOOSER
    return Sense.TIGHTER if pair[::-1] in WIDER_FORMATS else all_of(base, head)


def multiples(base: frozenset[str], head: frozenset[str]) -> Sense:
    """Of ``multipleOf``: a multiple of 4 is one of 2."""
    try:
        ratio = float(max(head)) / float(max(base))
    except (ValueError, ZeroDivisionError):
        return all_of(base, head)
    if len(base) == len(head) == 1 and ratio.is_integer():
        return Sense.TIGHTER
    if len(base) == len(head) == 1 and ratio and (1 / ratio).is_integer():
        return Sense.LOOSER
    return all_of(base, head)


def anyhow(_base: object, _head: object) -> Sense:
    """Of what cannot be ordered."""
    return Sense.OTHER


class Keyword(NamedTuple):
    """How one limit is compared."""

    aspect: str
    """A row of the table."""
    order: Callable[[Any, Any], Sense]
    name: str = ""
    """What people call it; else the keyword."""


KEYWORDS: Mapping[str, Keyword] = {
    "whole": Keyword("type", anyhow, "the type"),
    "enum": Keyword("enum", one_of),
    "x-extensible-enum": Keyword("extensible", one_of),
    "format": Keyword("format", formats),
    "pattern": Keyword("pattern", all_of),
    "minimum": Keyword("bounds", at_least),
    "maximum": Keyword("bounds", at_least),  # counted downwards
    "multipleOf": Keyword("bounds", multiples),
    "minLength": Keyword("bounds", at_least),
    "maxLength": Keyword("bounds", at_most),
    "minItems": Keyword("bounds", at_least),
    "maxItems": Keyword("bounds", at_most),
    "minContains": Keyword("bounds", at_least),
    "maxContains": Keyword("bounds", at_most),
    "minProperties": Keyword("bounds", at_least),
    "maxProperties": Keyword("bounds", at_most),
    "uniqueItems": Keyword("items", anyhow),
    "contentEncoding": Keyword("format", all_of),
    "contentMediaType": Keyword("format", all_of),
    "default": Keyword("default", anyhow),
    UNRESOLVED: Keyword("logic", anyhow),
}


def compare(said: Judged, base: Shape, head: Shape) -> None:
    """Say how the plain limits differ."""
    for name in dict.fromkeys((*base.limits, *head.limits)):
        if name in KEYWORDS and not (name in KEEPS and _kept(name, base, head)):
            _compare(said, name, base, head)


def _kept(name: str, base: Shape, head: Shape) -> bool:
    """Whether one side lists its values, all of them within the other side's limit."""
    limit, enum = base.limits.get(name), head.limits.get("enum")
    if limit is None:
        limit, enum = head.limits.get(name), base.limits.get("enum")
    return limit is not None and enum is not None and all(keeps(v, name, limit) for v in enum.value)


def _compare(said: Judged, name: str, base: Shape, head: Shape) -> None:
    keyword = KEYWORDS[name]
    old, new = base.limits.get(name), head.limits.get(name)
    if old is not None and new is not None:
        if old.value != new.value:
            sense = keyword.order(old.value, new.value)
            said.say(keyword.aspect, sense, _told(keyword, name, old, new), old.node, new.node)
    elif new is not None:
        told = _told(keyword, name, None, new)
        said.say(keyword.aspect, Sense.TIGHTER, told, base.node, new.node)
    elif old is not None:
        told = _told(keyword, name, old, None)
        said.say(keyword.aspect, Sense.LOOSER, told, old.node, head.node)


def _told(keyword: Keyword, name: str, base: Limit | None, head: Limit | None) -> str:
    if name == "whole":
        return "number became integer" if head else "integer became number"
    if base is not None and head is not None and keyword.order is one_of:
        gone, come = sorted(base.value - head.value), sorted(head.value - base.value)
        both = (("lost", gone), ("gained", come))
        return f"`{name}` " + " and ".join(f"{word} {_values(v)}" for word, v in both if v)
    if base is None:
        return f"`{name}` {_value(head)} is new"
    if head is None:
        return f"`{name}` {_value(base)} is gone"
    return f"`{name}` was {_value(base)} and is {_value(head)}"


def _value(limit: Limit | None) -> str:
    value = limit.value if limit is not None else ""
    if isinstance(value, frozenset):
        return _values(sorted(value))
    if isinstance(value, tuple):
        keyword = str(limit.node.keys[-1]) if limit is not None else ""
        return shown(
            str(limit.node.value if keyword.startswith(("m", "e")) and limit else value[0])
        )
    return shown(str(value))


def _values(values: list[str]) -> str:
    most = ", ".join(shown(value) for value in values[:5])
    return f"{most} and {len(values) - 5} more" if len(values) > 5 else most
