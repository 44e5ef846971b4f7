"""Which object of OpenAPI stands at which place?

After the tables of OpenAPI 3.0.4 and 3.1.1, section 4. An unknown key has no kind: what stands
below an ``x-`` key or in an example is nobody's schema.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from launchready_ci.nodes import Keys

Kind = Literal[
    "OpenAPI",
    "Server",
    "Components",
    "Paths",
    "PathItem",
    "Operation",
    "Parameter",
    "RequestBody",
    "MediaType",
    "Encoding",
    "Responses",
    "Response",
    "Callback",
    "Example",
    "Link",
    "Header",
    "Tag",
    "Schema",
    "SecurityScheme",
    "SecurityRequirement",
]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ONE: Mapping[Kind, Mapping[str, Kind]] = {
    "OpenAPI": {"components": "Components", "paths": "Paths"},
    "PathItem": dict.fromkeys(METHODS, "Operation"),
    "Operation": {"requestBody": "RequestBody", "responses": "Responses"},
    "Parameter": {"schema": "Schema"},
    "Header": {"schema": "Schema"},
    "MediaType": {"schema": "Schema"},
    "Link": {"server": "Server"},
    "Schema": dict.fromkeys(
        (
            "items",
            "not",
            "additionalProperties",
            "propertyNames",
            "contains",
            "if",
            "then",
            "else",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema",
        ),
        "Schema",
    ),
}
"""The value of the key is such an object."""
SEVERAL: Mapping[Kind, Mapping[str, Kind]] = {
    "OpenAPI": {"servers": "Server", "security": "SecurityRequirement", "tags": "Tag"},
    "PathItem": {"servers": "Server", "parameters": "Parameter"},
    "Operation": {
        "parameters": "Parameter",
        "security": "SecurityRequirement",
        "servers": "Server",
    },
    "Schema": dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "Schema"),
}
"""The value is a list of such objects."""
NAMED: Mapping[Kind, Mapping[str, Kind]] = {
    "OpenAPI": {"webhooks": "PathItem"},
    "Components": {
        "schemas": "Schema",
        "responses": "Response",
        "parameters": "Parameter",
        "examples": "Example",
        "requestBodies": "RequestBody",
        "headers": "Header",
        "securitySchemes": "SecurityScheme",
        "links": "Link",
        "callbacks": "Callback",
        "pathItems": "PathItem",
    },
    "Operation": {"callbacks": "Callback"},
    "Parameter": {"content": "MediaType", "examples": "Example"},
    "Header": {"content": "MediaType", "examples": "Example"},
    "RequestBody": {"content": "MediaType"},
    "MediaType": {"examples": "Example", "encoding": "Encoding"},
    "Encoding": {"headers": "Header"},
    "Response": {"headers": "Header", "content": "MediaType", "links": "Link"},
    "Schema": dict.fromkeys(
        ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"), "Schema"
    ),
}
"""The value is a mapping from names to such objects."""
PATTERNED: Mapping[Kind, Kind] = {
    "Paths": "PathItem",
    "Responses": "Response",
    "Callback": "PathItem",
}
"""Every key but ``x-`` has such an object."""
REFERENCES: frozenset[Kind] = frozenset(
    {
        "PathItem",
        "Parameter",
        "RequestBody",
        "Response",
        "Callback",
        "Example",
        "Link",
        "Header",
        "Schema",
        "SecurityScheme",
    }
)
"""Where ``$ref`` may stand instead."""


def below(kind: Kind, value: Any) -> Iterator[tuple[Kind, Keys, Any]]:  # noqa: ANN401 - any JSON
    """The objects one step below an object, with the keys that lead to them."""
    if not isinstance(value, dict):
        return
    every = PATTERNED.get(kind)
    one, several, named = (table.get(kind, {}) for table in (ONE, SEVERAL, NAMED))
    for key, item in value.items():
        if every and key[:2] != "x-":
            yield every, (key,), item
        elif key in one:
            yield one[key], (key,), item
        elif key in several and isinstance(item, list):
            for index, each in enumerate(item):
                yield several[key], (key, index), each
        elif key in named and isinstance(item, dict):
            for name, each in item.items():
                yield named[key], (key, name), each
