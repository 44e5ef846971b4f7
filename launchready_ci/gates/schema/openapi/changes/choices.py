"""Which schemas without ``allOf``, ``anyOf``, ``oneOf`` and ``$ref`` is a schema the union of?"""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from launchready_ci.gates.schema.openapi.changes.files import BESIDE
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import Term
from launchready_ci.unusable import CannotLook

MOST = 64
"""Alternatives of one schema; beyond that its unions are compared one by one."""
LARGEST = 1000
"""Members of one union, those of unions in it counted."""


class Choice(NamedTuple):
    """One alternative: plain schemas that hold at once."""

    parts: tuple[Node, ...]
    names: tuple[str, ...] = ()
    """The components that were chosen from unions."""
    unions: tuple[Term, ...] = ()
    """What was too much to multiply out."""
    member: Node | None = None


class _Flat(NamedTuple):
    parts: list[Node]
    unions: list[list[Node]]


def choices(term: Term, above: frozenset[int] = frozenset()) -> list[Choice]:
    """The alternatives; none where nothing fits (``false``)."""
    flat = _flat(term)
    if flat is None:
        return []
    above |= {id(node.value) for node in term}
    ways: list[list[Choice]] = []
    opaque: list[Term] = []
    total = 1
    for union in flat.unions:
        found = _distinct(choice for node in union for choice in _chosen(node, above))
        if total * len(found) > MOST and total * len(found) > len(found):
            opaque.append(tuple(union))
            continue
        total *= len(found)
        ways.append(found)
    return [_joined(flat.parts, way, tuple(opaque)) for way in product(*ways)]


def _distinct(found: Iterable[Choice]) -> list[Choice]:
    """Each set of schemas once; raises CannotLook where there are too many."""
    kept: dict[object, Choice] = {}
    for choice in found:
        key = choice.names, frozenset(id(node.value) for node in choice.parts), choice.unions
        kept.setdefault(key, choice)
        if len(kept) > LARGEST:
            raise CannotLook(f"{choice.parts[0].place}: more than {LARGEST:,} alternatives")
    return list(kept.values())


def _chosen(node: Node, above: frozenset[int]) -> list[Choice]:
    target = node.resolved
    if id(target.value) in above:
        return []  # a union that is one of its own members: that adds nothing
    name = target.component if target is not node else ""
    names = (name,) if name else ()
    return [
        choice._replace(names=names + choice.names, member=choice.member or target)
        for choice in choices((node,), above | {id(target.value)})
    ]


def _joined(parts: list[Node], way: tuple[Choice, ...], opaque: tuple[Term, ...]) -> Choice:
    every = {id(node.value): node for node in parts}
    every.update({id(node.value): node for choice in way for node in choice.parts})
    names = tuple(name for choice in way for name in choice.names)
    member = next((choice.member for choice in way if choice.member), None)
    unions = (*opaque, *(union for choice in way for union in choice.unions))
    found = every.values() if unions else (node.files.plain(node) for node in every.values())
    return Choice(tuple(found), names, unions, member)


def flat_parts(term: Term) -> list[Node]:
    """The schemas that hold at once, without what they are unions of."""
    flat = _flat(term)
    return [] if flat is None else flat.parts


def union_members(term: Term) -> list[Node]:
    """The members of its unions, as they are listed."""
    flat = _flat(term)
    return [] if flat is None else [node for union in flat.unions for node in union]


def _flat(term: Term) -> _Flat | None:
    """All that has to hold at once; None where one part lets nothing through."""
    flat, seen, waiting = _Flat([], []), set[int](), list(reversed(term))
    while waiting:
        node = waiting.pop()
        value = node.value
        if value is False:
            return None
        if not isinstance(value, dict) or id(value) in seen:
            continue
        seen.add(id(value))
        if node.files.or_null(node):
            flat.unions.append(node.files.or_null(node))
            continue
        if isinstance(value.get("$ref"), str):
            waiting.append(node.resolved)
            if node.files.old or not value.keys() - BESIDE:
                continue
        if isinstance(value.get("$dynamicRef"), str):
            waiting.append(node.files.dynamic(node))
        flat.parts.append(node)
        for word in ("anyOf", "oneOf"):
            if members := list(_members(node, word)):
                flat.unions.append(members)
        waiting.extend(reversed(list(_members(node, "allOf"))))
    return flat


def _members(node: Node, word: str) -> list[Node]:
    listed = node.child(word)
    if listed is None or not isinstance(listed.value, list):
        return []
    return [one for index in range(len(listed.value)) if (one := listed.child(index)) is not None]
