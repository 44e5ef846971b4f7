"""What does an expression stand for: the environment, a function, a class, an instance?

Nothing is run. Imports are followed to modules of the repository that have been parsed, and names
to what is assigned to them; an expression may stand for several things.
"""

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from launchready_ci.gates.env.usage.python import library
from launchready_ci.gates.env.usage.python.bindings import (
    Assigned,
    Binding,
    Function,
    Imported,
    Parameter,
)
from launchready_ci.gates.env.usage.python.scopes import Scope

DEPTH = 12
"""Names that are followed before one counts as unknown."""
STEPS = 100
"""Expressions that are looked at for one question: names that stand for each other multiply."""


class Instance(NamedTuple):
    """An object of a class of the repository, and the call that made it where it is known."""

    of: Scope
    call: ast.Call | None = None
    scope: Scope | None = None


class Method(NamedTuple):
    """A function bound to its first argument."""

    function: Scope
    receiver: Instance | None


class Partial(NamedTuple):
    """``functools.partial(function, …)``."""

    function: "Entity"
    call: ast.Call
    scope: Scope


Entity: TypeAlias = str | Scope | Instance | Method | Partial
"""A string is the dotted name of something outside of the repository."""
Find: TypeAlias = Callable[[str, Scope], "Scope | None"]
"""The parsed module of that dotted name, as a module that imports it would find it."""


