"""Loads a schema with all that it refers to."""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urldefrag, urljoin

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document, keys_of
from launchready_ci.gates.schema.json_schema import known
from launchready_ci.gates.schema.json_schema.references import NoSchema, References, read
from launchready_ci.json_schema import Misfit
from launchready_ci.json_schema.told import at
from launchready_ci.nodes import Keys

KEYWORDS = frozenset(
    (
        *("$schema", "$ref", "$dynamicRef", "$recursiveRef", "type", "enum", "const", "format"),
        *(
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "items",
            "prefixItems",
            "contains",
            "uniqueItems",
        ),
        *("properties", "patternProperties", "additionalProperties", "unevaluatedProperties"),
        *("required", "propertyNames", "dependencies", "dependentRequired", "dependentSchemas"),
        *("minProperties", "maxProperties", "minItems", "maxItems", "minLength", "maxLength"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern"),
    )
)
KNOWN_BELOW = ("allOf", "anyOf", "oneOf", "if", "then", "else", "$ref")


class Loaded(NamedTuple):
    """A schema that can be asked."""

    name: str
    document: Document
    uri: str
    resources: Mapping[str, Any]
    """What its references lead to, by URI; the schema itself and every ``$id`` too."""

    def known(self, misfit: Misfit) -> list[str]:
        """The keys that the schema knows beside the keyword of a misfit."""
        uri, _, pointer = misfit.schema.partition("#")
        parent = _below(self.resources.get(uri), keys_of(f"#{pointer}")[:-1])
        return list(dict.fromkeys(self._keys(parent, uri, 0)))

    def _keys(self, schema: Any, uri: str, level: int) -> Iterator[str]:  # noqa: ANN401
        if not isinstance(schema, dict) or level > 6:
            return
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for name in KNOWN_BELOW:
            inside = schema.get(name)
            if name == "$ref" and isinstance(inside, str):
                base, pointer = urldefrag(urljoin(uri, inside))
                yield from self._keys(
                    _below(self.resources.get(base), keys_of(f"#{pointer}")), base, level + 1
                )
            for one in inside if isinstance(inside, list) else [inside]:
                yield from self._keys(one, uri, level + 1)


def _below(schema: object, keys: Keys) -> Any:  # noqa: ANN401 - any JSON
    for key in keys:
        index = isinstance(schema, list) and str(key).isdecimal()
        schema = at(schema, (int(key) if index else key,))
    return schema


def load(path: str, root: str, place: Location, fetch: Callable[[str], bytes] | None) -> Loaded:
    """The schema in a file, by its path from the root or an absolute one; raises NoSchema.

    ``fetch`` gets what is on another host; without it nothing may be.
    """
    document = read(root, path, place)
    if isinstance(document.value, dict) and not _has_keyword(document.value):
        raise NoSchema(f"{path} is no JSON Schema: it has none of its keywords", Location(path))
    return of(path, document, root, fetch)


def _has_keyword(schema: dict[str, Any]) -> bool:
    """Is it a schema at all? One without a known keyword would let everything pass."""
    return not schema or not KEYWORDS.isdisjoint(schema)


def of(name: str, document: Document, root: str, fetch: Callable[[str], bytes] | None) -> Loaded:
    """The schema that a document holds; raises NoSchema."""
    full = os.path.join(os.path.realpath(root), document.path)
    references = References(root, os.path.dirname(full), fetch)
    uri = _uri(full)
    references.follow(uri, document)
    return Loaded(name, document, uri, references.resources)


def _uri(path: str) -> str:
    return "file://" + quote(path)


def known_path(name: str, place: Location) -> str:
    """The file of a known schema; raises NoSchema."""
    if path := known.path_of(name):
        return path
    told = "comes with check-jsonschema: pip install 'launchready_ci[schema]'"
    raise NoSchema(f"the schema {name} {told}", place)
