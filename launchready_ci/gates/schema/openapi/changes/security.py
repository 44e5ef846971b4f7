"""Does a client that could sign in before still get in?"""

from collections.abc import Mapping
from typing import Any

from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.nodes import shown

Side = tuple[Node, Node]
"""The document, and the operation."""
Way = Mapping[str, frozenset[str]]
"""One way in: scheme → scopes, all of which are needed."""
TEXTS = ("description", "summary")


def compare(said: Said, base: Side, head: Side) -> None:
    """Say which ways in are gone: a client's credentials have to open one of the new ways."""
    before, after = _ways(base), _ways(head)
    at, now = _at(base), _at(head)
    for way in before:
        if not any(_opens(way, other) for other in after):
            told = f"it is not enough any more to sign in with {_named(way)}; now {_all(after)}"
            said.say("security-tightened", told, at, now)
            break
    else:
        if any(way not in after for way in before) or any(way not in before for way in after):
            told = f"it may be called with {_all(after)}; it was {_all(before)}"
            said.say("request-accepts-more", told, at, now)
    for name in dict.fromkeys(n for way in before for n in way if any(n in w for w in after)):
        _scheme(said, name, base[0], head[0])


def _opens(credentials: Way, way: Way) -> bool:
    return all(name in credentials and way[name] <= credentials[name] for name in way)


def _at(side: Side) -> Node:
    return side[1].child("security") or side[0].child("security") or side[1]


def _ways(side: Side) -> list[Way]:
    listed = side[1].child("security") or side[0].child("security")
    if listed is None or not isinstance(listed.value, list) or not listed.value:
        return [{}]
    return [
        {str(name): frozenset(map(str, scopes or ())) for name, scopes in way.items()}
        for way in listed.value
        if isinstance(way, dict)
    ]


def _named(way: Way) -> str:
    scopes = {name: f" ({', '.join(sorted(s))})" if s else "" for name, s in way.items()}
    return " and ".join(f"{shown(name)}{scopes[name]}" for name in way) or "nothing"


def _all(ways: list[Way]) -> str:
    return " or ".join(map(_named, ways))


def _scheme(said: Said, name: str, base: Node, head: Node) -> None:
    old = base.get("components", "securitySchemes", name)
    new = head.get("components", "securitySchemes", name)
    if old is None or new is None:
        return
    before, after = _sent(old.value), _sent(new.value)
    flows = after.get("flows")
    if isinstance(flows, dict) and isinstance(before.get("flows"), dict):
        after["flows"] = {key: flow for key, flow in flows.items() if key in before["flows"]}
    if before != after:
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        told = f"security scheme `{shown(name)}`: {', '.join(map(shown, keys))} changed"
        said.say("security-scheme-changed", told, old, new)


def _sent(scheme: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """What decides how clients sign in; scopes are said by the operations."""
    if not isinstance(scheme, dict):
        return {}
    found = {k: v for k, v in scheme.items() if k not in TEXTS and not k.startswith("x-")}
    found.pop("bearerFormat", None)
    if isinstance(found.get("scheme"), str):
        found["scheme"] = found["scheme"].lower()
    flows = found.get("flows")
    if isinstance(flows, dict):
        found["flows"] = {
            name: {k: v for k, v in flow.items() if k != "scopes"}
            for name, flow in flows.items()
            if isinstance(flow, dict)
        }
    return found
