"""Do the values that a document gives fit the schemas that it gives them for?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.api import Api, Element
from launchready_ci.gates.schema.openapi.examples import Tried
from launchready_ci.nodes import listed, shown
from launchready_ci.rule import rule

TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


@rule("LR-SCH090", "wrong-example", judges=Tried, severity=Severity.WARNING)
def example(tried: Tried) -> Iterator[Finding]:
    """An example does not fit its schema.

    Why: one of the two is wrong. Readers copy the example, mock servers answer with it.
    Fix: correct the example, or the schema.
    """
    yield from (finding for what, finding in tried.misfits if what == "example")


@rule("LR-SCH091", "wrong-default", judges=Tried, severity=Severity.WARNING)
def default(tried: Tried) -> Iterator[Finding]:
    """A default does not fit its own schema.

    Why: clients fill it in, and the server refuses it; typed generators do not compile.
    Fix: correct the default, or the schema.
    """
    yield from (finding for what, finding in tried.misfits if what == "default")


@rule("LR-SCH092", "wrong-enum", judges=Api, severity=Severity.WARNING)
def enum(api: Api) -> Iterator[Finding]:
    """A value of an enum, or a constant, is of another type than its schema.

    Why: no value can ever be it. YAML reads `no` of 1.1, 10 and 1.0 as something else than text.
    Fix: put it into quotes, or correct the type.
    """
    for one in api.of("Schema"):
        types = _types(one, api.version) if isinstance(one.value, dict) else []
        if not types:
            continue
        values = one.value.get("enum")
        given = list(enumerate(values)) if isinstance(values, list) else []
        spots = [(one.spot / "enum" / index, value) for index, value in given]
        if api.version != "3.0" and "const" in one.value:
            spots.append((one.spot / "const", one.value["const"]))
        for spot, value in spots:
            if not any(_is(value, name) for name in types):
                said = f"expected {listed(types)}, as its type says, got {_named(value)}"
                yield api.finding(said, spot)


def _types(schema: Element, version: str) -> list[str]:
    """The known types of a schema; none where it says none, or one that is unknown."""
    told = schema.value.get("type")
    types = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    if not all(isinstance(name, str) and name in TYPES for name in types):
        return []
    nullable = version == "3.0" and schema.value.get("nullable") is True
    return [*types, "null"] if types and nullable else types


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    whole = name == "integer" and isinstance(value, float) and value.is_integer()
    return whole or isinstance(value, TYPES[name])


def _named(value: object) -> str:
    return shown(next(name for name in TYPES if _is(value, name)))


RULES = (example, default, enum)
