"""What changed in the parameters of an operation?"""

from typing import TYPE_CHECKING

from launchready_ci.gates.schema.openapi.changes import bodies
from launchready_ci.gates.schema.openapi.changes.change import Way
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.gates.schema.openapi.changes.schemas import Schemas
from launchready_ci.nodes import shown

if TYPE_CHECKING:
    from launchready_ci.gates.schema.openapi.changes.operations import Operation

STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
IGNORED = ("accept", "content-type", "authorization")
"""Headers that OpenAPI says elsewhere."""


def parameters(said: Said, old: "Operation", new: "Operation", schemas: Schemas, way: Way) -> None:
    """Say how the parameters differ; those of a path go by their place in it."""
    before, after = _listed(old), _listed(new)
    for name in dict.fromkeys((*before, *after)):
        base, head = before.get(name), after.get(name)
        if base is not None and head is not None:
            with said.within(_called(head)):
                _parameter(said, base, head, schemas, way)
        elif base is not None:
            _gone(said, base, new.node, after, before)
        elif head is not None:
            _come(said, head, old.node)


def _called(node: Node) -> str:
    return f"{node.text('in')} parameter `{shown(node.text('name'))}`"


def _listed(operation: "Operation") -> dict[str, Node]:
    """By place and name; an operation's own replace those of its path."""
    found: dict[str, Node] = {}
    names = [part.partition("}")[0] for part in operation.template.split("{")[1:]]
    for holder in (operation.item, operation.node):
        for node in holder.items("parameters"):
            place, name = node.text("in"), node.text("name")
            if place == "header" and name.lower() in IGNORED:
                continue
            if place == "path" and name in names:
                name = str(names.index(name))
            found[f"{place} {name.lower() if place == 'header' else name}"] = node
    return found


def _gone(
    said: Said, base: Node, operation: Node, after: dict[str, Node], before: dict[str, Node]
) -> None:
    name = base.text("name")
    moved = next((n for k, n in after.items() if k not in before and n.text("name") == name), None)
    if moved is not None:
        told = f"{_called(base)} is sent as {moved.text('in')} now"
        said.say("parameter-serialization-changed", told, base, moved)
    elif base.text("in") != "path":
        told = f"{_called(base)} is gone"
        said.say("request-parameter-removed", told, base, operation)


def _come(said: Said, head: Node, operation: Node) -> None:
    required = head.flag("required")
    rule = "request-parameter-required" if required else "request-accepts-more"
    told = f"{_called(head)} is new" + (" and required" if required else "")
    said.say(rule, told, operation, head)


def _parameter(said: Said, base: Node, head: Node, schemas: Schemas, way: Way) -> None:
    was, now = base.flag("required"), head.flag("required")
    if now and not was and head.text("in") != "path":
        said.say("request-parameter-required", "it is required now", base, head)
    elif was and not now and head.text("in") != "path":
        said.say("request-accepts-more", "it is optional now", base, head)
    if head.flag("deprecated") and not base.flag("deprecated"):
        said.say("deprecated", "it is deprecated", base, head)
    if base.flag("allowEmptyValue") and not head.flag("allowEmptyValue"):
        said.say("request-bounds-tightened", "an empty value is not allowed now", base, head)
    for told in _serialization(base, head):
        said.say("parameter-serialization-changed", told, base, head)
    old, new = base.child("schema"), head.child("schema")
    if old is not None and new is not None:
        said.schemas(schemas, old, new, way, text=True, parameter=True)
    bodies.content(said, base, head, schemas, way)


def _serialization(base: Node, head: Node) -> list[str]:
    told = []
    style = STYLES.get(head.text("in"), "form")
    old, new = base.text("style", style), head.text("style", style)
    if old != new:
        told.append(f"`style` was {shown(old)} and is {shown(new)}")
    if _many(base) or _many(head):
        before = base.flag("explode", default=old == "form")
        after = head.flag("explode", default=new == "form")
        if before != after:
            told.append(f"`explode` was {str(before).lower()} and is {str(after).lower()}")
    if base.flag("allowReserved") and not head.flag("allowReserved"):
        told.append("`allowReserved` is gone")
    if (base.child("schema") is None) != (head.child("schema") is None):
        kinds = ("a media type", "`schema`")
        was, now = (kinds[node.child("schema") is not None] for node in (base, head))
        if base.child("content") is not None or head.child("content") is not None:
            told.append(f"it was described by {was} and is by {now}")
    return told


def _many(node: Node) -> bool:
    """Whether ``explode`` matters: for arrays and objects, or where that is not plain."""
    schema = node.get("schema")
    kind = (
        schema.value.get("type") if schema is not None and isinstance(schema.value, dict) else None
    )
    return kind not in ("string", "integer", "number", "boolean")
