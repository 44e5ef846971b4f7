"""Which schemas judge the same value together, and where does that never end?"""

from collections.abc import Iterator
from typing import Any

from launchready_ci.gates.schema.openapi.api import Api, Spot

LARGEST = 10_000
"""Schemas for one value: a document of a few lines can ask for more than a computer can try."""


def sizes(api: Api) -> dict[Spot, int]:
    """How many schemas judge a value of each one; more than ``LARGEST`` where there is no end."""
    return _sizes(api)[0]


def loops(api: Api) -> list[Spot]:
    """The schemas that come back to themselves at the same value."""
    return _sizes(api)[1]


def _sizes(api: Api) -> tuple[dict[Spot, int], list[Spot]]:
    found: dict[Spot, int] = {}
    closing: dict[Spot, None] = {}
    for top in api.of("Schema"):
        stack = [(top.spot, iter(same_value(api, top.spot)))]
        inside = {top.spot}
        while stack:
            spot, steps = stack[-1]
            step = next((one for one in steps if one not in found), None)
            if step is None:
                found[spot] = _size(found, closing, same_value(api, spot))
                inside.discard(spot)
                stack.pop()
            elif step in inside:
                closing[step] = None
                found[step] = LARGEST + 1
            else:
                inside.add(step)
                stack.append((step, iter(same_value(api, step))))
    return found, list(closing)


def _size(found: dict[Spot, int], closing: dict[Spot, None], steps: list[Spot]) -> int:
    ends = any(step in closing for step in steps)
    return LARGEST + 1 if ends else min(1 + sum(found[step] for step in steps), LARGEST + 1)


def same_value(api: Api, spot: Spot) -> list[Spot]:
    """The schemas that judge the same value as the one at a place does."""
    held = api.value_at(spot)
    value: dict[str, Any] = held if isinstance(held, dict) else {}
    return list(_steps(api, spot, value))


def _steps(api: Api, spot: Spot, value: dict[str, Any]) -> Iterator[Spot]:
    reference = api.reference(spot)
    if reference is not None and reference.target is not None:
        yield reference.target
    if reference is None or api.version != "3.0":
        for key in ("allOf", "anyOf", "oneOf"):
            listed = value.get(key)
            items = listed if isinstance(listed, list) else ()
            yield from (spot / key / index for index in range(len(items)))
        yield from (spot / key for key in ("not", "if", "then", "else") if key in value)
