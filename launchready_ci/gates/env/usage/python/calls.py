"""What does a call make the code read: of a library's function, or of one of the repository's?"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.gates.env.usage.python import library, settings
from launchready_ci.gates.env.usage.python.bindings import Parameter, is_default
from launchready_ci.gates.env.usage.python.holes import Value, argument
from launchready_ci.gates.env.usage.python.resolve import Entity, Instance, Method, Partial
from launchready_ci.gates.env.usage.python.scopes import Scope
from launchready_ci.gates.env.usage.python.state import Sink, State

REQUIRES = ("required", "mandatory", "raise_error", "strict")
"""Parameters that say whether a missing variable is an error."""
ENVVAR = frozenset({"envvar", "envvars"})


class Around(NamedTuple):
    """What surrounds an expression."""

    caught: bool = False
    """A missing variable's exception is caught."""
    required: bool = False
    """An empty result raises, or ends the process."""
    asked: bool = False
    """The result is compared or tested, or something takes its place."""

    def inside(self, node: ast.AST) -> "Around":
        """What surrounds the parts of this one."""
        asks = isinstance(node, ast.If | ast.While | ast.BoolOp | ast.IfExp | ast.Compare)
        return self._replace(asked=True) if asks else self


class Callee(NamedTuple):
    """A function of the repository, the object it is called on, and whether that is bound."""

    function: Scope
    receiver: Instance | None
    skip: bool


