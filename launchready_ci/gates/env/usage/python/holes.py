"""Strings of which parts are still a function's parameters."""

import ast
from typing import NamedTuple, TypeAlias

from launchready_ci.gates.env.usage.python.bindings import Function
from launchready_ci.gates.env.usage.python.scopes import Scope

Step: TypeAlias = tuple[str, ...]
"""A string method and its literal arguments."""


class Hole(NamedTuple):
    """What a caller of ``function`` gives as ``name``, after these methods."""

    function: Scope
    name: str
    steps: tuple[Step, ...] = ()
    each: bool = False
    """Each element of what is given; of ``*args``, whose name is ``*``, each argument."""


Part: TypeAlias = str | Hole


class Value(NamedTuple):
    """One string that an expression may be, and the expression that says so."""

    parts: tuple[Part, ...]
    node: ast.expr
    module: str = ""
    """The file of ``node``; ``""`` is where the question was asked."""

    @property
    def text(self) -> str | None:
        """The string, if nothing is missing."""
        texts = [part for part in self.parts if isinstance(part, str)]
        return "".join(texts) if len(texts) == len(self.parts) else None

    @property
    def holes(self) -> list[Hole]:
        return [part for part in self.parts if isinstance(part, Hole)]


def stepped(part: Part, step: Step) -> Part:
    """Apply a string method to a part."""
    if isinstance(part, Hole):
        return part._replace(steps=(*part.steps, step))
    result = getattr(part, step[0])(*step[1:])
    return result if isinstance(result, str) else part


def rest(function: Scope, call: ast.Call, *, skip: bool) -> list[ast.expr]:
    """What a call gives for ``*args``, as far as it is written out."""
    order = [name for name in function.parameters if name not in _keyword_only(function)]
    return [a for a in call.args[len(order) - skip :] if not isinstance(a, ast.Starred)]


def _keyword_only(function: Scope) -> set[str]:
    node = function.node
    return {a.arg for a in node.args.kwonlyargs} if isinstance(node, Function) else set()


def argument(function: Scope, name: str, call: ast.Call, *, skip: bool) -> ast.expr | None:
    """The expression that a call gives for a parameter, None where it gives none."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    order = list(function.parameters)
    if name.startswith("*"):
        position = len(order) + int(name[1:]) - skip
    elif name in order:
        position = order.index(name) - skip
    else:
        return None
    before = call.args[: position + 1]
    if position < 0 or len(before) <= position or any(isinstance(a, ast.Starred) for a in before):
        return None
    return before[position]
