"""Is the API still where clients look for it?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.nodes import shown


def compare(base: Node, head: Node) -> Iterator[Said]:
    """Say which base paths are gone; hosts differ between environments, so a host alone is not."""
    said = Said("servers")
    before, after = _paths(base), _paths(head)
    for path, node in before.items():
        if path not in after:
            told = f"no server has the base path {shown(path)} any more"
            said.say("base-path-changed", told, node, head.child("servers") or head)
    for path, node in after.items():
        if path not in before:
            said.say("api-extended", f"the base path {shown(path)} is new", base, node)
    if said.told:
        yield said


def operation(said: Said, base: tuple[Node, ...], head: tuple[Node, ...]) -> None:
    """Say it of an operation with servers of its own; its path and the document come after it."""
    if not any(node.child("servers") for node in (*base[:-1], *head[:-1])):
        return
    before, after = (_paths(_holder(nodes)) for nodes in (base, head))
    for path in before.keys() - after.keys():
        told = f"no server has the base path {shown(path)} any more"
        said.say("base-path-changed", told, before[path], head[0])


def _holder(nodes: tuple[Node, ...]) -> Node:
    return next((node for node in nodes if node.child("servers")), nodes[-1])


def _paths(root: Node) -> dict[str, Node]:
    """What stands before every path, for each server."""
    found: dict[str, Node] = {}
    for server in root.items("servers"):
        url = server.text("url", "/")
        for name, variable in server.schemas("variables").items():
            url = url.replace(f"{{{name}}}", variable.text("default"))
        try:
            path = urlsplit(url).path.rstrip("/") or "/"
        except ValueError:
            path = url
        found.setdefault(path, server)
    return found or {"/": root}
