"""Holds values against a JSON Schema; a program of its own, since schemas can be hostile.

A schema may make the library allocate all memory, which ends the process, or run for hours: the
parent sets a deadline. Reads one JSON object from stdin and writes one line of JSON for the schema,
and one for each value. It imports nothing of the package, and runs without ``site``.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

MOST = 1000
"""Misfits of one value."""
OF_A_BRANCH = 50
"""Misfits of one branch of ``oneOf``."""
DEEPEST = 5
"""Levels of ``oneOf`` within ``oneOf``."""
WITHIN = 2000
"""Misfits of all branches within one."""
WAYS = 50
"""Mappings in which a number may stand for several keys are rare."""
MEMORY = 2 << 30
"""Bytes of address space."""
BACKTRACKS = 1_000_000
"""Steps of one search with a pattern."""


def main() -> None:
    """Answer the request on stdin."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import jsonschema_rs  # noqa: F401 - while the parent still reads its files

    request = json.load(sys.stdin)
    for answer in answers(request):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def answers(request: Mapping[str, Any]) -> Iterator[Any]:
    """First null for a schema that can be used, else what is wrong with it; then misfits.

    ``request`` has ``schema``, its ``uri``, ``resources`` by URI for its references, ``values``.
    """
    from jsonschema_rs import FancyRegexOptions, ValidationError, validator_for

    resources = request["resources"]
    try:
        validator = validator_for(
            request["schema"],
            base_uri=request["uri"],
            retriever=resources.__getitem__,
            validate_formats=True,
            pattern_options=FancyRegexOptions(backtrack_limit=BACKTRACKS),
        )
    except ValidationError as error:
        yield plain(error, request["schema"])
        return
    except (ValueError, TypeError, RecursionError) as error:
        yield {**EMPTY, "kind": "Unusable", "asked": {"error": str(error)}}
        return
    yield None
    for value in request["values"]:
        yield [plain(error, value) for error in islice(validator.iter_errors(value), MOST)]


EMPTY: Mapping[str, Any] = {
    "keys": [],
    "kind": "",
    "schema": "",
    "asked": {},
    "branches": [],
    "inner": None,
}


def plain(
    error: "ValidationError", value: object, levels: int = 0, left: Iterator[int] | None = None
) -> dict[str, Any]:
    """The error as JSON, without the value; ``left`` ends when there are too many within it."""
    left = iter(range(WITHIN)) if left is None else left
    asked = dict(error.kind.as_dict())
    branches = asked.pop("context", ())
    inner = asked.pop("error", None)
    made: dict[str, Any] = {
        "keys": keys(error, value),
        "kind": type(error.kind).__name__,
        "schema": error.absolute_keyword_location or "",
        "asked": asked,
        "branches": [],
        "inner": None,
    }
    if levels < DEEPEST and next(left, None) is not None:
        made["branches"] = [
            [plain(one, value, levels + 1, left) for one in branch[:OF_A_BRANCH]]
            for branch in branches
        ]
        if hasattr(inner, "instance_path"):
            made["inner"] = plain(inner, inner.instance, levels + 1)
            asked["name"] = inner.instance
    if inner is not None and not hasattr(inner, "instance_path"):
        asked["error"] = str(inner)
    return made


def keys(error: "ValidationError", value: object) -> list[str | int]:
    """The way to the value, with the keys that the library has made numbers of as they were."""
    path = error.instance_path
    ways = list(islice(_ways(value, path), WAYS))
    if len(ways) > 1:  # the library makes a new object of what does not fit: only where needed
        instance = error.instance
        ways = [way for way in ways if _same(way[1], instance)] or ways
    return ways[0][0] if ways else list(path)


def _ways(value: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], object]]:  # noqa: ANN401
    """Every way that the path may stand for: 1 is ``"1"``, ``"01"`` or ``"+1"`` of a mapping."""
    if not path:
        yield [], value
        return
    part, rest = path[0], path[1:]
    for key in _alike(value, part):
        for way, found in _ways(value[key], rest):
            yield [key, *way], found


def _alike(value: object, part: str | int) -> Iterator[Any]:
    if isinstance(value, list):
        yield from [part] if isinstance(part, int) and part < len(value) else []
    elif isinstance(value, dict):
        if str(part) in value:
            yield str(part)
        if isinstance(part, int):
            for key in value:
                digits = key.removeprefix("+")
                if (
                    digits.isascii()
                    and digits.isdigit()
                    and int(digits) == part
                    and key != str(part)
                ):
                    yield key


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) is isinstance(other, bool)


if __name__ == "__main__":
    sys.path.append(sys.argv[1])  # where jsonschema_rs is: -S has left it out
    main()
    os._exit(0)  # taking the interpreter apart takes 5 ms, and the parent waits
