"""The JSON Schemas of OpenAPI, as the OpenAPI Initiative publishes them (Apache 2.0, ``LICENSE``).

``3.0.json`` is https://spec.openapis.org/oas/3.0/schema/2021-09-28, ``3.1.json``
https://spec.openapis.org/oas/3.1/schema/2026-08-03; both unchanged. No kept package ships them
without a validator and its dependencies.
"""

import json
import os
from functools import cache
from typing import Any

Json = dict[str, Any]


@cache
def schema(version: str) -> Json:
    """The schema of ``3.0`` or ``3.1``, made to say where a document is wrong."""
    with open(os.path.join(os.path.dirname(__file__), f"{version}.json"), "rb") as file:
        loaded: Json = json.load(file)
    return _clear(loaded) if version == "3.0" else _with_schemas(loaded)


def _with_schemas(loaded: Json) -> Json:
    """3.1's leaves open what a Schema Object is: JSON Schema 2020-12, and four keys of its own."""
    loaded["$defs"]["schema"] = {
        "$dynamicAnchor": "meta",
        "$ref": "https://json-schema.org/draft/2020-12/schema",
        "properties": {
            "discriminator": {
                "type": "object",
                "properties": {
                    "propertyName": {"type": "string"},
                    "mapping": {"$ref": "#/$defs/map-of-strings"},
                },
                "required": ["propertyName"],
            },
            "xml": {"type": "object"},
            "externalDocs": {"$ref": "#/$defs/external-documentation"},
        },
    }
    return loaded


def _clear(loaded: Json) -> Json:
    """3.0's in terms of draft 7, whose ``if`` tells which of several forms was meant."""
    loaded = _told_apart(loaded, loaded["definitions"])
    loaded["$id"] = loaded.pop("id")
    loaded["$schema"] = "http://json-schema.org/draft-07/schema#"
    loaded["definitions"]["Schema"]["properties"]["multipleOf"] = {
        "type": "number",
        "exclusiveMinimum": 0,
    }
    return loaded


def _told_apart(node: Any, definitions: Json) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, list):
        return [_told_apart(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _told_apart(value, definitions) for key, value in node.items()}
    forms = made.get("oneOf")
    if isinstance(forms, list):
        rest = {key: value for key, value in made.items() if key != "oneOf"}
        if {"$ref": "#/definitions/Reference"} in forms:
            return {**rest, **_reference_or(forms)}
        if name := next((n for n in ("type", "in") if _all_name(forms, n, definitions)), None):
            return {**rest, "allOf": [*made.get("allOf", ()), *_by(name, forms, definitions)]}
    return made


def _reference_or(forms: list[Json]) -> Json:
    *others, reference = sorted(forms, key=lambda form: "Reference" in form.get("$ref", ""))
    several = [form for form in others if form.get("type") != "boolean"]
    named = {"if": {"type": "object", "required": ["$ref"]}, "then": reference, "else": several[0]}
    return named if len(several) == len(others) else {"if": {"type": "boolean"}, "else": named}


def _all_name(forms: list[Json], key: str, definitions: Json) -> bool:
    return all(_values(form, key, definitions) for form in forms)


def _values(form: Json, key: str, definitions: Json) -> list[Any]:
    """What the key may be in that form."""
    form = definitions[form["$ref"].rpartition("/")[2]] if "$ref" in form else form
    found: list[Any] = form.get("properties", {}).get(key, {}).get("enum", [])
    return found


def _by(key: str, forms: list[Json], definitions: Json) -> list[Json]:
    """The form that the key's value names; and a value that names one."""
    named = [(form, _values(form, key, definitions)) for form in forms]
    known = [value for _, values in named for value in values]
    return [
        {"required": [key], "properties": {key: {"enum": known}}},
        *(
            {"if": {"required": [key], "properties": {key: {"enum": values}}}, "then": form}
            for form, values in named
        ),
    ]
