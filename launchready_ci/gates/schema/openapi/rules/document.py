"""Is what stands at the top of the document, or beside its paths, of one piece?"""

import re
from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.api import Api, Spot
from launchready_ci.nearest import nearest
from launchready_ci.nodes import shown
from launchready_ci.rule import rule

VARIABLE = re.compile(r"\{([^{}]*)\}")
NAME = re.compile(r"[a-zA-Z0-9._-]+").fullmatch
# https://spec.openapis.org/oas/v3.0.4.html#components-object


@rule("LR-SCH071", "undeclared-server-variable", judges=Api)
def variable(api: Api) -> Iterator[Finding]:
    """The URL of a server has a variable that is not declared.

    Why: no client can build the URL; every request goes to a host named `{…}`.
    Fix: declare it below `variables` with a `default`.
    """
    for one in api.of("Server"):
        url = one.value.get("url") if isinstance(one.value, dict) else None
        given = one.value.get("variables") if isinstance(one.value, dict) else None
        known = given if isinstance(given, dict) else {}
        for name in dict.fromkeys(VARIABLE.findall(url)) if isinstance(url, str) else ():
            if name not in known:
                said = f"the variable {shown(name)} of the server is not declared"
                yield api.finding(said + nearest(name, known), one.spot / "url")


@rule("LR-SCH072", "server-default", judges=Api, severity=Severity.WARNING)
def default(api: Api) -> Iterator[Finding]:
    """A server's variable has a default that is none of its values, or stands in no URL.

    Why: clients build the URL with the default, and the host may not exist.
    Fix: name one of `enum` as the default; write the variable into the URL, or remove it.
    """
    for one in api.of("Server"):
        value = one.value if isinstance(one.value, dict) else {}
        variables, url = value.get("variables"), value.get("url")
        for name, told in variables.items() if isinstance(variables, dict) else ():
            spot = one.spot / "variables" / name
            if isinstance(url, str) and f"{{{name}}}" not in url:
                said = f"the variable {shown(name)} does not stand in {shown(url)}"
                yield api.finding(said, spot, key=True)
            values = told.get("enum") if isinstance(told, dict) else None
            if isinstance(values, list) and "default" in told and told["default"] not in values:
                said = f"the default of {shown(name)} is none of its values"
                yield api.finding(said, spot / "default")


@rule("LR-SCH073", "duplicate-tag", judges=Api, severity=Severity.WARNING)
def tag(api: Api) -> Iterator[Finding]:
    """Two tags have the same name.

    Why: documentation shows one of the descriptions, and which one depends on the tool.
    Fix: keep one of them.
    """
    first: dict[str, Spot] = {}
    for one in api.of("Tag"):
        name = one.value.get("name") if isinstance(one.value, dict) else None
        spot = one.spot / "name"
        if isinstance(name, str) and first.setdefault(name, spot) != spot:
            said = f"the tag {shown(name)} already stands at {api.place(first[name])}"
            yield api.finding(said, spot)


@rule("LR-SCH074", "component-name", judges=Api, severity=Severity.WARNING)
def component(api: Api) -> Iterator[Finding]:
    """The name of a component has characters that OpenAPI 3.0 does not allow.

    Why: it becomes the name of a type or a file; tools change it, each in its own way.
    Fix: use letters, digits, `.`, `-` and `_` only.
    """
    components = api.value.get("components")
    if api.version != "3.0" or not isinstance(components, dict):  # 3.1's schema says it
        return
    for group, named in components.items():
        if group.startswith("x-") or not isinstance(named, dict):
            continue
        for name in named:
            if not NAME(name):
                spot = api.root / "components" / group / name
                said = f"{shown(name)}: expected letters, digits, `.`, `-` and `_`"
                yield api.finding(said, spot, key=True)


RULES = (variable, default, tag, component)