@dataclass(frozen=True)
class Call:
    """One call, where it stands; ``value[key]`` and ``key in value`` count as calls too."""

    state: State
    node: ast.Call
    scope: Scope
    around: Around

    def look(self) -> None:
        """Record what it reads, whatever is called."""
        self._envvar()
        for entity in self.state.resolver.resolve(self.node.func, self.scope):
            self.of(entity)
            self._mapping(entity)

    def of(self, entity: Entity) -> None:
        """Record what it reads if this is what is called."""
        if isinstance(entity, str):
            if known := library.function(entity):
                self._library(known)
            self._scheme(entity)
        elif isinstance(entity, Partial):
            arguments = ast.Call(
                func=self.node.func,
                args=[*entity.call.args[1:], *self.node.args],
                keywords=[*self.node.keywords, *entity.call.keywords],
            )
            whole = ast.copy_location(arguments, self.node)
            Call(self.state, whole, self.scope, self.around).of(entity.function)
        else:
            receiver = entity.receiver if isinstance(entity, Method) else None
            receiver = entity if isinstance(entity, Instance) else receiver
            for function, skip in self.state.functions(entity):
                self._own(Callee(function, receiver, skip))

    def _envvar(self) -> None:
        """``envvar="X"`` of click and typer, and methods that are named for what they read."""
        evaluator = self.state.evaluator
        for keyword in self.node.keywords:
            if keyword.arg in ENVVAR:
                values = evaluator.values(keyword.value, self.scope)
                for element, home in evaluator.tables.elements(keyword.value, self.scope):
                    values += evaluator.values(element, home)
                for value in values:
                    self._said(value, default=not _says(self.node, "required"))
        method = self.node.func.attr if isinstance(self.node.func, ast.Attribute) else ""
        if method in ("expandvars", "from_envvar"):
            for value in evaluator.values(self.node.args[0], self.scope) if self.node.args else ():
                if method == "from_envvar":  # of Flask's configuration
                    self._said(value, default=_says(self.node, "silent"))
                    continue
                for name in settings.expanded(value.text or ""):
                    self._said(value._replace(parts=(name,)), default=True)

    def _library(self, known: library.Function) -> None:
        key = next((k.value for k in self.node.keywords if k.arg in known.keywords), None)
        if key is None and self.node.args:
            key = self.node.args[0]
        default = known.has_default(self.node) or self.around.caught
        if known.default is None and len(self.node.args) < 2 and self.around.required:
            default = False
        bare = default and known.default is None and self._bare(known.otherwise(self.node))
        if key is None:
            if known.fallback:
                home = self.scope.module
                self.state.read(known.fallback, self.node, home, default=default)
            return
        prefix, mapping = self._prefix(), self._passed_in()
        for value in self.state.evaluator.values(key, self.scope):
            whole = value._replace(parts=(*prefix, *value.parts))
            self._said(whole, default=default, bare=bare, mapping=mapping)

    def _bare(self, otherwise: ast.expr | None) -> bool:
        """Is it None without the variable, and does nobody ask whether it is?"""
        if self.around.caught or self.around.asked:
            return False
        if isinstance(otherwise, ast.Constant):
            return otherwise.value is None
        return otherwise is None or self._passed_on(otherwise)

    def _passed_in(self) -> str:
        """The parameter that is the environment only because a caller passes it."""
        base = self.node.func
        base = base.value if isinstance(base, ast.Attribute) else base
        if not isinstance(base, ast.Name):
            return ""
        for binding in self.scope.look_up(base.id):
            if isinstance(binding, Parameter) and base.id in binding.scope.mappings:
                binding.scope.mappings.discard(base.id)
                self.state.resolver.forget()
                otherwise = self.state.resolver.is_environ(base, self.scope)
                binding.scope.mappings.add(base.id)
                self.state.resolver.forget()
                return "" if otherwise else base.id
        return ""

    def _prefix(self) -> tuple[str, ...]:
        """``with env.prefixed("APP_"):`` around this call (environs)."""
        found: list[str] = []
        for prefix in self.state.prefixes(self.scope.module, self.node.lineno):
            found += [v.text or "" for v in self.state.evaluator.values(prefix, self.scope)]
        return tuple(found)

    def _scheme(self, entity: str) -> None:
        """``environ.Env(DEBUG=(bool, False))``."""
        if library.canonical(f"{entity}()") == "environ.Env()":
            for keyword in self.node.keywords:
                if keyword.arg:
                    pair = isinstance(keyword.value, ast.Tuple) and len(keyword.value.elts) == 2
                    self.state.read(keyword.arg, keyword, self.scope.module, default=pair)

    def _own(self, callee: Callee) -> None:
        """A function of the repository, through whose parameter a name flows."""
        sinks = list(self.state.sinks.get(callee.function, ()))
        alone = {sink.value.parts for sink in sinks if len(sink.value.parts) == 1}
        instead: list[str] = []
        chosen: list[tuple[Value, bool, bool]] = []
        for sink in sinks:
            if not self._has_mapping(sink, callee):
                continue
            other = sink.value.parts not in alone and any((h,) in alone for h in sink.value.holes)
            for value in self._filled(sink, callee):
                if other and value.text is not None:
                    instead.append(value.text)
                else:
                    chosen.append((value, *self._default(sink, callee)))
        for value, default, bare in chosen:
            self._said(value, default=default, bare=bare, instead=tuple(instead))

    def _has_mapping(self, sink: Sink, callee: Callee) -> bool:
        """Where the environment is a parameter: does this call pass the environment?"""
        if not sink.mapping:
            return True
        given = argument(callee.function, sink.mapping, self.node, skip=callee.skip)
        return given is not None and self.state.resolver.is_environ(given, self.scope)

    def _filled(self, sink: Sink, callee: Callee) -> Iterator[Value]:
        """The names that this call makes the sink read."""
        given = self.state.evaluator.given
        for value in given(
            sink.value, self.node, self.scope, skip=callee.skip, function=callee.function
        ):
            yield from self._constructed(value, callee.receiver)

    def _constructed(self, value: Value, receiver: Instance | None) -> Iterator[Value]:
        """Fill in what the receiver's constructor was given (a prefix)."""
        filled = [value]
        if receiver is not None and receiver.call is not None and receiver.scope is not None:
            call, scope = receiver.call, receiver.scope
            for function, skip in self.state.functions(receiver.of):
                filled = [
                    more
                    for one in filled
                    for more in self.state.evaluator.given(
                        one, call, scope, skip=skip, function=function
                    )
                ]
        yield from (v._replace(node=value.node, module=value.module) for v in filled)

    def _default(self, sink: Sink, callee: Callee) -> tuple[bool, bool]:
        """Does it go on without the variable, and if so with nothing in its place?"""
        function, skip = callee.function, callee.skip
        for word in REQUIRES:
            given = argument(function, word, self.node, skip=skip)
            if isinstance(given, ast.Constant):
                return not given.value, False
        for name in function.parameters:
            if is_default(name):
                given = argument(function, name, self.node, skip=skip)
                if given is not None and not self._passed_on(given):
                    return True, False
        _ = function.names  # reads whether it insists
        optional = sink.default and not (self.around.required or function.insists)
        asked = self.around.caught or self.around.asked
        return self.around.caught or optional, optional and sink.bare and not asked

    def _passed_on(self, node: ast.expr) -> bool:
        """Is it a parameter of the function around, for which its callers give no value?"""
        if not isinstance(node, ast.Name):
            return False
        for binding in self.scope.look_up(node.id):
            if isinstance(binding, Parameter):
                default = binding.default
                return default is None or (
                    isinstance(default, ast.Constant) and default.value is None
                )
        return False

    def _said(
        self,
        value: Value,
        *,
        default: bool,
        bare: bool = False,
        mapping: str = "",
        instead: tuple[str, ...] = (),
    ) -> None:
        """A name is known: a read. Parts are missing: those who give them are asked."""
        if value.text is not None:
            home = value.module or self.scope.module
            self.state.read(
                value.text, value.node, home, default=default, bare=bare, instead=instead
            )
            return
        owners = list(dict.fromkeys(hole.function for hole in value.holes))
        inner = max(owners, key=_depth)
        inner = next((o for o in owners if o.owner is not None and o.name != "__init__"), inner)
        self.state.sink(inner, Sink(value, default, mapping if inner is self.scope else "", bare))

    def _mapping(self, entity: Entity) -> None:
        """``load(os.environ)``: the parameter is the environment in there."""
        if isinstance(entity, str):
            return
        for given in (*self.node.args, *(k.value for k in self.node.keywords)):
            plain = isinstance(given, ast.Name | ast.Attribute | ast.Call)
            if plain and self.state.resolver.is_environ(given, self.scope):
                for function, skip in self.state.functions(entity):
                    for name in function.parameters:
                        if argument(function, name, self.node, skip=skip) is given:
                            self.state.pass_environ(function, name)


def _depth(scope: Scope) -> int:
    return 0 if scope.parent is None else 1 + _depth(scope.parent)


def _says(node: ast.Call, name: str) -> bool:
    found = (k.value for k in node.keywords if k.arg == name)
    return any(isinstance(v, ast.Constant) and v.value is True for v in found)
