"""What may be in an object or an array, when several schemas hold at once."""

import re
from collections.abc import Iterator
from functools import lru_cache

from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import Array, Limit, Object, Term


def object_(parts: tuple[Node, ...]) -> Iterator[tuple[str, Limit]]:
    """The limits of an object: its members, and what follows from one for another."""
    if any(part.value.keys() & MEMBERS for part in parts):
        yield "members", Limit(_together(parts), parts[0])
    pairs: dict[tuple[str, str], Node] = {}
    for part in parts:
        for name, node in part.schemas("dependentRequired").items():
            for other in node.value if isinstance(node.value, list) else ():
                pairs.setdefault((name, str(other)), node)
    if pairs:
        yield "dependentRequired", Limit(pairs, next(iter(pairs.values())))
    dependent: dict[str, Term] = {}
    for part in parts:
        for name, node in part.schemas("dependentSchemas").items():
            dependent[name] = (*dependent.get(name, ()), node)
    if dependent:
        yield "dependentSchemas", Limit(dependent, next(iter(dependent.values()))[0])


QUANTIFIERS = 2
"""In a pattern of names that is tried; more could search for hours."""
MEMBERS = {"properties", "patternProperties", "additionalProperties", "required"}


def _together(parts: tuple[Node, ...]) -> Object:
    """Each name has to fit what every schema says of it: also as one of its other names."""
    own = [_object(part) for part in parts if part.value.keys() & MEMBERS]
    if len(own) == 1:
        return own[0]
    names = dict.fromkeys(name for one in own for name in one.properties)
    properties = {name: term for name in names if (term := _named(own, name)) is not None}
    patterns: dict[str, Term] = {}
    for one in own:
        for pattern, term in one.patterns.items():
            patterns[pattern] = (*patterns.get(pattern, ()), *term)
    closed = any(one.additional is None for one in own)
    additional = None if closed else tuple(n for one in own for n in one.additional or ())
    required = {name: node for one in own for name, node in one.required.items()}
    return Object(properties, patterns, additional, required)


def _named(own: list[Object], name: str) -> Term | None:
    """What all say of one name; None where one of them refuses it."""
    found: list[Node] = []
    for one in own:
        term = schema_of(one, name)
        if term is None:
            return None
        found.extend(term)
    return tuple(found)


def schema_of(members: Object, name: str) -> Term | None:
    """What the member of that name has to be; None where there may be none."""
    matching = [term for pattern, term in members.patterns.items() if _matches(pattern, name)]
    own = members.properties.get(name)
    if own is None and not matching:
        return members.additional
    return (*(own or ()), *(node for term in matching for node in term))


@lru_cache(maxsize=1000)
def _matches(pattern: str, name: str) -> bool:
    """Whether a simple pattern fits; what could search for long is taken for one that does not."""
    if len(pattern) > 100 or len(name) > 100 or len(re.findall(r"[*+{?]", pattern)) > QUANTIFIERS:
        return False
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def _object(part: Node) -> Object:
    properties = {name: (node,) for name, node in part.schemas("properties").items()}
    patterns = {name: (node,) for name, node in part.schemas("patternProperties").items()}
    other = part.child("additionalProperties")
    additional: Term | None = ()
    if other is not None:
        additional = (
            None if other.value is False else (other,) if other.value not in (True, {}) else ()
        )
    listed = part.child("required")
    names = listed.value if listed is not None and isinstance(listed.value, list) else ()
    required: dict[str, Node] = {}
    for index, name in enumerate(names if listed else ()):
        if listed and isinstance(name, str):
            required[name] = listed.child(index) or part
    return Object(properties, patterns, additional, required)


def array(parts: tuple[Node, ...]) -> Iterator[tuple[str, Limit]]:
    """The limits of an array: its items."""
    own = [_array(part) for part in parts if part.value.keys() & {"items", "prefixItems"}]
    if own:
        length = max(len(one.first) for one in own)
        first = tuple(tuple(n for one in own for n in item(one, i) or ()) for i in range(length))
        closed = any(one.rest is None for one in own)
        rest = None if closed else tuple(n for one in own for n in one.rest or ())
        yield "items", Limit(Array(first, rest), parts[0])
    unique = next((part for part in parts if part.value.get("uniqueItems") is True), None)
    if unique is not None:
        yield "uniqueItems", Limit(True, unique.child("uniqueItems") or unique)


def item(array: Array, index: int) -> Term | None:
    """What the item of that index has to be; None where there may be none."""
    return array.first[index] if index < len(array.first) else array.rest


def _array(part: Node) -> Array:
    listed = part.child("prefixItems")
    items = part.child("items")
    rest: Term | None = ()
    if items is not None and isinstance(items.value, list):
        listed, items = items, part.child("additionalItems")
    if items is not None:
        rest = None if items.value is False else (items,) if items.value not in (True, {}) else ()
    count = len(listed.value) if listed is not None and isinstance(listed.value, list) else 0
    first = tuple((node,) for i in range(count) if listed is not None and (node := listed.child(i)))
    return Array(first, rest)
