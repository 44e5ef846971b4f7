"""Does the document fit the official schema of its version, and what has to change where not?"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from launchready_ci.gates.schema.openapi.api import Api, Spot
from launchready_ci.gates.schema.openapi.kinds import Kind
from launchready_ci.gates.schema.openapi.official import Json, schema
from launchready_ci.gates.schema.openapi.words import said
from launchready_ci.json_schema import of
from launchready_ci.json_schema.validate import plain

MOST = 1000
"""Misfits of one document that are told."""
NAMES = {"Callback": "callbacks"}
"""Definitions of 3.1 that are not called as the kind is."""


class Wrong(NamedTuple):
    """Where a document is not what OpenAPI says."""

    message: str
    spot: Spot
    key: bool
    """It is about the key, or about what is missing below it."""


def misfits(api: Api) -> Iterator[Wrong]:
    """All that does not fit, in the document and in what it refers to beside its own tree."""
    yield from _misfits(api, "", api.root)
    top: list[Spot] = []
    for spot, kind in sorted(api.outside.items(), key=lambda item: len(item[0].keys)):
        inside = (one for one in top if one.file == spot.file)
        within = any(one.keys == spot.keys[: len(one.keys)] for one in inside)
        if not within and api.reference(spot) is None:
            top.append(spot)
            yield from _misfits(api, kind, spot)


def _misfits(api: Api, kind: Kind | str, start: Spot) -> Iterator[Wrong]:
    import jsonschema_rs

    whole = schema(api.version) if api.dialect else _any_schemas(schema(api.version))
    form = _of(kind, whole, api.version)
    validator = jsonschema_rs.validator_for(form, validate_formats=False)
    value = api.value_at(start)
    found = [of(plain(error, value)) for error in islice(validator.iter_errors(value), MOST)]
    for one in said(found, value, form):
        yield Wrong(str(one), Spot(start.file, (*start.keys, *one.keys)), one.at_key)


def _of(kind: Kind | str, whole: Json, version: str) -> Json:
    """The schema of one kind of object; of no kind, that of the document."""
    if not kind:
        return whole
    shared = "definitions" if version == "3.0" else "$defs"
    dashed = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind).lstrip("-")
    name = kind if version == "3.0" else NAMES.get(kind, dashed)
    kept = {key: whole[key] for key in ("$id", "$schema", shared)}
    return {**kept, "allOf": [{"$ref": f"#/{shared}/{name}"}]}


def _any_schemas(whole: Json) -> Json:
    """For a document whose schemas are of another dialect."""
    return {**whole, "$defs": {**whole["$defs"], "schema": {"type": ["object", "boolean"]}}}
