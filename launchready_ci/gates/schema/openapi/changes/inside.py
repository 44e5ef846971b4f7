"""How two objects or arrays differ in what may be inside."""

from collections.abc import Iterable

from launchready_ci.gates.schema.openapi.changes.change import Judged, Sense, Way
from launchready_ci.gates.schema.openapi.changes.members import item, schema_of
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import Array, Object, Shape, Term
from launchready_ci.gates.schema.openapi.changes.shapes import flagged
from launchready_ci.nodes import shown

OPEN = Object({}, {}, (), {})
HIDDEN = {Way.REQUEST: "readOnly", Way.RESPONSE: "writeOnly"}
"""Members that do not go this way."""


def objects(said: Judged, base: Shape, head: Shape) -> None:
    """Say how the members of an object differ."""
    old, new = base.value("members", OPEN), head.value("members", OPEN)
    if old is new:
        return
    names = dict.fromkeys((*old.properties, *new.properties))
    for name in names:
        _property(said, name, (base.node, old), (head.node, new))
    _required(said, names, (base.node, old), (head.node, new))
    for pattern in dict.fromkeys((*old.patterns, *new.patterns)):
        _pattern(said, pattern, (base.node, old), (head.node, new))
    _additional(said, (base.node, old), (head.node, new))


Side = tuple[Node, Object]


def _property(said: Judged, name: str, base: Side, head: Side) -> None:
    old, new = _visible(said, base, name), _visible(said, head, name)
    called = f"property `{shown(name)}`"
    if old is not None and new is not None:
        said.compare(f".{shown(name)}", old, new)
    elif old is not None:
        _gone(said, name, old, head)
    elif new is not None:
        before = schema_of(base[1]._replace(properties={}), name)
        closed = before is None and said.pair.way is Way.RESPONSE
        told = f"{called} is new" + (", where `additionalProperties` was false" if closed else "")
        said.say("added to closed" if closed else "added", Sense.LOOSER, told, base[0], new[0])
        if before and name not in base[1].properties:
            said.compare(f".{shown(name)}", before, new)


def _gone(said: Judged, name: str, old: Term, head: Side) -> None:
    """A property that the head does not name: refused, something else, or just not looked at."""
    called = f"property `{shown(name)}`"
    hidden = name in head[1].properties
    other = schema_of(head[1]._replace(properties={}), name)
    at = head[1].properties[name][0] if hidden else head[0]
    if hidden:
        word = HIDDEN[said.pair.way]
        said.say("gone", Sense.OTHER, f"{called} became `{word}`", old[0], at)
    elif other is None and said.pair.way is Way.REQUEST:
        told = f"{called} is gone, and others are not allowed"
        said.say("closed", Sense.TIGHTER, told, old[0], at)
    elif other:
        said.compare(f".{shown(name)}", old, other)
    else:
        said.say("gone", Sense.OTHER, f"{called} is gone", old[0], at)


def _visible(said: Judged, side: Side, name: str) -> Term | None:
    """The schema of a property that goes this way."""
    term = side[1].properties.get(name)
    if term is None or _hidden(said, term):
        return None
    return term


def _hidden(said: Judged, term: Term) -> bool:
    word = HIDDEN[said.pair.way]
    return any(node.files.mentions(word) for node in term) and flagged(term, word) is not None


def _required(said: Judged, names: Iterable[str], base: Side, head: Side) -> None:
    known = {*names, *base[1].required, *head[1].required}
    for name in sorted(known):
        was, now = base[1].required.get(name), head[1].required.get(name)
        unchanged = (was is None) == (now is None)
        if unchanged and not (name in base[1].properties and name in head[1].properties):
            continue
        old, new = base[1].properties.get(name), head[1].properties.get(name)
        was = None if old is not None and _hidden(said, old) else was
        now = None if new is not None and _hidden(said, new) else now
        called = f"property `{shown(name)}`"
        if now is not None and was is None:
            aspect = "required with default" if new and _default(new) else "required"
            said.say(aspect, Sense.TIGHTER, f"{called} is required now", (old or base)[0], now)
        elif was is not None and now is None and (new is not None or old is None):
            hidden = new is not None and _hidden(said, new)
            if not (hidden and said.pair.way is Way.RESPONSE):
                told = f"{called} is required no more"
                said.say("required", Sense.LOOSER, told, was, (new or head)[0])


def _default(term: Term) -> bool:
    from launchready_ci.gates.schema.openapi.changes.choices import flat_parts

    return any("default" in part.value for part in flat_parts(term))


def _pattern(said: Judged, pattern: str, base: Side, head: Side) -> None:
    old, new = base[1].patterns.get(pattern), head[1].patterns.get(pattern)
    called = f"`patternProperties` {shown(pattern)}"
    if old is not None and new is not None:
        said.compare(f".<{shown(pattern)}>", old, new)
    elif new is not None and base[1].additional is None:
        said.say("closed", Sense.LOOSER, f"{called} is new", base[0], new[0])
    elif new is not None:
        said.say("closed", Sense.TIGHTER, f"{called} is new", base[0], new[0])
    elif old is not None and head[1].additional is None:
        said.say("closed", Sense.TIGHTER, f"{called} is gone", old[0], head[0])
    elif old is not None:
        said.say("closed", Sense.LOOSER, f"{called} is gone", old[0], head[0])


def _additional(said: Judged, base: Side, head: Side) -> None:
    old, new = base[1].additional, head[1].additional
    if old is None and new is None:
        return
    if new is None:
        said.say("closed", Sense.TIGHTER, "`additionalProperties` is false now", base[0], head[0])
    elif old is None:
        told = "`additionalProperties` was false and is allowed now"
        said.say("closed", Sense.LOOSER, told, base[0], head[0])
    elif old or new:
        said.compare(".*", old, new)


def arrays(said: Judged, base: Shape, head: Shape) -> None:
    """Say how the items of an array differ."""
    free = Array((), ())
    old, new = base.value("items", free), head.value("items", free)
    for index in range(max(len(old.first), len(new.first))):
        before, after = item(old, index), item(new, index)
        _item(said, f"[{index}]", before, after, base=base.node, head=head.node)
    if old.rest != new.rest or old.rest:
        _item(said, "[]", old.rest, new.rest, base=base.node, head=head.node)


def _item(  # noqa: PLR0913 - both sides of one place
    said: Judged, label: str, old: Term | None, new: Term | None, *, base: Node, head: Node
) -> None:
    if old is not None and new is not None:
        said.compare(label, old, new)
    elif old is not None:
        said.say("items", Sense.TIGHTER, f"no item {label} may stand there now", base, head)
    elif new is not None:
        said.say("items", Sense.LOOSER, f"items {label} may stand there now", base, head)
