"""Can a value fit the schemas, and does each keyword count?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.api import Api, Element, Spot
from launchready_ci.gates.schema.openapi.composed import loops
from launchready_ci.gates.schema.openapi.patterns import fault
from launchready_ci.nearest import nearest
from launchready_ci.nodes import shown
from launchready_ci.rule import rule

BEYOND = {
    "nullable": "write `type: [string, 'null']`",
}
"""Keywords of 3.0's schemas that mean nothing in 3.1, and what to write."""


@rule("LR-SCH080", "impossible-required", judges=Api)
def required(api: Api) -> Iterator[Finding]:
    """A property is required, and no property of that name is allowed.

    Why: `additionalProperties: false` refuses what `required` asks for: no value fits.
    Fix: declare it below `properties`, or correct its name.
    """
    for one in api.of("Schema"):
        value = one.value
        if not isinstance(value, dict) or value.get("additionalProperties") is not False:
            continue
        given, patterns = value.get("properties"), value.get("patternProperties")
        known = given if isinstance(given, dict) else {}
        names = value.get("required")
        if patterns or not isinstance(names, list):
            continue
        for index, name in enumerate(names):
            if isinstance(name, str) and name not in known:
                said = f"{shown(name)} is required, and additionalProperties: false refuses it"
                yield api.finding(said + nearest(name, known), one.spot / "required" / index)


@rule("LR-SCH081", "invalid-pattern", judges=Api)
def pattern(api: Api) -> Iterator[Finding]:
    """A regular expression cannot be compiled.

    Why: servers and clients that check the value crash at the first one.
    Fix: correct it; the dialect is that of JavaScript (ECMA-262).
    """
    for one in api.of("Schema"):
        for spot, text, key in _patterns(one):
            if told := fault(text):
                yield api.finding(f"no regular expression: {told}", spot, key=key)


def _patterns(schema: Element) -> Iterator[tuple[Spot, str, bool]]:
    value = schema.value if isinstance(schema.value, dict) else {}
    if isinstance(text := value.get("pattern"), str):
        yield schema.spot / "pattern", text, False
    named = value.get("patternProperties")
    for text in named if isinstance(named, dict) else ():
        yield schema.spot / "patternProperties" / text, text, True


@rule("LR-SCH082", "ignored-keyword", judges=Api, severity=Severity.WARNING)
def ignored(api: Api) -> Iterator[Finding]:
    """A keyword of OpenAPI 3.0's schemas stands in a document of 3.1, where it says nothing.

    Why: `nullable: true` is not read any more: clients take null for an error.
    Fix: say it as JSON Schema 2020-12 does: `type: [string, 'null']`.
    """
    if api.version == "3.0":
        return
    for one in api.of("Schema"):
        for key, told in BEYOND.items():
            if isinstance(one.value, dict) and one.value.get(key) is True:
                said = f"{key} says nothing in OpenAPI {api.version}: {told}"
                yield api.finding(said, one.spot / key, key=True)


@rule("LR-SCH083", "endless-schema", judges=Api, severity=Severity.WARNING)
def endless(api: Api) -> Iterator[Finding]:
    """A schema holds itself at the same place of a value, as `allOf`, `anyOf` or `oneOf` say.

    Why: whoever checks a value against it never ends. A parent with `oneOf` of children that each
    take in the parent with `allOf` is the usual case.
    Fix: let the children take in a schema that has no `oneOf`.
    """
    for spot in loops(api):
        yield api.finding(f"{shown(spot.pointer)} holds itself, without an end", spot)


RULES = (required, pattern, ignored, endless)
