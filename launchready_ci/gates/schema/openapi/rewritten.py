"""The schemas of an OpenAPI document in terms of JSON Schema 2020-12, so that values can be tried.

3.0 says ``nullable``, and boolean ``exclusiveMinimum``; and in each version ``required`` asks for
what only a request, or only a response, has: ``readOnly`` and ``writeOnly`` properties.
"""

from collections.abc import Mapping
from typing import Any

from launchready_ci.gates.schema.openapi.api import Api, Spot
from launchready_ci.gates.schema.openapi.composed import LARGEST, sizes
from launchready_ci.gates.schema.openapi.kinds import NAMED, ONE, SEVERAL
from launchready_ci.gates.schema.openapi.patterns import compiles

Json = dict[str, Any]
SILENT = frozenset(
    (
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$dynamicRef",
        "$id",
        "$ref",
        "$schema",
        "contentSchema",
        "default",
        "definitions",
        "deprecated",
        "description",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "nullable",
        "title",
        "xml",
    )
)
"""Keywords that refuse no value, or that are said in another way."""


class Rewritten:
    """The schemas that are asked for, and all that they refer to; each has a number."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.old = api.version == "3.0"
        self.sizes = sizes(api)
        self._numbers: dict[tuple[Spot, bool], int] = {}
        self._waiting: list[tuple[Spot, bool]] = []

    def number(self, spot: Spot, *, bare: bool = False) -> int:
        """Of the schema there; ``bare`` without the values that it lists itself."""
        if (spot, bare) not in self._numbers:
            self._numbers[spot, bare] = len(self._numbers)
            self._waiting.append((spot, bare))
        return self._numbers[spot, bare]

    def all(self) -> Mapping[str, Any]:
        """By number; one that is none is left out of the judgement, another rule tells of it."""
        import jsonschema_rs

        made: dict[str, Any] = {}
        while self._waiting:
            spot, bare = self._waiting.pop()
            value = self.api.value_at(spot)
            if bare:
                value = {key: item for key, item in value.items() if key not in ("enum", "const")}
            schema = self._schema(spot, value)
            usable = jsonschema_rs.meta.is_valid(schema)
            made[str(self._numbers[spot, bare])] = schema if usable else True
        return made

    def _schema(self, spot: Spot, value: Any) -> Any:  # noqa: ANN401 - any JSON
        if not isinstance(value, dict):
            return {"not": {}} if value is False else {}
        if self.sizes.get(spot, 0) > LARGEST:
            return {}
        reference = self._reference(spot) if "$ref" in value else {}
        if reference and self.old:
            return reference
        made = {key: self._keyword(spot / key, key, item) for key, item in value.items()}
        made = {key: item for key, item in made.items() if self._counts(key, item)} | reference
        if "required" in made:
            made["required"] = self._required(spot, value)
        return self._nullable(value, self._bounds(made))

    def _reference(self, spot: Spot) -> Json:
        found = self.api.reference(spot)
        if found is None or found.target is None or found.found or found.reason:
            return {}
        return {"$ref": f"#/$defs/{self.number(found.target)}"}

    def _keyword(self, spot: Spot, key: str, item: Any) -> Any:  # noqa: ANN401
        if key in SILENT:
            return None
        if key in ONE["Schema"]:
            return self._schema(spot, item)
        if key in SEVERAL["Schema"] and isinstance(item, list):
            return [self._schema(spot / index, one) for index, one in enumerate(item)]
        if key in NAMED["Schema"] and isinstance(item, dict):
            return {name: self._schema(spot / name, one) for name, one in item.items()}
        return item

    def _counts(self, key: str, item: Any) -> bool:  # noqa: ANN401
        if key == "pattern" and isinstance(item, str):
            return compiles(item)
        if key == "patternProperties" and isinstance(item, dict):
            return all(map(compiles, item))
        return key not in SILENT and not key.startswith("x-")

    def _required(self, spot: Spot, value: Json) -> Any:  # noqa: ANN401
        names, given = value["required"], value.get("properties")
        if not isinstance(names, list) or not isinstance(given, dict):
            return names
        return [name for name in names if not self._one_way(spot / "properties" / str(name))]

    def _one_way(self, spot: Spot) -> bool:
        found = self.api.follow(spot)
        value = found.value if found is not None and isinstance(found.value, dict) else {}
        return value.get("readOnly") is True or value.get("writeOnly") is True

    def _bounds(self, made: Json) -> Json:
        """Draft 4's ``minimum: 0, exclusiveMinimum: true``."""
        for bound, exclusive in (
            ("minimum", "exclusiveMinimum"),
            ("maximum", "exclusiveMaximum"),
        ):
            if self.old and isinstance(made.get(exclusive), bool):
                excluded = made.pop(exclusive)
                if excluded and bound in made:
                    made[exclusive] = made.pop(bound)
        return made

    def _nullable(self, value: Json, made: Json) -> Json:
        nullable = self.old and value.get("nullable") is True
        return {"anyOf": [{"type": "null"}, made]} if nullable else made
