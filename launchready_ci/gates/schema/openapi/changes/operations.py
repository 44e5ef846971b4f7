"""What changed between two versions of an API: its operations, and what each asks and answers."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.schema.openapi.changes import bodies, lifecycle, security, servers
from launchready_ci.gates.schema.openapi.changes.change import Way
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.parameters import parameters
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.gates.schema.openapi.changes.schemas import Schemas

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Operation(NamedTuple):
    """One request that clients may send, or that is sent to them."""

    name: str
    """``GET /posts/{id}``, with the names of the head where both have it."""
    node: Node
    item: Node
    """The path's own object, which holds parameters for all of its methods."""
    template: str


def operations(root: Node, key: str | None = "paths") -> dict[str, Operation]:
    """All operations, by method and path without the names of its parameters."""
    found: dict[str, Operation] = {}
    for path, entry in root.entries(key).items():
        for name, operation in _of_item(path, entry.resolved).items():
            found.setdefault(name, operation)
    return found


def _of_item(path: str, item: Node) -> dict[str, Operation]:
    found = {}
    for method in METHODS:
        node = item.get(method)
        if node is not None and isinstance(node.value, dict):
            name = f"{method.upper()} {path}"
            found[f"{method} {plain(path)}"] = Operation(name, node, item, path)
    return found


def plain(path: str) -> str:
    """A path without the names of its parameters, which are nobody's business."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def compare(base: Node, head: Node, schemas: Schemas, today: str) -> Iterator[Said]:
    """Every difference, in the order of the head."""
    yield from servers.compare(base, head)
    yield from _each(base, head, "paths", schemas, today=today, way=Way.REQUEST)
    yield from _each(base, head, "webhooks", schemas, today=today, way=Way.RESPONSE)


def _each(  # noqa: PLR0913 - both versions, and what the comparison needs
    base: Node, head: Node, key: str, schemas: Schemas, *, today: str, way: Way
) -> Iterator[Said]:
    old, new = operations(base, key), operations(head, key)
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            said = Said(old[name].name)
            parent = head.child(key) or head
            if way is Way.RESPONSE:
                told = "this webhook is gone"
                said.say("callback-removed", told, old[name].node, parent)
            else:
                lifecycle.removed(said, old[name].node, parent, today)
        elif name not in old:
            said = Said(new[name].name)
            said.say("api-extended", "it is new", base.child(key) or base, new[name].node)
        else:
            said = Said(new[name].name)
            _operation(said, old[name], new[name], schemas, way)
            lifecycle.compare(said, old[name].node, new[name].node)
            places = (old[name].node, old[name].item, base), (new[name].node, new[name].item, head)
            servers.operation(said, *places)
            security.compare(said, (base, old[name].node), (head, new[name].node))
            said = lifecycle.softened(said, old[name].node)
        yield said


def _operation(said: Said, old: Operation, new: Operation, schemas: Schemas, way: Way) -> None:
    parameters(said, old, new, schemas, way)
    bodies.request(said, old.node, new.node, schemas, way)
    bodies.responses(said, old.node, new.node, schemas, way.other)
    before, after = old.node.entries("callbacks"), new.node.entries("callbacks")
    for name, callback in before.items():
        if name not in after:
            said.say("callback-removed", f"callback {name} is gone", callback, new.node)
        else:
            _callback(said, name, callback.resolved, after[name].resolved, schemas, way=way.other)
    for name in after.keys() - before.keys():
        said.say("api-extended", f"callback {name} is new", old.node, after[name])


def _callback(  # noqa: PLR0913 - both versions, and what the comparison needs
    said: Said, name: str, base: Node, head: Node, schemas: Schemas, *, way: Way
) -> None:
    old, new = operations(base, None), operations(head, None)
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            said.say("callback-removed", f"callback {name}: {key} is gone", old[key].node, head)
        elif key in old:
            with said.within(f"callback {name}"):
                _operation(said, old[key], new[key], schemas, way)
