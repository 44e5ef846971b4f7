"""Makes shapes of schemas: each alternative, type by type, with the tightest of its limits."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from launchready_ci.gates.schema.openapi.changes import members
from launchready_ci.gates.schema.openapi.changes.choices import Choice, choices, flat_parts
from launchready_ci.gates.schema.openapi.changes.files import UNRESOLVED
from launchready_ci.gates.schema.openapi.changes.listed import settled
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import (
    ARRAY,
    BOOLEAN,
    KINDS,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    Limit,
    Shape,
    Term,
)

INFERRED = {
    OBJECT: ("properties", "additionalProperties", "patternProperties"),
    ARRAY: ("items", "prefixItems"),
}
"""What a schema is for that does not say its type."""
OF_NUMBERS = ("int", "uint", "float", "double", "decimal")
LOWER = {
    STRING: ("minLength",),
    ARRAY: ("minItems", "minContains"),
    OBJECT: ("minProperties",),
}
UPPER = {
    STRING: ("maxLength",),
    ARRAY: ("maxItems", "maxContains"),
    OBJECT: ("maxProperties",),
}
SETS = {
    NUMBER: ("multipleOf",),
    STRING: ("pattern", "contentEncoding", "contentMediaType"),
}
"""Keywords of which all hold: more of them let less through."""
INNER = {
    STRING: ("contentSchema",),
    ARRAY: ("contains", "unevaluatedItems"),
    OBJECT: ("propertyNames", "unevaluatedProperties"),
}
"""Keywords with one schema below them."""


def shapes(term: Term) -> tuple[Shape, ...]:
    """What the schemas let through together; nothing where no value fits them all."""
    made: dict[str, list[Shape]] = {}
    for choice in choices(term):
        for shape in _shapes(choice, term[0]):
            made.setdefault(shape.kind, []).append(shape)
    return tuple(shape for kind in made for shape in _simplified(made[kind]))


def _simplified(found: list[Shape]) -> list[Shape]:
    """One type's shapes: one without limits stands for all, and lists of values are joined."""
    free = next((shape for shape in found if not shape.limits.keys() - {"default"}), None)
    if free is not None and found[0].kind not in (OBJECT, ARRAY):
        return [free]
    listed = [shape for shape in found if shape.limits.keys() == {"enum"}]
    if len(listed) > 1:
        values = frozenset[str]().union(*(shape.value("enum") for shape in listed))
        limit = listed[0].limits["enum"]._replace(value=values)
        made = limit.node._replace(value={"enum": [json.loads(text) for text in sorted(values)]})
        joined = listed[0]._replace(limits={"enum": limit}, conjuncts=(made,))
        return [joined, *(shape for shape in found if shape not in listed)]
    return found


def _shapes(choice: Choice, whole: Node) -> Iterator[Shape]:
    values = _values(choice.parts)
    kinds = _kinds(choice.parts, values)
    node = choice.member or (choice.parts[0] if choice.parts else whole)
    parts = choice.parts or (whole._replace(value=True),)
    for kind in kinds:
        if values is not None and not any(_kind(text) == kind for text in values.value):
            continue
        limits = settled(dict(_limits(kind, choice, values)))
        if "enum" in limits and not limits["enum"].value:
            continue
        yield Shape(kind, limits, node, choice.names, parts)


def _kinds(parts: Iterable[Node], values: Limit | None) -> list[str]:
    said = [words for part in parts if (words := _said(part)) is not None]
    if said:
        found = [kind for kind in said[0] if all(kind in words for words in said[1:])]
    elif values is not None:
        return [kind for kind in KINDS if any(_kind(text) == kind for text in values.value)]
    else:
        used = {key for part in parts for key in part.value}
        inferred = [kind for kind, keys in INFERRED.items() if used.intersection(keys)]
        found = inferred if len(inferred) == 1 else list(KINDS)
    return found


def _said(part: Node) -> list[str] | None:
    """The types that one schema names; None where it names none."""
    word = part.value.get("type")
    words = [word] if isinstance(word, str) else word if isinstance(word, list) else None
    if words is None:
        return None
    kinds = [NUMBER if name == "integer" else str(name) for name in words]
    if part.files.old and part.value.get("nullable") is True:
        kinds.append(NULL)
    return list(dict.fromkeys(kinds))


def _values(parts: Iterable[Node]) -> Limit | None:
    """The values that are listed, each as JSON, and where."""
    found: Limit | None = None
    for part in parts:
        for word in ("enum", "const"):
            node = part.child(word)
            if node is None or (word == "enum" and not isinstance(node.value, list)):
                continue
            listed = frozenset(map(canonical, node.value if word == "enum" else [node.value]))
            if part.files.old and part.value.get("nullable") is True:
                listed |= {"null"}
            found = Limit(listed if found is None else found.value & listed, node)
    return found


