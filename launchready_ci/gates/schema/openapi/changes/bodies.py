"""What changed in the body of a request, and in the answers: media types, statuses, headers."""

from launchready_ci.gates.schema.openapi.changes.change import Way
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.gates.schema.openapi.changes.schemas import Schemas
from launchready_ci.nodes import shown

FORMS = ("application/x-www-form-urlencoded",)


def request(said: Said, base: Node, head: Node, schemas: Schemas, way: Way) -> None:
    """Say how the request's body differs."""
    old, new = base.get("requestBody"), head.get("requestBody")
    if old is None and new is None:
        return
    with said.within("request body"):
        if new is None and old is not None:
            said.say("request-body-removed", "it is gone", old, head)
        elif old is None and new is not None:
            required = new.flag("required")
            rule = "request-body-required" if required else "request-accepts-more"
            told = "it is new" + (" and required" if required else "")
            said.say(rule, told, base, new)
        elif old is not None and new is not None:
            _needed(said, old, new)
            content(said, old, new, schemas, way)


def _needed(said: Said, old: Node, new: Node) -> None:
    was, now = old.flag("required"), new.flag("required")
    if now and not was:
        said.say("request-body-required", "it is required now", old, new)
    elif was and not now:
        said.say("request-accepts-more", "it is optional now", old, new)


def content(said: Said, base: Node, head: Node, schemas: Schemas, way: Way) -> None:
    """Say how media types and their schemas differ."""
    before, after = _kinds(base), _kinds(head)
    for kind, node in before.items():
        other = _wanted(kind, after)
        if other is None:
            rule = f"{way.value}-media-type-removed"
            said.say(rule, f"media type {shown(kind)} is gone", node, head)
            continue
        with said.within(shown(kind)):
            old, new = node.child("schema"), other.child("schema")
            if old is not None and new is not None:
                said.schemas(schemas, old, new, way, text=kind in FORMS)
            elif old is not None or new is not None:
                _schema(said, old, new, (node, other), way)
            _encoding(said, node, other, way)
    for kind, node in after.items():
        if _wanted(kind, before) is None:
            said.say("api-extended", f"media type {shown(kind)} is new", base, node)


def _schema(
    said: Said, old: Node | None, new: Node | None, at: tuple[Node, Node], way: Way
) -> None:
    """A schema where there was none, or none where there was one."""
    told = "a schema is new" if old is None else "the schema is gone"
    tighter = old is None
    breaks = tighter is (way is Way.REQUEST)
    usual = "request-accepts-more" if way is Way.REQUEST else "response-promises-more"
    worse = "request-type-tightened" if way is Way.REQUEST else "response-type-loosened"
    said.say(worse if breaks else usual, told, old or at[0], new or at[1])


def _kinds(node: Node) -> dict[str, Node]:
    """Media types as they compare: small letters, without blanks."""
    found = node.entries("content")
    return {kind.lower().replace(" ", ""): one.resolved for kind, one in found.items()}


def _wanted(kind: str, others: dict[str, Node]) -> Node | None:
    """The same media type, else one that stands for it: without its parameters, or a range."""
    bare = kind.partition(";")[0]
    for name in (kind, bare, f"{bare.partition('/')[0]}/*", "*/*"):
        if name in others:
            return others[name]
    return next((node for name, node in others.items() if name.partition(";")[0] == kind), None)


def _encoding(said: Said, base: Node, head: Node, way: Way) -> None:
    before, after = base.schemas("encoding"), head.schemas("encoding")
    for name in before.keys() & after.keys():
        old, new = (node.text("contentType") for node in (before[name], after[name]))
        lost = {part.strip() for part in old.split(",")} - {part.strip() for part in new.split(",")}
        if old and new and lost and way is Way.REQUEST:
            told = f"part `{shown(name)}`: `contentType` was {shown(old)} and is {shown(new)}"
            said.say("request-media-type-removed", told, before[name], after[name])


def responses(said: Said, base: Node, head: Node, schemas: Schemas, way: Way) -> None:
    """Say how the answers differ, status by status."""
    before = {name.upper(): node for name, node in base.entries("responses").items()}
    after = {name.upper(): node for name, node in head.entries("responses").items()}
    for status, node in before.items():
        other = _status(status, after)
        if other is None:
            _gone(said, status, node, head, before=before, after=after)
            continue
        with said.within(f"response {status}"):
            old, new = node.resolved, other.resolved
            content(said, old, new, schemas, way)
            _headers(said, old, new, schemas, way)
    for status, node in after.items():
        if _status(status, before) is None:
            said.say("api-extended", f"response {shown(status)} is new", base, node)


def _status(status: str, among: dict[str, Node]) -> Node | None:
    for name in (status, f"{status[:1]}XX", "DEFAULT"):
        if name in among:
            return among[name]
    return None


def _gone(  # noqa: PLR0913 - a status, and where it is looked for
    said: Said,
    status: str,
    node: Node,
    head: Node,
    *,
    before: dict[str, Node],
    after: dict[str, Node],
) -> None:
    told = f"response {shown(status)} is gone"
    come = [name for name in after if name not in before and name[:1] == status[:1]]
    if status.startswith("2") and not (come and _as_full(node.resolved, after[come[0]].resolved)):
        said.say("response-status-removed", told, node, head)
    else:
        replaced = f", {come[0]} came in its place" if come else ""
        said.say("response-status-changed", told + replaced, node, head)


def _as_full(base: Node, head: Node) -> bool:
    """Whether another status has the same kinds of body."""
    before, after = _kinds(base), _kinds(head)
    same = before.keys() <= after.keys()
    return same and all(before[k].value == after[k].value for k in before)


def _headers(said: Said, base: Node, head: Node, schemas: Schemas, way: Way) -> None:
    before = {name.lower(): node for name, node in base.schemas("headers").items()}
    after = {name.lower(): node for name, node in head.schemas("headers").items()}
    for found in (before, after):
        found.pop("content-type", None)  # OpenAPI says it by the media type
    for name, entry in before.items():
        old = entry.resolved
        with said.within(f"header `{shown(name)}`"):
            required = old.flag("required")
            rule = "response-header-removed" if required else "response-header-optional-removed"
            if name not in after:
                said.say(rule, "it is gone", old, head)
                continue
            new = after[name].resolved
            if required and not new.flag("required"):
                said.say("response-header-removed", "it is optional now", old, new)
            schema, other = old.child("schema"), new.child("schema")
            if schema is not None and other is not None:
                said.schemas(schemas, schema, other, way)
    for name in after.keys() - before.keys():
        said.say("response-promises-more", f"header `{shown(name)}` is new", base, after[name])