class Resolver:
    """Follows names through the modules that ``find`` knows."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self.eager = 0
        """Above 0 modules are parsed for what is asked; else only those that are known count."""
        self._followed = 0
        self._busy: set[tuple[ast.expr, Scope]] = set()
        self._known: dict[tuple[str, Scope, bool], list[Entity]] = {}
        """What a name stands for, as far as that was followed to its end."""
        self._cuts = 0
        self._steps = 0

    def forget(self) -> None:
        """A module or a parameter is known that was not: names may stand for more."""
        self._known.clear()

    def resolve(self, node: ast.expr, scope: Scope) -> list[Entity]:
        """Everything that the expression may stand for here; empty where it is unknown."""
        if isinstance(node, ast.Constant):
            return []
        name = (node.id, scope, self.eager > 0) if isinstance(node, ast.Name) else None
        if name and name in self._known:
            return self._known[name]
        outermost = not self._busy
        if outermost:
            self._steps = 0
        self._steps += 1
        key = (node, scope)
        if key in self._busy or len(self._busy) > DEPTH or self._steps > STEPS:
            self._cuts += 1
            return []
        self._busy.add(key)
        cuts = self._cuts
        try:
            found = list(dict.fromkeys(self._resolve(node, scope)))
        finally:
            self._busy.discard(key)
        if name and (outermost or cuts == self._cuts):
            self._known[name] = found
        return found

    def is_environ(self, node: ast.expr, scope: Scope) -> bool:
        """Is it, among what it may be, the process environment?"""
        return library.ENVIRON in self.resolve(node, scope)

    def _resolve(  # noqa: C901, PLR0912 - one case each
        self, node: ast.expr, scope: Scope
    ) -> Iterator[Entity]:
        match node:
            case ast.Name(id=name):
                yield from self.named(name, scope)
            case ast.Attribute(value=value, attr=name):
                for base in self.resolve(value, scope):
                    yield from self.attribute(base, name)
            case ast.Call():
                yield from self._called(node, scope)
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self.resolve(value, scope)
            case ast.IfExp(body=body, orelse=other):
                yield from self.resolve(body, scope)
                yield from self.resolve(other, scope)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self.resolve(left, scope)
                yield from self.resolve(right, scope)
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                yield from self.resolve(value, scope)
            case ast.Lambda():
                yield scope.child(node)
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if key is None and self.is_environ(value, scope):
                        yield library.ENVIRON

    def named(self, name: str, scope: Scope) -> Iterator[Entity]:
        """What a name stands for in a scope."""
        bindings = scope.look_up(name)
        for binding in bindings:
            yield from self._bound(binding, scope)
        if not bindings:
            starred = list(self._through_star(scope.top, name))
            yield from starred or [f"builtins.{name}"]

    def _bound(self, binding: Binding, scope: Scope) -> Iterator[Entity]:
        match binding:
            case Scope():
                yield binding
            case Imported(name):
                yield from self.imported(name, scope)
            case Assigned(value, where):
                yield from self.resolve(value, where)
            case Parameter():
                yield from self._parameter(binding)

    def _parameter(self, parameter: Parameter) -> Iterator[Entity]:
        name, scope = parameter.name, parameter.scope
        if name in scope.mappings:
            yield library.ENVIRON
        if name == scope.receiver and scope.owner is not None:
            yield scope.owner if scope.of_class else Instance(scope.owner)
        outside = scope.parent or scope
        if parameter.default is not None and self.is_environ(parameter.default, outside):
            yield library.ENVIRON
        if parameter.annotation is not None:
            for entity in self.resolve(parameter.annotation, outside):
                if isinstance(entity, Scope) and isinstance(entity.node, ast.ClassDef):
                    yield Instance(entity)

    def imported(self, name: str, scope: Scope) -> Iterator[Entity]:
        """A dotted name: of a parsed module, of something in one, or of a library."""
        self._followed += 1
        try:
            if self._followed < DEPTH:
                yield from self._imported(name, scope)
            else:
                self._cuts += 1
        finally:
            self._followed -= 1

    def _imported(self, name: str, scope: Scope) -> Iterator[Entity]:
        module = self.find(name, scope)
        if module is not None:
            yield module
            return
        start, _, last = name.rpartition(".")
        module = self.find(start, scope) if start else None
        if module is not None and len(self._busy) <= DEPTH:
            yield from self.attribute(module, last)
        elif module is not None:
            self._cuts += 1
        else:
            yield library.canonical(name)

    def attribute(self, base: Entity, name: str) -> Iterator[Entity]:
        """``base.name``."""
        match base:
            case str():
                yield library.canonical(f"{base}.{name}")
            case Instance(of=cls):
                yield from self._member(cls, name, base)
            case Scope(node=ast.ClassDef()):
                yield from self._member(base, name, None)
            case Scope(node=ast.Module()):
                for binding in base.names.get(name, ()):
                    yield from self._bound(binding, base)
                if name not in base.names:
                    yield from self._submodule(base, name)
                    yield from self._through_star(base, name)

    def _submodule(self, module: Scope, name: str) -> Iterator[Entity]:
        if module.module.endswith("__init__.py"):
            found = self.find(".".join((*module.package, name)), module)
            if found is not None:
                yield found

    def _through_star(self, module: Scope, name: str) -> Iterator[Entity]:
        for binding in module.names.get("*", ()):
            if isinstance(binding, Imported):
                yield from self.imported(f"{binding.name.removesuffix('*')}{name}", module)

    def _member(self, cls: Scope, name: str, instance: Instance | None) -> Iterator[Entity]:
        for holder in self.ancestry(cls):
            found = holder.attributes.get(name, [])
            for binding in found:
                if isinstance(binding, Scope) and isinstance(binding.node, Function):
                    bound = instance is not None or binding.of_class
                    yield Method(binding, instance) if bound and binding.receiver else binding
                elif not (isinstance(binding, Parameter) and binding.scope is holder):
                    yield from self._bound(binding, holder)
            if found:
                return

    def ancestry(self, cls: Scope, depth: int = 0) -> Iterator[Scope]:
        """The class and those of its bases that are in the repository, nearest first."""
        yield cls
        for base in getattr(cls.node, "bases", ()):
            for entity in self.resolve(base, cls.parent or cls):
                if isinstance(entity, Scope) and entity is not cls and depth < DEPTH:
                    yield from self.ancestry(entity, depth + 1)

    def _called(self, node: ast.Call, scope: Scope) -> Iterator[Entity]:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            yield from self._super(scope)
            return
        for entity in self.resolve(node.func, scope):
            match entity:
                case str():
                    yield from self._library_call(entity, node, scope)
                case Scope(node=ast.ClassDef()):
                    yield Instance(entity, node, scope)
                case Scope() | Method():
                    function = entity if isinstance(entity, Scope) else entity.function
                    _ = function.names  # reads the returns
                    for value in function.returns:
                        yield from self.resolve(value, function)

    def _library_call(self, name: str, node: ast.Call, scope: Scope) -> Iterator[Entity]:
        if name in ("functools.partial", "partial") and node.args:
            for function in self.resolve(node.args[0], scope):
                yield Partial(function, node, scope)
        elif name in library.COPIES:
            if any(self.is_environ(value, scope) for value in node.args):
                yield library.ENVIRON
        else:
            yield library.canonical(f"{name}()")

    def _super(self, scope: Scope) -> Iterator[Entity]:
        function: Scope | None = scope
        while function is not None and function.owner is None:
            function = function.parent
        if function is not None and function.owner is not None:
            for base in list(self.ancestry(function.owner))[1:2]:
                yield Instance(base)
