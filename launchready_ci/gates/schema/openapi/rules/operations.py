"""Are operations told apart, and do they say what they take, answer and ask for?"""

from collections.abc import Iterator, Mapping
from typing import Any

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.api import Api, Element, Spot
from launchready_ci.gates.schema.openapi.operations import identity, operations
from launchready_ci.nearest import nearest
from launchready_ci.nodes import shown
from launchready_ci.rule import rule


@rule("LR-SCH065", "duplicate-operation-id", judges=Api)
def operation_id(api: Api) -> Iterator[Finding]:
    """Two operations have the same `operationId`.

    Why: it becomes the name of a function in clients; one of the two is lost.
    Fix: give each operation a name of its own.
    """
    first: dict[str, Spot] = {}
    for one in api.of("Operation"):
        name = one.value.get("operationId") if isinstance(one.value, dict) else None
        spot = one.spot / "operationId"
        if isinstance(name, str) and first.setdefault(name, spot) != spot:
            said = f"the operationId {shown(name)} already stands at {api.place(first[name])}"
            yield api.finding(said, spot)


@rule("LR-SCH066", "duplicate-parameter", judges=Api)
def parameter(api: Api) -> Iterator[Finding]:
    """A list of parameters has the same name and place twice.

    Why: OpenAPI forbids it; which of the two counts depends on the tool.
    Fix: remove one of them. An operation may replace what its path declares.
    """
    for owner in [*api.of("Operation"), *api.of("PathItem")]:
        listed = owner.value.get("parameters") if isinstance(owner.value, dict) else None
        first: dict[tuple[str, str], Spot] = {}
        for index in range(len(listed) if isinstance(listed, list) else 0):
            spot = owner.spot / "parameters" / index
            found = api.follow(spot)
            if found is None or not isinstance(found.value, dict) or "name" not in found.value:
                continue
            before = first.setdefault(identity(found), spot)
            if before != spot:
                name, where = identity(found)
                said = f"{shown(name)} in {shown(where)} already stands at {api.place(before)}"
                yield api.finding(said, api.inside(spot, "name"))


@rule("LR-SCH067", "no-responses", judges=Api, severity=Severity.WARNING)
def responses(api: Api) -> Iterator[Finding]:
    """An operation says nothing of what it answers when all goes well.

    Why: clients are generated without a result, and nobody can hold the app to its promise.
    Fix: add `responses` with a `2XX`, a `3XX` or `default`.
    """
    for one in operations(api):
        found = api.value_at(one.spot / "responses")
        if found is None and api.version != "3.0":  # there the schema of OpenAPI asks for it
            yield api.finding(f"{shown(one.name)} has no responses", one.spot, key=True)
        elif isinstance(found, dict) and found and all(map(_fails, found)):
            said = f"{shown(one.name)} has responses for what fails only"
            yield api.finding(said, one.spot / "responses", key=True)


def _fails(status: str) -> bool:
    return status[:1] in ("4", "5")


@rule("LR-SCH068", "unknown-security-scheme", judges=Api)
def security(api: Api) -> Iterator[Finding]:
    """An operation asks for a security scheme that is not declared.

    Why: tools refuse the document, or treat the operation as open to everybody.
    Fix: declare it below `components: {securitySchemes: …}`, or correct the name.
    """
    known = api.component("securitySchemes")
    for one, name, _ in _requirements(api):
        remote = api.version != "3.0" and "/" in name  # from 3.2 on, and read so by some before
        if name not in known and not remote:
            said = f"the security scheme {shown(name)} is not declared"
            yield api.finding(said + nearest(name, known), one.spot / name, key=True)


@rule("LR-SCH069", "undeclared-scope", judges=Api, severity=Severity.WARNING)
def scope(api: Api) -> Iterator[Finding]:
    """An operation asks for a scope that no flow of its OAuth 2 scheme declares.

    Why: clients cannot ask for it, and the operation answers 403.
    Fix: add it to `scopes` of the flow, or correct its name.
    """
    for one, name, scopes in _requirements(api):
        found = api.follow(api.root / "components" / "securitySchemes" / name)
        scheme = found.value if found is not None and isinstance(found.value, dict) else {}
        known = _scopes(scheme)
        if scheme.get("type") == "oauth2" and isinstance(scopes, list):
            for index, given in enumerate(scopes):
                if isinstance(given, str) and given not in known:
                    said = f"no flow of {shown(name)} declares the scope {shown(given)}"
                    yield api.finding(said + nearest(given, known), one.spot / name / index)


def _requirements(api: Api) -> Iterator[tuple[Element, str, Any]]:
    for one in api.of("SecurityRequirement"):
        for name, scopes in one.value.items() if isinstance(one.value, dict) else ():
            yield one, name, scopes


def _scopes(scheme: Mapping[str, Any]) -> set[str]:
    flows = scheme.get("flows")
    some = flows.values() if isinstance(flows, dict) else ()
    given = [flow.get("scopes") for flow in some if isinstance(flow, dict)]
    return {scope for scopes in given if isinstance(scopes, dict) for scope in scopes}


@rule("LR-SCH070", "unknown-operation", judges=Api)
def link(api: Api) -> Iterator[Finding]:
    """A link names an operation that there is not.

    Why: whoever follows the link cannot.
    Fix: name the `operationId` of an operation of this document.
    """
    known = {
        name
        for one in api.of("Operation")
        if isinstance(one.value, dict) and isinstance(name := one.value.get("operationId"), str)
    }
    for one in api.of("Link"):
        name = one.value.get("operationId") if isinstance(one.value, dict) else None
        if isinstance(name, str) and name not in known:
            said = f"no operation has the operationId {shown(name)}{nearest(name, known)}"
            yield api.finding(said, one.spot / "operationId")


RULES = (operation_id, parameter, responses, security, scope, link)
