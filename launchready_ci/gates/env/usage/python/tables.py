"""What are the elements of the literal table that a loop goes through?"""

import ast
from collections.abc import Iterator

from launchready_ci.gates.env.usage.python.bindings import Assigned, Binding, Element, Imported
from launchready_ci.gates.env.usage.python.resolve import Instance, Resolver
from launchready_ci.gates.env.usage.python.scopes import Scope

DEEP = 10
"""Names, copies and loops between a loop and its table."""


class Tables:
    """Finds lists, tuples, sets and dicts that are written out, here or in another module."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._depth = 0

    def elements(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The elements of a literal table, with the scope that they are to be read in."""
        if self._depth > DEEP:
            return
        self._depth += 1
        try:
            yield from self._elements(node, scope)
        finally:
            self._depth -= 1

    def _elements(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:  # noqa: C901, PLR0912 - one case each
        match node:
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                for element in elts:
                    if isinstance(element, ast.Starred):
                        yield from self.elements(element.value, scope)
                    else:
                        yield element, scope
            case ast.Dict(keys=keys):
                yield from ((key, scope) for key in keys if key is not None)
            case ast.Call(
                func=ast.Attribute(value=table, attr="items" | "values" | "keys" as what)
            ):
                for mapping, home in self.named(table, scope):
                    if isinstance(mapping, ast.Dict):
                        yield from ((e, home) for e in _entries(mapping, what))
            case ast.Call(func=ast.Name(id="enumerate"), args=[table, *_]):
                for element, home in self.elements(table, scope):
                    yield ast.Tuple([ast.Constant(0), element]), home
            case ast.Call(
                func=ast.Name(id="sorted" | "list" | "tuple" | "set" | "frozenset" | "reversed"),
                args=[table, *_],
            ):
                yield from self.elements(table, scope)
            case ast.BinOp(left=left, right=right):
                yield from self.elements(left, scope)
                yield from self.elements(right, scope)
            case ast.Name() | ast.Attribute():
                for table, home in self.named(node, scope):
                    yield from self.elements(table, home)

    def named(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The literal tables that a name stands for."""
        bindings: list[tuple[Binding, Scope]] = []
        if isinstance(node, ast.Name):
            bindings = [(binding, scope) for binding in scope.look_up(node.id)]
        elif isinstance(node, ast.Attribute):
            for entity in self.resolver.resolve(node.value, scope):
                holder = entity.of if isinstance(entity, Instance) else entity
                if isinstance(holder, Scope):
                    bindings += [(b, holder) for b in holder.names.get(node.attr, ())]
        else:
            yield node, scope
        for binding, home in bindings:
            yield from self._table(binding, home)

    def _table(self, binding: Binding, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        if isinstance(binding, Assigned):
            if isinstance(binding.value, ast.Name | ast.Attribute) and self._depth < DEEP:
                yield from self.named(binding.value, binding.scope)
            else:
                yield binding.value, binding.scope
        elif isinstance(binding, Imported):
            start, _, last = binding.name.rpartition(".")
            module = self.resolver.find(start, scope) if start else None
            for there in module.names.get(last, ()) if module is not None else ():
                if isinstance(there, Assigned):
                    yield there.value, there.scope
        elif isinstance(binding, Element):
            for element, home in self.elements(binding.iterable, binding.scope):
                yield from ((part, home) for part in at(element, binding.path))


def _entries(mapping: ast.Dict, what: str) -> Iterator[ast.expr]:
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        if key is not None:
            entry = {"items": ast.Tuple([key, value]), "values": value, "keys": key}
            yield entry[what]


def at(element: ast.expr, path: tuple[int, ...]) -> Iterator[ast.expr]:
    """What stands at a path of positions in nested tuples."""
    for position in path:
        if not isinstance(element, ast.Tuple | ast.List) or position >= len(element.elts):
            return
        element = element.elts[position]
    yield element
