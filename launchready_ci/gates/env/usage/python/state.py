"""What is known so far of the repository's Python code: reads, and functions that pass names on."""

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

from launchready_ci.gates.env.usage.python import library
from launchready_ci.gates.env.usage.python.bindings import Function
from launchready_ci.gates.env.usage.python.holes import Value
from launchready_ci.gates.env.usage.python.resolve import (
    Entity,
    Find,
    Instance,
    Method,
    Partial,
    Resolver,
)
from launchready_ci.gates.env.usage.python.scopes import Scope
from launchready_ci.gates.env.usage.python.values import Evaluator

LONGEST = 120


class Sink(NamedTuple):
    """A variable that a function reads, under a name that its callers give."""

    value: Value
    default: bool
    mapping: str = ""
    """The parameter through which the environment itself comes; ``""`` where it needs none."""
    bare: bool = False
    """As of ``Read``."""


class Found(NamedTuple):
    """A read, before it has its place in characters."""

    place: tuple[int, int, int, int]
    """First line and column, last line and column, as ``ast`` counts: columns in bytes, from 0."""
    name: str
    default: bool
    instead: tuple[str, ...] = ()
    bare: bool = False


class State:
    """Collected by the visitors of all modules; ``wanted`` and ``revisit`` drive the next round."""

    def __init__(self, find: Find, prefixes: "Callable[[str, int], list[ast.expr]]") -> None:
        self.resolver = Resolver(find)
        self.evaluator = Evaluator(self.resolver)
        self.prefixes = prefixes
        self.sinks: dict[Scope, list[Sink]] = {}
        self.found: dict[str, dict[tuple[int, int, str], Found]] = {}
        """Path → line, column, name → read."""
        self.wanted: set[tuple[str, str]] = set()
        """Words to look for everywhere, each with the module that defines it."""
        self.local: dict[str, set[str]] = {}
        """Path → words to look for in that module."""
        self.everywhere: set[tuple[str, str]] = set()
        self._names: dict[Scope, set[str]] = {}
        self._looked: set[tuple[str, str]] = set()

    def read(  # noqa: PLR0913 - each is a field of Read
        self,
        name: str,
        node: ast.expr | ast.keyword,
        module: str,
        *,
        default: bool,
        bare: bool = False,
        instead: tuple[str, ...] = (),
    ) -> None:
        """Record a read; of two at one place the one with a default counts."""
        if not name or len(name) > LONGEST or not name.replace(".", "_").isidentifier():
            return
        places = self.found.setdefault(module, {})
        key = (node.lineno, node.col_offset, name)
        before = places.get(key)
        optional = default or (before is not None and before.default)
        last, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        place = (node.lineno, node.col_offset, last, end)
        bare = bare and (before is None or before.bare)
        places[key] = Found(place, name, optional, instead, bare)

    def sink(self, function: Scope, sink: Sink) -> None:
        """A function reads what its callers name: its calls are to be visited."""
        known = self.sinks.setdefault(function, [])
        parts, mapping = sink.value.parts, sink.mapping
        same = next((s for s in known if (s.value.parts, s.mapping) == (parts, mapping)), None)
        if same is not None:
            if sink.default and not same.default:
                known[known.index(same)] = sink
            return
        known.append(sink)
        self._announce(function)
        if not mapping:
            self._by_default(sink)

    def _by_default(self, sink: Sink) -> None:
        """The variable that is read when a caller gives no name."""
        value, holes = sink.value, sink.value.holes
        defaults = [hole.function.parameters.get(hole.name) for hole in holes]
        if len(value.parts) == len(defaults) == 1 and defaults[0] is not None:
            default = defaults[0].default
            if isinstance(default, ast.Constant) and isinstance(default.value, str):
                name = default.value
                for step in holes[0].steps:
                    name = getattr(name, step[0])(*step[1:])
                self.read(
                    name, default, defaults[0].scope.module, default=sink.default, bare=sink.bare
                )

    def _announce(self, function: Scope) -> None:
        holder = function.owner if isinstance(function.node, Function) else function
        if holder is not None:
            for name in (holder.name, *self._names.get(holder, ())):
                self.look_for(name, holder, everywhere=True)
            if function.name in ("__call__", "__getitem__"):
                self.look_for(function.receiver, function, everywhere=False)
            elif function is not holder and not function.name.startswith("__"):
                self.look_for(function.name, function, everywhere=False)
        elif function.name:
            outside = function.parent is not None and function.parent.parent is None
            self.look_for(function.name, function, everywhere=outside)

    def look_for(self, name: str, scope: Scope, *, everywhere: bool, again: bool = True) -> None:
        """The lines with this word are to be visited: of this module, or of all."""
        if not again and (name, scope.module) in self._looked:
            return
        self._looked.add((name, scope.module))
        self.local.setdefault(scope.module, set()).add(name)
        if everywhere:
            self.wanted.add((name, scope.module))
            self.everywhere.add((name, scope.module))

    def known_as(self, cls: Scope, name: str) -> None:
        """A name under which instances or subclasses of the class are used."""
        self._names.setdefault(cls, set()).add(name)

    def pass_environ(self, function: Scope, name: str) -> None:
        """A caller gives the environment for this parameter."""
        if name not in function.mappings:
            function.mappings.add(name)
            self.resolver.forget()
            self.local.setdefault(function.module, set()).add(name)

    def functions(self, entity: Entity) -> Iterator[tuple[Scope, bool]]:
        """What a call of the entity runs, and whether its first parameter is already bound."""
        match entity:
            case Method(function=function):
                yield function, True
            case Instance():
                for target in self.resolver.attribute(entity, "__call__"):
                    if isinstance(target, Method):
                        yield target.function, True
            case Scope(node=ast.ClassDef()):
                yield from self._constructors(entity)
            case Scope() if isinstance(entity.node, Function):
                yield entity, False

    def _constructors(self, cls: Scope) -> Iterator[tuple[Scope, bool]]:
        for holder in self.resolver.ancestry(cls):
            for method in ("__init__", "__new__"):
                for binding in holder.names.get(method, ()):
                    if isinstance(binding, Scope):
                        yield binding, True
                        return
            yield holder, False

    def reads_env(self, entity: Entity) -> bool:  # noqa: PLR0911 - one case each
        """Does using it read a variable, as far as is known?"""
        match entity:
            case str():
                return (
                    entity == library.ENVIRON
                    or (
                        entity.partition(".")[0] in library.ROOTS
                        and entity.partition(".")[0] not in ("os", "functools", "pydantic", "copy")
                    )
                    or library.function(entity) is not None
                    or entity == library.SETTINGS
                )
            case Method(function=function):
                return function in self.sinks
            case Partial(function=function):
                return self.reads_env(function)
            case Instance(of=cls):
                return self._class_reads(cls)
            case Scope(node=ast.ClassDef()):
                return self._class_reads(entity)
            case Scope(node=ast.Module()):
                return False
        return entity in self.sinks

    def _class_reads(self, cls: Scope) -> bool:
        for holder in self.resolver.ancestry(cls):
            methods = (b for found in holder.names.values() for b in found if isinstance(b, Scope))
            if holder in self.sinks or any(method in self.sinks for method in methods):
                return True
        return False
