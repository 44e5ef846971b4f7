"""How two shapes differ in what is no plain limit: ``not``, ``if``, ``contains``, ``allOf``."""

from typing import TYPE_CHECKING

from launchready_ci.gates.schema.openapi.changes.change import Judged, Sense, Way
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import Limit, Shape, Term

if TYPE_CHECKING:
    from launchready_ci.gates.schema.openapi.changes.schemas import Schemas

INNER = {
    "contains": "items",
    "unevaluatedItems": "items",
    "unevaluatedProperties": "closed",
    "propertyNames": "closed",
    "contentSchema": "format",
    "not": "logic",
}
OPPOSITE = {Sense.TIGHTER: Sense.LOOSER, Sense.LOOSER: Sense.TIGHTER, Sense.OTHER: Sense.OTHER}
ANNOTATIONS = {"title", "description", "example", "examples", "externalDocs", "$comment", "xml"}


def compare(schemas: "Schemas", said: Judged, base: Shape, head: Shape) -> None:
    """Say how the schemas below such keywords differ, each as a set."""
    names = dict.fromkeys((*base.limits, *head.limits))
    for name in names:
        if name in INNER or name.startswith("union "):
            _inner(schemas, said, name, base, head)
    _conditions(schemas, said, base, head)
    _dependent(schemas, said, base, head)
    _conjuncts(said, base, head)


def _inner(schemas: "Schemas", said: Judged, name: str, base: Shape, head: Shape) -> None:
    old, new = base.limits.get(name), head.limits.get(name)
    aspect = INNER.get(name, "union")
    sense = _sense(schemas, name, old, new)
    if sense is None:
        return
    word = "is new" if old is None else "is gone" if new is None else "is another"
    said.say(
        aspect,
        sense,
        f"`{name.partition(' ')[0]}` {word}",
        old.node if old else base.node,
        new.node if new else head.node,
    )


def _sense(schemas: "Schemas", name: str, old: Limit | None, new: Limit | None) -> Sense | None:
    if old is None or new is None:
        return Sense.TIGHTER if old is None else Sense.LOOSER
    if name == "not":
        return _of_each(schemas, old.value, new.value)
    if name.startswith("union "):
        return _of_each(schemas, old.value, new.value)
    return schemas.differs(old.value, new.value)


def _of_each(schemas: "Schemas", old: Term, new: Term) -> Sense | None:
    """Of schemas of which each stands for itself, as those that are refused do."""
    left = list(new)
    for node in old:
        same = next((o for o in left if schemas.differs((node,), (o,)) is None), None)
        if same is None:
            single = len(old) == len(new) == 1
            found = schemas.differs(old, new) if single else Sense.OTHER
            return OPPOSITE[found] if found else None
        left.remove(same)
    return Sense.TIGHTER if left else None


def _conditions(schemas: "Schemas", said: Judged, base: Shape, head: Shape) -> None:
    old, new = base.limits.get("if"), head.limits.get("if")
    if old is None or new is None:
        if old or new:
            sense = Sense.TIGHTER if old is None else Sense.LOOSER
            told = f"`if` is {'new' if old is None else 'gone'}"
            said.say("logic", sense, told, (old or base).node, (new or head).node)
        return
    if len(old.value) != len(new.value):
        said.say("logic", Sense.OTHER, "`if` is another", old.node, new.node)
        return
    for before, after in zip(old.value, new.value, strict=True):
        _condition(schemas, said, before, after)


def _condition(schemas: "Schemas", said: Judged, base: Node, head: Node) -> None:
    if schemas.differs(*_below(base, head, "if")) is not None:
        said.say("logic", Sense.OTHER, "`if` is another", base, head)
    for word in ("then", "else"):
        old, new = _below(base, head, word)
        sense = schemas.differs(old, new)
        if sense is not None:
            said.say("logic", sense, f"`{word}` is another", old[0], new[0])


def _below(base: Node, head: Node, word: str) -> tuple[Term, Term]:
    """The schemas below a keyword; where it is not said, all is let through."""
    old, new = base.child(word), head.child(word)
    return (old or base._replace(value=True),), (new or head._replace(value=True),)


def _dependent(schemas: "Schemas", said: Judged, base: Shape, head: Shape) -> None:
    old, new = base.value("dependentRequired", {}), head.value("dependentRequired", {})
    if old.keys() != new.keys():
        looser, tighter = old.keys() - new.keys(), new.keys() - old.keys()
        sense = Sense.OTHER if looser and tighter else Sense.TIGHTER if tighter else Sense.LOOSER
        nodes = (next(iter(old.values()), base.node), next(iter(new.values()), head.node))
        pairs = ", ".join(f"`{a}` needs `{b}`" for a, b in sorted(tighter or looser))
        told = f"{pairs}: {'new' if tighter else 'gone'} in `dependentRequired`"
        said.say("logic", sense, told, *nodes)
    before, after = base.value("dependentSchemas", {}), head.value("dependentSchemas", {})
    for name in dict.fromkeys((*before, *after)):
        told = f"`dependentSchemas` of `{name}`"
        if name not in before:
            said.say("logic", Sense.TIGHTER, f"{told} is new", base.node, after[name][0])
        elif name not in after:
            said.say("logic", Sense.LOOSER, f"{told} is gone", before[name][0], head.node)
        elif (other := schemas.differs(before[name], after[name])) is not None:
            said.say("logic", other, f"{told} is another", before[name][0], after[name][0])


def _conjuncts(said: Judged, base: Shape, head: Shape) -> None:
    """One schema more in ``allOf`` of a request, or less of an answer, and all others as before.

    It may say nothing that the others do not say: yet it is there to ask for more.
    """
    if not all(isinstance(node.value, dict) for node in (*base.conjuncts, *head.conjuncts)):
        return
    if said.pair.way is Way.REQUEST:
        added = _beyond(base.conjuncts, head.conjuncts)
        if added and all(node.component or not node.value.keys() - ANNOTATIONS for node in added):
            told = f"`allOf` asks for one more schema{_named(added[0])}"
            said.say("conjunct", Sense.TIGHTER, told, base.node, added[0])
    else:
        gone = _beyond(head.conjuncts, base.conjuncts)
        if gone and all(node.component for node in gone):
            told = f"`allOf` names one schema less{_named(gone[0])}"
            said.say("conjunct gone", Sense.LOOSER, told, gone[0], head.node)


def _beyond(fewer: Term, more: Term) -> list[Node]:
    """What is in one list beside all of the other; nothing where not all of the other is there."""
    left = list(more)
    for node in fewer:
        same = next((one for one in left if _same(node, one)), None)
        if same is None:
            return []
        left.remove(same)
    return left


def _named(node: Node) -> str:
    return f", `{node.component}`" if node.component else ""


def _same(base: Node, head: Node) -> bool:
    if base.component or head.component:
        return base.component == head.component
    return {k: v for k, v in base.value.items() if k != "allOf"} == {
        k: v for k, v in head.value.items() if k != "allOf"
    } and base.keys == head.keys
