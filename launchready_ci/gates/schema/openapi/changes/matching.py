"""Which member of the head's union is which of the base's?"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.gates.schema.openapi.changes.change import Pair, Way
from launchready_ci.gates.schema.openapi.changes.shape import OBJECT, Shape

if TYPE_CHECKING:
    from launchready_ci.gates.schema.openapi.changes.schemas import Schemas


class Matching(NamedTuple):
    """Members in pairs, and those that have none."""

    bases: list[Shape]
    heads: list[Shape]
    pairs: list[tuple[Shape, Shape]]
    gone: list[Shape]
    come: list[Shape]
    renamed: list[tuple[Shape, Shape]]
    """Members of the same form that stand for another component."""


def matched(schemas: "Schemas", base: list[Shape], head: list[Shape]) -> Matching:
    """Match by component, by what tells the members apart, by equality, by what is left."""
    matching = Matching(base, head, [], list(base), list(head), [])
    if len(base) == len(head) == 1:
        return Matching(base, head, [(base[0], head[0])], [], [], [])
    _take_by(matching, lambda shape: shape.names)
    _take_by(matching, _pinned)
    _replaced(schemas, matching)
    _take(matching, lambda old, new: schemas.differs(old.conjuncts, new.conjuncts) is None)
    _take(matching, _alike)
    _covered(schemas, matching)
    return matching


def _take(matching: Matching, fits: Callable[[Shape, Shape], bool]) -> None:
    for old in list(matching.gone):
        new = next((new for new in matching.come if fits(old, new)), None)
        if new is not None:
            matching.pairs.append((old, new))
            _remove(matching.gone, old)
            _remove(matching.come, new)


def _take_by(matching: Matching, key: Callable[[Shape], object]) -> None:
    """Pair what has the same key; ``()`` is none."""
    heads: dict[object, list[Shape]] = {}
    for new in matching.come:
        heads.setdefault(key(new), []).append(new)
    for old in list(matching.gone):
        named = key(old)
        if named and heads.get(named):
            new = heads[named].pop(0)
            matching.pairs.append((old, new))
            _remove(matching.gone, old)
            _remove(matching.come, new)


def _remove(shapes: list[Shape], one: Shape) -> None:
    del shapes[next(index for index, shape in enumerate(shapes) if shape is one)]


def _pinned(shape: Shape) -> tuple[tuple[str, str], ...]:
    """The properties that have one value only: ``kind: {const: cat}``."""
    members = shape.value("members")
    if members is None:
        return ()
    found = []
    for name, term in members.properties.items():
        for node in term:
            value = node.resolved.value
            if isinstance(value, dict):
                listed = value.get("enum", [value["const"]] if "const" in value else [])
                if isinstance(listed, list) and len(listed) == 1:
                    found.append((name, str(listed[0])))
    return tuple(sorted(found))


def _replaced(schemas: "Schemas", matching: Matching) -> None:
    """Members of another name, where the old component is still there: no mere renaming."""
    for old in list(matching.gone):
        for new in list(matching.come):
            if not (old.names and new.names and _still_there(old, new)):
                continue
            if schemas.differs(old.conjuncts, new.conjuncts) is None:
                matching.renamed.append((old, new))
                _remove(matching.gone, old)
                _remove(matching.come, new)
                break


def _still_there(old: Shape, new: Shape) -> bool:
    defined = new.node.files.root.get("components", "schemas")
    names = defined.value if defined is not None and isinstance(defined.value, dict) else {}
    return all(name in names for name in old.names)


def _alike(old: Shape, new: Shape) -> bool:
    """Whether two objects have at least half of their properties in common."""
    before, after = old.value("members"), new.value("members")
    if before is None or after is None:
        return old.kind != OBJECT
    names, others = before.properties.keys(), after.properties.keys()
    return len(names & others) * 2 >= len(names | others)


def _covered(schemas: "Schemas", matching: Matching) -> None:
    """Members that another one of the other side takes in: nothing is lost."""
    for old in list(matching.gone):
        pairs = (Pair(old.conjuncts, new.conjuncts, Way.REQUEST) for new in matching.heads)
        if not all(schemas.breaks(pair) for pair in pairs) and not _dropped(old, matching):
            _remove(matching.gone, old)
    for new in list(matching.come):
        pairs = (Pair(new.conjuncts, old.conjuncts, Way.REQUEST) for old in matching.bases)
        if not all(schemas.breaks(pair) for pair in pairs):
            _remove(matching.come, new)


def _dropped(old: Shape, matching: Matching) -> bool:
    """A named member was left out, and all others stayed as they were."""
    return bool(old.names) and not matching.come and len(matching.heads) < len(matching.bases)
