"""What a misfit with the official schema means, and what to write instead."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from launchready_ci.gates.schema.openapi.api import Spot
from launchready_ci.nearest import close, nearest
from launchready_ci.nodes import listed, shown

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

Json = Mapping[str, Any]
TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
HELD: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "an object"),
)
LIMITS = {
    "minItems": "empty, expected at least one item",
    "minProperties": "empty, expected at least one entry",
    "maxProperties": "more than one entry",
    "uniqueItems": "the same item stands twice",
}
PATTERNS = {
    r"^3\.0\.\d(-.+)?$": "expected a version such as 3.0.4",
    r"^3\.1\.\d+(-.+)?$": "expected a version such as 3.1.1",
    "^[Bb][Ee][Aa][Rr][Ee][Rr]$": "bearerFormat is for the scheme bearer only",
}
MANY = 8
"""Known keys that are named where none of them is near."""


class Misfit(NamedTuple):
    """Where a document is not what OpenAPI says."""

    message: str
    spot: Spot
    key: bool = False
    """It is about the key, or about what is missing below it."""
    missing: str = ""
    """The key that is missing."""
    meant: str = ""
    """The known key that an unknown one is near to."""
    echo: bool = False
    """It may only be so because something else in the same object is wrong."""


def told(error: "ValidationError", start: Spot, value: Any, form: Json) -> Iterator[Misfit]:  # noqa: ANN401
    """One for each place that is wrong; of several forms, for the one that was meant."""
    spot, here = at(error.instance_path, start, value)
    name, schema = error.kind.name, _schema(error, form)
    if name in ("additionalProperties", "unevaluatedProperties"):
        names = map(str, getattr(error.kind, "unexpected", ()))
        yield from _unknown(names, spot, here, _above(error, form), form)
    elif name == "required":
        missing = str(getattr(error.kind, "property", ""))
        if here or missing != "default":  # 3.1 tells of empty responses twice
            said = f"{shown(missing)} is missing{_object(error)}"
            yield Misfit(said, spot, key=True, missing=missing)
    elif name == "propertyNames":
        yield from _wrong_names(schema, spot, here)
    elif name in ("oneOf", "anyOf") and not (own := _excluding(schema, here)):
        context: Sequence[Sequence[ValidationError]] = getattr(error.kind, "context", ())
        meant = min((form for form in context if form), key=_distance, default=())
        for inner in meant:
            yield from told(inner, start, value, form)
    elif name in ("oneOf", "anyOf", "not"):
        yield Misfit(own if name != "not" else _not(schema), spot, key=True)
    else:
        named = f"{shown(spot.keys[-1])}: " if spot.keys and isinstance(spot.keys[-1], str) else ""
        yield Misfit(named + _said(error, here), spot)


def without_echoes(misfits: Sequence[Misfit]) -> list[Misfit]:
    """Each once, without those that another one of the same object explains."""
    meant = {
        (one.spot._replace(keys=one.spot.keys[:-1]), one.meant) for one in misfits if one.meant
    }
    wrong = {
        Spot(one.spot.file, one.spot.keys[:length])
        for one in misfits
        if not one.echo
        for length in range(len(one.spot.keys) + 1)
    }
    kept = (
        one
        for one in misfits
        if not (one.missing and (one.spot, one.missing) in meant)
        and not (one.echo and one.spot._replace(keys=one.spot.keys[:-1]) in wrong)
    )
    return list({(one.message, one.spot): one for one in kept}.values())


def _wrong_names(schema: Any, spot: Spot, here: Json) -> Iterator[Misfit]:  # noqa: ANN401
    pattern = schema.get("pattern") if isinstance(schema, dict) else None
    for name in here:
        if pattern and not re.search(pattern, name):
            said = f"{shown(name)}: expected letters, digits, `.`, `-` and `_`"
            yield Misfit(said, spot / name, key=True)


def at(path: Sequence[str | int], start: Spot, value: Any) -> tuple[Spot, Any]:  # noqa: ANN401
    """The place and the value; of a mapping every key is text, whatever the library makes of it."""
    spot = start
    for key in path:
        named = str(key) if isinstance(value, dict) else key
        spot, value = spot / named, value[named]
    return spot, value


def _schema(error: "ValidationError", form: Json) -> Any:  # noqa: ANN401 - any JSON
    """What the keyword of the official schema says; nothing for a keyword of another schema."""
    node: Any = form
    for key in error.schema_path:
        named = str(key) if isinstance(node, dict) else key
        if not (named in node if isinstance(node, dict) else isinstance(node, list)):
            return None
        node = node[named]
    return node


def _object(error: "ValidationError") -> str:
    """`` in the Parameter``, where the definition has a name that people know."""
    names = [str(key) for key in error.schema_path]
    name = names[1] if names[:1] in (["definitions"], ["$defs"]) else ""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|-", " ", name.replace("API", "Api")).lower()
    return f" in the {words}" if words else ""


def _unknown(
    names: Iterable[str],
    spot: Spot,
    here: Json,
    holder: Json,
    form: Json,
) -> Iterator[Misfit]:
    known = _known(holder, form)
    left = sorted(known - set(here))
    for name in names:
        if name in known:
            yield Misfit(f"{name} is not allowed here", spot / name, key=True, echo=True)
        else:
            near = (close(name, left, 1) or close(name, known, 1) or [""])[0]
            said = _unknown_key(name, near, left, holder.get("patternProperties", {}))
            yield Misfit(said, spot / name, key=True, meant=near)


def _unknown_key(name: str, near: str, known: Sequence[str], patterns: Json) -> str:
    if any(pattern.startswith(("^/", "^\\/")) for pattern in patterns):
        return f"{shown(name)}: a path begins with /"
    if any(pattern.startswith("^[1-5]") for pattern in patterns):
        return f"{shown(name)}: expected a status such as 200 or 4XX, or default"
    if near:
        return f"unknown key {shown(name)}, did you mean {near}?"
    some = f", expected {listed(known)}" if 0 < len(known) <= MANY else ""
    return f"unknown key {shown(name)}{some}"


def _above(error: "ValidationError", form: Json) -> Json:
    node: Any = form
    for key in list(error.schema_path)[:-1]:
        named = str(key) if isinstance(node, dict) else key
        if isinstance(node, dict) and named not in node:
            return {}
        node = node[named]
    return node if isinstance(node, dict) else {}


def _known(holder: Any, form: Json, deep: int = 5) -> set[str]:  # noqa: ANN401 - any JSON
    """The keys that an object may have, those of what it is composed of included."""
    if not isinstance(holder, dict) or not deep:
        return set()
    known = set(holder.get("properties", {}))
    for pattern in holder.get("patternProperties", {}):
        if found := re.fullmatch(r"\^\(([a-z|]+)\)\$", pattern):
            known |= set(found[1].split("|"))
    inner = [*holder.get("allOf", ()), *holder.get("dependentSchemas", {}).values()]
    inner += [holder[key] for key in ("then", "else") if key in holder]
    inner += holder.get("$defs", {}).values()
    if str(ref := holder.get("$ref", "")).startswith(("#/$defs/", "#/definitions/")):
        node: Any = form
        for key in str(ref)[2:].split("/"):
            node = node[key]
        inner.append(node)
    for each in inner:
        known |= _known(each, form, deep - 1)
    return known


def _distance(errors: Sequence["ValidationError"]) -> tuple[int, int]:
    """How far a form is from what was written: forms of another type are the farthest."""
    shallow = sum(error.kind.name in ("type", "const", "enum") for error in errors)
    return shallow, len(errors)


def _excluding(forms: Any, here: Any) -> str:  # noqa: ANN401 - any JSON
    """Forms that differ in what they require alone: ``schema`` or ``content``."""
    if not isinstance(forms, list) or not isinstance(here, dict):
        return ""
    names = [form["required"][0] for form in forms if "required" in form and "type" not in form]
    if len(names) != len(forms):
        return ""
    given = [name for name in names if name in here]
    if not given:
        return f"{listed(names)} is missing"
    return f"{listed(given, 'and')} exclude each other" if len(given) > 1 else ""


def _not(schema: Any) -> str:  # noqa: ANN401 - any JSON
    names = schema.get("required", ()) if isinstance(schema, dict) else ()
    if len(names) > 1:
        return f"{listed(names, 'and')} exclude each other"
    return f"{shown(names[0])} is not allowed here" if names else "this is not allowed here"


def _said(error: "ValidationError", here: Any) -> str:  # noqa: ANN401 - any JSON
    kind = error.kind
    name = kind.name
    if name == "type":
        types = getattr(kind, "types", ())
        expected = listed([TYPES.get(str(one), str(one)) for one in types])
        quoted = ": put it into quotes" if types == ["string"] and _plain(here) else ""
        return f"expected {expected}, got {_held(here)}{quoted}"
    if name in ("enum", "const"):
        return _listed_values(error, here)
    if name in LIMITS:
        return LIMITS[name]
    if name == "pattern":
        pattern = str(getattr(kind, "pattern", ""))
        return PATTERNS.get(pattern, f"{shown(str(here))} does not match {shown(pattern)}")
    return _library(error)


def _listed_values(error: "ValidationError", here: Any) -> str:  # noqa: ANN401 - any JSON
    values = getattr(error.kind, "options", None) or [getattr(error.kind, "expected_value", None)]
    texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    near = nearest(str(here), texts) if isinstance(here, str) else ""
    got = shown(str(here).lower() if isinstance(here, bool) else str(here))
    return f"expected {listed(texts)}, got {got}{near}"


def _library(error: "ValidationError") -> str:
    """The library's own words, cut: it repeats the value first."""
    text = error.message
    return shown(text[-60:] if len(text) > 60 else text)


def _plain(value: object) -> bool:
    return isinstance(value, int | float)


def _held(value: object) -> str:
    return next((told for kind, told in HELD if isinstance(value, kind)), "nothing")
