"""How the property differs that tells the members of a union apart, and the values it has."""

from typing import TYPE_CHECKING

from launchready_ci.gates.schema.openapi.changes.change import Judged, Sense
from launchready_ci.gates.schema.openapi.changes.choices import flat_parts, union_members
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import Term
from launchready_ci.nodes import listed, shown
from launchready_ci.unusable import CannotLook

if TYPE_CHECKING:
    from launchready_ci.gates.schema.openapi.changes.schemas import Schemas

WORD = "discriminator"


def compare(schemas: "Schemas", said: Judged) -> None:
    """Say how the discriminators of a pair differ."""
    base, head = said.pair.base, said.pair.head
    old, new = _of(base), _of(head)
    if old is None or new is None:
        if old is not None:
            said.say(WORD, Sense.LOOSER, "`discriminator` is gone", old, head[0])
        elif new is not None:
            said.say(WORD, Sense.TIGHTER, "`discriminator` is new", base[0], new)
        return
    names = old.text("propertyName"), new.text("propertyName")
    if names[0] != names[1]:
        told = f"`discriminator` was {shown(names[0])} and is {shown(names[1])}"
        said.say(WORD, Sense.OTHER, told, old, new)
        return
    _values(schemas, said, old, new)


def _of(term: Term) -> Node | None:
    if not any(node.files.mentions(WORD) for node in term):
        return None
    found = (part.child(WORD) for part in flat_parts(term))
    return next((node for node in found if node is not None), None)


def _values(schemas: "Schemas", said: Judged, old: Node, new: Node) -> None:
    before, after = _mapping(old, said.pair.base), _mapping(new, said.pair.head)
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    if gone:
        told = f"`discriminator` lost {listed(map(shown, gone), 'and')}"
        said.say(WORD, Sense.TIGHTER, told, old, new)
    if come:
        told = f"`discriminator` gained {listed(map(shown, come), 'and')}"
        said.say(WORD, Sense.LOOSER, told, old, new)
    for name in before.keys() & after.keys():
        if schemas.differs((before[name],), (after[name],)) is Sense.OTHER:
            told = f"`discriminator` {shown(name)} means another schema"
            said.say(WORD, Sense.OTHER, told, old, new)


def _mapping(node: Node, term: Term) -> dict[str, Node]:
    """Value → schema, as it is said; else the names of the components that are members."""
    said = node.schemas("mapping")
    if said:
        return {name: _target(entry) for name, entry in said.items()}
    members = [member.resolved for member in union_members(term)]
    if any(_pins(member, node.text("propertyName")) for member in members):
        return {}
    return {member.component: member for member in members if member.component}


def _target(entry: Node) -> Node:
    """A component by its name, or what a reference leads to; itself where that is nowhere."""
    text = str(entry.value)
    by_name = entry.files.root.get("components", "schemas", text)
    if by_name is not None:
        return by_name
    try:
        return entry.files.one(entry, text)
    except CannotLook:
        return entry


def _pins(member: Node, name: str) -> bool:
    """Whether a member says itself which values the property has."""
    pinned = (part.get("properties", name) for part in flat_parts((member,)))
    return any(
        isinstance(one.value, dict) and one.value.keys() & {"enum", "const"}
        for one in pinned
        if one is not None
    )
