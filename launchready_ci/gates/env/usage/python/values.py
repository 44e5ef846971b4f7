"""Which strings can an expression be, where parts of them are still a function's parameters?"""

import ast
from collections.abc import Iterable, Iterator
from itertools import islice, product

from launchready_ci.gates.env.usage.python.bindings import (
    Assigned,
    Binding,
    Element,
    Function,
    Imported,
    Parameter,
)
from launchready_ci.gates.env.usage.python.holes import Hole, Step, Value, argument, rest, stepped
from launchready_ci.gates.env.usage.python.resolve import Entity, Instance, Method, Resolver
from launchready_ci.gates.env.usage.python.scopes import Scope
from launchready_ci.gates.env.usage.python.tables import Tables, at

MOST = 300
"""Strings that one expression may be; a larger table is cut."""
DEEP = 10
STEPS = ("upper", "lower", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold")


class Evaluator:
    """Evaluates string expressions through names, tables, modules and simple functions."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.tables = Tables(resolver)
        self._depth = 0

    def values(self, node: ast.expr, scope: Scope) -> list[Value]:
        """Every string that the expression may be; empty where it cannot be told."""
        if self._depth > DEEP:
            return []
        self._depth += 1
        self.resolver.eager += 1
        try:
            found = islice(self._values(node, scope), MOST)
            return [v if v.module else v._replace(module=scope.module) for v in found]
        finally:
            self._depth -= 1
            self.resolver.eager -= 1

    def _values(self, node: ast.expr, scope: Scope) -> Iterator[Value]:  # noqa: C901, PLR0912 - one case each
        match node:
            case ast.Constant(value=str() as text):
                yield Value((text,), node, scope.module)
            case ast.Constant(value=bytes() as data):
                yield Value((data.decode("latin-1"),), node, scope.module)
            case ast.Name(id=name):
                bindings = scope.look_up(name)
                for binding in bindings:
                    yield from self._bound(binding, node, scope)
                if not bindings and "*" in scope.top.names:
                    yield from self._here(self._member(scope.top, name), node)
            case ast.Attribute():
                yield from self._attribute(node, scope)
            case ast.JoinedStr(values=pieces):
                yield from self._joined(node, [self._piece(p, scope) for p in pieces])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._joined(node, [self.values(left, scope), self.values(right, scope)])
            case ast.BinOp(left=ast.Constant(value=str() as text), op=ast.Mod(), right=right):
                given = right.elts if isinstance(right, ast.Tuple) else [right]
                yield from self._filled(node, text.split("%s"), given, scope)
            case ast.BoolOp(values=options):
                for option in options:
                    yield from self.values(option, scope)
            case ast.IfExp(body=body, orelse=other):
                yield from self.values(body, scope)
                yield from self.values(other, scope)
            case ast.NamedExpr(value=value):
                yield from self.values(value, scope)
            case ast.Call():
                yield from self._call(node, scope)
            case ast.Subscript(value=table):
                for element in self._chosen(node, table, scope):
                    yield from self._here(element, node)

    def _here(self, found: Iterable[Value], node: ast.expr) -> Iterator[Value]:
        """The same strings, said by this expression."""
        for value in found:
            yield value._replace(node=node, module="")

    def _bound(self, binding: Binding, node: ast.expr, scope: Scope) -> Iterator[Value]:
        match binding:
            case Assigned(value, where):
                yield from self._here(self.values(value, where), node)
            case Element(iterable, path, where):
                for element, home in self.tables.elements(iterable, where):
                    for part in at(element, path):
                        yield from self.values(part, home)
                if isinstance(iterable, ast.Name) and not path:
                    yield from self._each(iterable.id, node, where)
            case Imported(name):
                yield from self._here(self.imported(name, scope), node)
            case Parameter():
                yield Value((Hole(binding.scope, binding.name),), node)

    def _each(self, name: str, node: ast.expr, scope: Scope) -> Iterator[Value]:
        """``for name in names`` of a function's parameter."""
        for binding in scope.look_up(name):
            if isinstance(binding, Parameter):
                yield Value((Hole(binding.scope, name, each=True),), node)
        function: Scope | None = scope
        while function is not None:
            arguments = getattr(function.node, "args", None)
            if arguments is not None and arguments.vararg and arguments.vararg.arg == name:
                yield Value((Hole(function, "*", each=True),), node)
                return
            function = function.parent

    def imported(self, name: str, scope: Scope) -> Iterator[Value]:
        """A constant of another module."""
        start, _, last = name.rpartition(".")
        module = self.resolver.find(start, scope) if start else None
        if module is not None:
            yield from self._member(module, last)

    def _member(self, holder: Scope, name: str) -> Iterator[Value]:
        bindings = holder.names.get(name, [])
        for binding in bindings:
            if isinstance(binding, Assigned):
                yield from self.values(binding.value, binding.scope)
            elif isinstance(binding, Imported) and self._depth < DEEP:
                yield from self.imported(binding.name, holder)
        for star in holder.names.get("*", []) if not bindings else []:
            if isinstance(star, Imported) and self._depth < DEEP:
                yield from self.imported(star.name.removesuffix("*") + name, holder)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Iterator[Value]:
        if node.attr in ("value", "name") and isinstance(node.value, ast.Attribute | ast.Name):
            yield from self._member_value(node, scope)
        for entity in self.resolver.resolve(node.value, scope):
            yield from self._here(self._of(entity, node.attr), node)

    def _member_value(self, node: ast.Attribute, scope: Scope) -> Iterator[Value]:
        """``Enum.MEMBER.value``."""
        if isinstance(node.value, ast.Attribute) and node.attr == "value":
            yield from self._attribute(node.value, scope)

    def _of(self, entity: Entity, name: str) -> Iterator[Value]:
        if isinstance(entity, Instance):
            for holder in self.resolver.ancestry(entity.of):
                bindings = holder.attributes.get(name, [])
                for binding in bindings:
                    yield from self._bound(binding, ast.Name(name), holder)
                if bindings:
                    return
        elif isinstance(entity, Scope):
            for holder in self.resolver.ancestry(entity):
                if name in holder.names:
                    yield from self._member(holder, name)
                    return
            if isinstance(entity.node, ast.Module):
                yield from self._member(entity, name)

    def _piece(self, piece: ast.expr, scope: Scope) -> list[Value]:
        return self.values(piece.value if isinstance(piece, ast.FormattedValue) else piece, scope)

    def _joined(self, node: ast.expr, pieces: list[list[Value]]) -> Iterator[Value]:
        for choice in islice(product(*pieces), MOST):
            yield Value(tuple(part for value in choice for part in value.parts if part), node)

    def _filled(
        self, node: ast.expr, texts: list[str], given: list[ast.expr], scope: Scope
    ) -> Iterator[Value]:
        """The texts with one given expression between each two."""
        if len(given) != len(texts) - 1:
            return
        pieces = [[Value((texts[0],), node)]]
        for expression, text in zip(given, texts[1:], strict=True):
            pieces += [self.values(expression, scope), [Value((text,), node)]]
        yield from self._joined(node, pieces)

    def _call(self, node: ast.Call, scope: Scope) -> Iterator[Value]:
        match node:
            case ast.Call(func=ast.Name(id="str"), args=[value]):
                yield from self.values(value, scope)
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in STEPS:
                yield from self._stepped(node, value, (name,), scope)
            case ast.Call(
                func=ast.Attribute(value=value, attr="replace" | "removeprefix" | "removesuffix")
            ):
                literal = [a.value for a in node.args if isinstance(a, ast.Constant)]
                step = (node.func.attr, *(v for v in literal if isinstance(v, str)))  # type: ignore[attr-defined] # the pattern says so
                if len(step) == len(node.args) + 1:
                    yield from self._stepped(node, value, step, scope)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as text), attr=attr)):
                yield from self._of_literal(node, text, attr, scope)
            case ast.Call(func=ast.Attribute(value=table, attr="get")):
                for element in self._chosen(node, table, scope):
                    yield from self._here(element, node)
            case _:
                yield from self._returned(node, scope)

    def _of_literal(self, node: ast.Call, text: str, attr: str, scope: Scope) -> Iterator[Value]:
        """``"…{}…".format(x)`` and ``"_".join([a, b])``."""
        if attr == "format":
            yield from self._filled(node, text.split("{}"), node.args, scope)
        elif attr == "join" and node.args and isinstance(node.args[0], ast.List | ast.Tuple):
            items = node.args[0].elts
            yield from self._filled(node, ["", *[text] * (len(items) - 1), ""], items, scope)

    def _stepped(
        self, node: ast.expr, value: ast.expr, step: Step, scope: Scope
    ) -> Iterator[Value]:
        for found in self.values(value, scope):
            yield Value(tuple(stepped(part, step) for part in found.parts), node)

    def _returned(self, node: ast.Call, scope: Scope) -> Iterator[Value]:
        """What a simple function of the repository returns."""
        for entity in self.resolver.resolve(node.func, scope):
            function = entity.function if isinstance(entity, Method) else entity
            if isinstance(function, Scope) and isinstance(function.node, Function):
                _ = function.names  # reads the returns
                for returned in function.returns:
                    for value in self.values(returned, function):
                        skip = isinstance(entity, Method)
                        yield from self.given(value._replace(node=node), node, scope, skip=skip)

    def given(
        self,
        value: Value,
        call: ast.Call,
        scope: Scope,
        *,
        skip: bool,
        function: Scope | None = None,
    ) -> Iterator[Value]:
        """The value with its holes filled by what this call gives."""
        pieces: list[list[Value]] = []
        place = None
        for position, part in enumerate(value.parts):
            if isinstance(part, str) or (function is not None and part.function is not function):
                pieces.append([Value((part,), value.node, value.module)])
                continue
            place = position if place is None else place
            filled = self._argument(part, call, scope, skip=skip)
            for step in part.steps:
                filled = [
                    v._replace(parts=tuple(stepped(p, step) for p in v.parts)) for v in filled
                ]
            pieces.append(filled)
        for choice in islice(product(*pieces), MOST):
            said = value if place is None else choice[place]
            yield Value(tuple(part for v in choice for part in v.parts), said.node, said.module)

    def _argument(self, hole: Hole, call: ast.Call, scope: Scope, *, skip: bool) -> list[Value]:
        if hole.each:
            return list(self._elements(hole, call, scope, skip=skip))
        given = argument(hole.function, hole.name, call, skip=skip)
        if given is not None:
            return self.values(given, scope)
        star = next((a for a in call.args if isinstance(a, ast.Starred)), None)
        order = list(hole.function.parameters)
        if star is not None and isinstance(star.value, ast.Name) and hole.name in order:
            position = order.index(hole.name) - skip
            return self._forwarded(star, position - call.args.index(star), scope)
        parameter = hole.function.parameters.get(hole.name)
        if parameter is None or parameter.default is None:
            return []
        outside = hole.function.parent or hole.function
        return [v._replace(node=call, module="") for v in self.values(parameter.default, outside)]

    def _elements(self, hole: Hole, call: ast.Call, scope: Scope, *, skip: bool) -> Iterator[Value]:
        """What the elements of a list are that a call gives, or its ``*args``."""
        if hole.name == "*":
            for given in rest(hole.function, call, skip=skip):
                yield from self.values(given, scope)
            return
        table = argument(hole.function, hole.name, call, skip=skip)
        for element, home in self.tables.elements(table, scope) if table is not None else ():
            yield from self.values(element, home)

    def _forwarded(self, star: ast.Starred, position: int, scope: Scope) -> list[Value]:
        """``f(*args)`` inside of ``def g(*args)``: what g's callers give at that position."""
        node = scope.node
        if isinstance(node, ast.FunctionDef) and node.args.vararg and position >= 0:
            return [Value((Hole(scope, f"*{position}"),), star.value)]
        return []

    def _chosen(self, node: ast.expr, table: ast.expr, scope: Scope) -> Iterator[list[Value]]:
        """What ``table[key]`` or ``table.get(key)`` may be."""
        for literal, home in self.tables.named(table, scope):
            if isinstance(literal, ast.Dict):
                yield from (self.values(value, home) for value in literal.values)
            elif isinstance(node, ast.Subscript) and isinstance(literal, ast.Tuple | ast.List):
                index = node.slice.value if isinstance(node.slice, ast.Constant) else None
                elements = literal.elts
                if isinstance(index, int) and -len(elements) <= index < len(elements):
                    elements = [elements[index]]
                yield from (self.values(value, home) for value in elements)
