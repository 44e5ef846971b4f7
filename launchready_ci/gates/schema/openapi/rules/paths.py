"""Are the paths told apart, and do their parameters stand in them?"""

import re
from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.api import Api, Spot
from launchready_ci.gates.schema.openapi.operations import Operation, operations, unclear
from launchready_ci.nearest import nearest
from launchready_ci.nodes import listed, shown
from launchready_ci.rule import rule

NAMES = re.compile(r"\{([^{}]*)\}")
PARAMETER = "{}"
MOST = 5000
"""Steps through the other paths for each of them."""


def names(path: str) -> list[str]:
    """The parameters of a template, as often as they stand in it."""
    return [name for name in NAMES.findall(path) if name]


@rule("LR-SCH060", "invalid-path", judges=Api)
def invalid(api: Api) -> Iterator[Finding]:
    """A path is no template: a brace without its other, an empty or repeated name, a query.

    Why: routers, gateways and clients that are generated from it build wrong URLs or refuse it.
    Fix: write `/posts/{id}`; parameters of the query belong into `parameters`.
    """
    for spot, path in _paths(api):
        for told in _faults(path):
            yield api.finding(f"{shown(path)}: {told}", spot, key=True)


def _faults(path: str) -> Iterator[str]:
    left = NAMES.sub("", path)
    if "{" in left or "}" in left:
        yield "a brace stands without its other"
    if "{}" in path:
        yield "a parameter has no name"
    given = names(path)
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        yield f"{shown(listed(twice, 'and'))} stands twice"
    if "?" in left:
        yield "a query belongs to no path"


@rule("LR-SCH061", "same-path", judges=Api)
def same(api: Api) -> Iterator[Finding]:
    """Two paths are the same once the names of their parameters are left out, and so is a method.

    Why: OpenAPI forbids it; which of the two answers a request depends on the tool.
    Fix: make one path of them.
    """
    seen: dict[tuple[str, str], tuple[Spot, str]] = {}
    for spot, path in _paths(api):
        twice = [
            (method, *before)
            for method in api.methods_at(spot)
            if (before := seen.setdefault((method, NAMES.sub(PARAMETER, path)), (spot, path)))
            and before[1] != path
        ]
        for method, first, known in sorted(twice)[:1]:
            said = f"{method.upper()} {shown(path)} is the same as {shown(known)}"
            yield api.finding(f"{said} at {api.key(first)}", spot, key=True)


@rule("LR-SCH062", "ambiguous-paths", judges=Api, severity=Severity.WARNING)
def ambiguous(api: Api) -> Iterator[Finding]:
    """Two paths fit the same request, and neither is the more concrete one.

    Why: which of the two answers depends on the framework, and on the order of its routes. Two
    paths that only differ in the names of parameters are forbidden, whatever their methods.
    Fix: begin one of them with another word, such as `/users/{id}` and `/teams/{id}`; make one
    path of two that are the same.
    """
    seen = _Paths()
    for spot, path in _paths(api):
        methods = api.methods_at(spot)
        parts = [PARAMETER if NAMES.fullmatch(part) else part for part in path.split("/")]
        for other, told in seen.fitting(parts):
            same_names = NAMES.sub(PARAMETER, told) == NAMES.sub(PARAMETER, path)
            both = bool(methods & api.methods_at(other))
            if both is not same_names:  # the same in one method is another rule's
                said = f"{shown(path)} and {shown(told)} ({api.key(other)}) fit the same URL"
                yield api.finding(said, spot, key=True)
                break
        seen.add(parts, (spot, path))


class _Paths:
    """Paths by their parts: a tree in which a parameter is a branch like any word."""

    def __init__(self) -> None:
        self.branches: dict[str, _Paths] = {}
        self.ends: list[tuple[Spot, str]] = []

    def add(self, parts: list[str], end: tuple[Spot, str]) -> None:
        node = self
        for part in parts:
            node = node.branches.setdefault(part, _Paths())
        node.ends.append(end)

    def fitting(self, parts: list[str]) -> Iterator[tuple[Spot, str]]:
        """Paths with a word where this one has a parameter and the other way round, or the same."""
        waiting: list[tuple[_Paths, int, bool, bool]] = [(self, 0, False, False)]
        for _ in range(MOST):
            if not waiting:
                return
            node, at, mine, yours = waiting.pop()
            if at == len(parts):
                yield from node.ends if mine is yours else ()
                continue
            part = parts[at]
            for word, below in node.branches.items():
                if word == part:
                    waiting.append((below, at + 1, mine, yours))
                elif part == PARAMETER and "{" not in word:
                    waiting.append((below, at + 1, True, yours))
                elif word == PARAMETER and "{" not in part:
                    waiting.append((below, at + 1, mine, True))


@rule("LR-SCH063", "undeclared-path-parameter", judges=Api)
def undeclared(api: Api) -> Iterator[Finding]:
    """A parameter stands in the path, and an operation does not declare it.

    Why: nobody knows its type, and clients that are generated cannot fill it in.
    Fix: add `{name: …, in: path, required: true, schema: …}` to the operation or its path.
    """
    for one in operations(api):
        known = _declared(one)
        for name in dict.fromkeys(names(one.path)):
            if name not in known and not unclear(api, one):
                said = f"{shown(one.name)} does not declare the path parameter {shown(name)}"
                yield api.finding(said + nearest(name, known), one.spot, key=True)


@rule("LR-SCH064", "unused-path-parameter", judges=Api)
def unused(api: Api) -> Iterator[Finding]:
    """A path parameter is declared that does not stand in the path.

    Why: it is required, and there is no place where a client could put it.
    Fix: write it into the path as `{name}`, or say `in: query`.
    """
    said_at: set[tuple[Spot, str]] = set()
    for one in operations(api):
        given = names(one.path)
        for parameter, spot in zip(one.parameters, one.listed, strict=True):
            name = str(parameter.value.get("name"))
            outside = parameter.value.get("in") == "path" and name not in given
            if outside and (spot, one.path) not in said_at:
                said_at.add((spot, one.path))
                said = f"the path parameter {shown(name)} does not stand in {shown(one.path)}"
                yield api.finding(said + nearest(name, given), api.inside(spot, "name"))


def _declared(one: Operation) -> list[str]:
    given = (parameter.value for parameter in one.parameters)
    return [str(value.get("name")) for value in given if value.get("in") == "path"]


def _paths(api: Api) -> Iterator[tuple[Spot, str]]:
    paths = api.value.get("paths")
    for path in paths if isinstance(paths, dict) else ():
        if path.startswith("/"):
            yield api.root / "paths" / path, path


RULES = (invalid, same, ambiguous, undeclared, unused)
