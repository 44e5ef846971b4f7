"""The requests that an OpenAPI document promises to answer, with the parameters that each takes."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from launchready_ci.gates.schema.openapi.api import Api, Element, Spot
from launchready_ci.gates.schema.openapi.kinds import METHODS


class Operation(NamedTuple):
    """One request that the document promises to answer."""

    path: str
    method: str
    spot: Spot
    value: Mapping[str, Any]
    parameters: tuple[Element, ...]
    """Its own and those of its path, references followed; its own replace those of the path."""
    listed: tuple[Spot, ...]
    """Where each of them is listed."""

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"


def operations(api: Api) -> Iterator[Operation]:
    """Those below ``paths``."""
    paths = api.value.get("paths")
    for path in paths if isinstance(paths, dict) else ():
        if str(path).startswith("/"):
            yield from _operations_at(api, str(path), api.root / "paths" / path)


def _operations_at(api: Api, path: str, spot: Spot) -> Iterator[Operation]:
    """Those of one path item."""
    item = api.follow(spot)
    if item is None or not isinstance(item.value, dict):
        return
    shared = list(_parameters(api, item))
    for method in METHODS:
        if isinstance(value := item.value.get(method), dict):
            operation = Element("Operation", item.spot / method, value)
            own = list(_parameters(api, operation))
            named = {identity(parameter) for _, parameter in own}
            both = [*own, *(one for one in shared if identity(one[1]) not in named)]
            yield Operation(
                path,
                method,
                operation.spot,
                value,
                tuple(parameter for _, parameter in both),
                tuple(listed for listed, _ in both),
            )


def _parameters(api: Api, owner: Element) -> Iterator[tuple[Spot, Element]]:
    listed = owner.value.get("parameters")
    for index in range(len(listed) if isinstance(listed, list) else 0):
        spot = owner.spot / "parameters" / index
        found = api.follow(spot)
        if found is not None and isinstance(found.value, dict):
            yield spot, found


def unclear(api: Api, operation: Operation) -> bool:
    """Is one of its parameters, or of its path's, a reference that leads nowhere?"""
    owners = (operation.spot, Spot(operation.spot.file, operation.spot.keys[:-1]))
    for owner in owners:
        listed = api.value_at(owner / "parameters")
        for index in range(len(listed) if isinstance(listed, list) else 0):
            if api.follow(owner / "parameters" / index) is None:
                return True
    return False


def identity(parameter: Element) -> tuple[str, str]:
    """What tells a parameter from others; a header's name knows no case (RFC 9110, 5.1)."""
    name, where = str(parameter.value.get("name")), str(parameter.value.get("in"))
    return (name.lower() if where == "header" else name), where