def canonical(value: object) -> str:
    """A JSON value as text, the same for what is equal: 1 and 1.0, keys in any order."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _kind(text: str) -> str:
    first = {"n": NULL, "t": BOOLEAN, "f": BOOLEAN, '"': STRING, "[": ARRAY, "{": OBJECT}
    return first.get(text[0], NUMBER)


def _limits(kind: str, choice: Choice, values: Limit | None) -> Iterator[tuple[str, Limit]]:
    if values is not None and kind != NULL:
        of_kind = frozenset(text for text in values.value if _kind(text) == kind)
        yield "enum", values._replace(value=of_kind)
    parts = choice.parts
    yield from _own(kind, parts)
    for word in LOWER.get(kind, ()):
        yield from _tightest(word, parts, max)
    for word in UPPER.get(kind, ()):
        yield from _tightest(word, parts, min)
    for word in SETS.get(kind, ()):
        yield from _every(word, parts)
    yield from _shared(kind, parts)
    for word in INNER.get(kind, ()):
        inner = tuple(node for part in parts if (node := part.child(word)) is not None)
        if any(node.value is not True and node.value != {} for node in inner):
            yield word, Limit(inner, inner[0])
    for number, union in enumerate(choice.unions):
        yield f"union {number}", Limit(union, union[0])


def _own(kind: str, parts: tuple[Node, ...]) -> Iterator[tuple[str, Limit]]:
    """The limits that only one type has."""
    if kind == NUMBER:
        yield from _numeric(parts)
    elif kind == ARRAY:
        yield from members.array(parts)
    elif kind == OBJECT:
        yield from members.object_(parts)


def _numeric(parts: tuple[Node, ...]) -> Iterator[tuple[str, Limit]]:
    whole = next((p for p in parts if _whole(p)), None)
    if whole is not None:
        yield "whole", Limit(True, whole)
    for word, exclusive, sign in (
        ("minimum", "exclusiveMinimum", 1),
        ("maximum", "exclusiveMaximum", -1),
    ):
        bounds = [b for part in parts for b in _bounds(part, word, exclusive, sign)]
        if bounds:
            tightest = max(bounds, key=lambda limit: limit.value)
            value, beyond = tightest.value
            if whole is not None and beyond and float(value).is_integer():
                tightest = tightest._replace(value=(value + 1, False))
            yield word, tightest


def _whole(part: Node) -> bool:
    word = part.value.get("type")
    words = word if isinstance(word, list) else [word]
    return "integer" in words and "number" not in words


def _bounds(part: Node, word: str, exclusive: str, sign: int) -> Iterator[Limit]:
    """The lowest value, and whether it is excluded; upper bounds count downwards."""
    bound, beyond = part.value.get(word), part.value.get(exclusive)
    if _is_number(bound):
        yield Limit((bound * sign, beyond is True), part.child(word) or part)
    if _is_number(beyond):
        yield Limit((beyond * sign, True), part.child(exclusive) or part)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _tightest(word: str, parts: tuple[Node, ...], choose: Any) -> Iterator[tuple[str, Limit]]:  # noqa: ANN401
    found = [
        Limit(part.value[word], part.child(word) or part)
        for part in parts
        if _is_number(part.value.get(word))
    ]
    if found:
        one = choose(found, key=lambda limit: limit.value)
        if choose is min or one.value > 0:
            yield word, one


def _every(word: str, parts: tuple[Node, ...]) -> Iterator[tuple[str, Limit]]:
    found = [part for part in parts if part.value.get(word) not in (None, "", [])]
    if found:
        texts = frozenset(canonical(part.value[word]) for part in found)
        yield word, Limit(texts, found[0].child(word) or found[0])


def _shared(kind: str, parts: tuple[Node, ...]) -> Iterator[tuple[str, Limit]]:
    """What any type may have."""
    formats = [p for p in parts if isinstance(p.value.get("format"), str)]
    fitting = [p for p in formats if p.value["format"].startswith(OF_NUMBERS) == (kind == NUMBER)]
    if fitting:
        texts = frozenset(part.value["format"] for part in fitting)
        yield "format", Limit(texts, fitting[0].child("format") or fitting[0])
    if refused := tuple(node for part in parts if (node := part.child("not")) is not None):
        yield "not", Limit(refused, refused[0])
    if conditions := tuple(part for part in parts if "if" in part.value):
        yield "if", Limit(conditions, conditions[0].child("if") or conditions[0])
    for word in ("default", "x-extensible-enum", UNRESOLVED):
        for part in parts:
            if (node := part.child(word)) is not None:
                yield word, Limit(_plain(word, node.value), node)
                break


def _plain(word: str, value: object) -> object:
    if word == "x-extensible-enum" and isinstance(value, list):
        return frozenset(map(canonical, value))
    return canonical(value)


def flagged(term: Term, word: str) -> Node | None:
    """The schema among these, ``$ref`` and ``allOf`` followed, that says ``readOnly: true``."""
    nodes = (*(node for node in term if isinstance(node.value, dict)), *flat_parts(term))
    return next((node for node in nodes if node.value.get(word) is True), None)
