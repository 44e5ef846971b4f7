"""Which expressions of a parsed module read a variable, and which functions pass a name on?"""

import ast
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from launchready_ci.gates.env.usage.python import settings
from launchready_ci.gates.env.usage.python.bindings import Parameter, blocks, leaves
from launchready_ci.gates.env.usage.python.calls import Around, Call
from launchready_ci.gates.env.usage.python.resolve import Entity, Instance
from launchready_ci.gates.env.usage.python.scopes import Scope
from launchready_ci.gates.env.usage.python.state import State

CAUGHT = frozenset({"KeyError", "LookupError", "Exception", "BaseException"})
STRICT = frozenset({"int", "float"})
"""Called with None they raise."""
BUILTINS = frozenset({"str", "int", "float", "bool", "bytes", "dict", "list", "object"})
BETWEEN = (ast.keyword, ast.withitem, ast.comprehension, ast.match_case)
"""Nodes that are no expressions but hold some."""


class Visitor:
    """Visits the statements of one module that stand on any of some lines."""

    def __init__(self, state: State, module: Scope, lines: Sequence[int]) -> None:
        self.state = state
        self.module = module
        self.lines = lines

    def visit(self) -> None:
        if self.lines and isinstance(self.module.node, ast.Module):
            self._block(self.module.node.body, self.module, Around())

    def _hit(self, node: ast.expr) -> bool:
        position = bisect_left(self.lines, node.lineno)
        last = node.end_lineno or node.lineno
        return position < len(self.lines) and self.lines[position] <= last

    def _block(self, body: Sequence[ast.stmt], scope: Scope, around: Around) -> None:
        """Go through the statements and the lines side by side; most statements are on none."""
        at = 0
        for statement in body:
            last = statement.end_lineno or statement.lineno
            if last < self.lines[at]:
                continue
            at = bisect_left(self.lines, _first(statement), at)
            if at == len(self.lines):
                return
            if self.lines[at] <= last:
                self._statement(statement, scope, around)

    def _statement(self, node: ast.stmt, scope: Scope, around: Around) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope, around)
            case ast.ClassDef():
                self._class(node, scope, around)
            case ast.Import() | ast.ImportFrom():
                self._import(node, scope)
            case ast.Assign(value=value):
                self._assign(node.targets, value, scope, around)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign([target], value, scope, around)
            case ast.If(test=test, body=body) if leaves(body):
                self._expression(test, scope, around._replace(required=_negative(test)))
                self._blocks(node, scope, around)
            case ast.Try(body=body) if any(map(_catches, node.handlers)):
                self._block(body, scope, around._replace(caught=True))
                for block in list(blocks(node))[1:]:
                    self._block(block, scope, around)
            case ast.Assert(test=test):
                self._expression(test, scope, around._replace(required=not _compares(test)))
            case _:
                self._parts(node, scope, around.inside(node))
                self._blocks(node, scope, around)

    def _blocks(self, node: ast.stmt, scope: Scope, around: Around) -> None:
        for block in blocks(node):
            self._block(block, scope, around)

    def _parts(self, node: ast.AST, scope: Scope, around: Around) -> None:
        """The expressions directly below."""
        for name in node._fields:
            value = getattr(node, name, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.expr):
                    self._expression(child, scope, around)
                elif isinstance(child, BETWEEN):
                    self._parts(child, scope, around)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope, around: Around
    ) -> None:
        for decorator in node.decorator_list:
            self._expression(decorator, scope, around)
        self._parts(node.args, scope, around)
        inner = scope.child(node)
        for parameter in inner.parameters.values():
            self._note(parameter, inner)
        self._block(node.body, inner, Around())

    def _note(self, parameter: Parameter, scope: Scope) -> None:
        """A parameter that is the environment, or reads it, is a word to look for."""
        if _plain(parameter.default) and _plain(parameter.annotation):
            return
        found = self.state.resolver.named(parameter.name, scope)
        if any(self.state.reads_env(entity) for entity in found):
            self.state.look_for(parameter.name, scope, everywhere=False, again=False)

    def _class(self, node: ast.ClassDef, scope: Scope, around: Around) -> None:
        inner = scope.child(node)
        for part in (*node.decorator_list, *node.bases, *(k.value for k in node.keywords)):
            self._expression(part, scope, around)
        ancestry = list(self.state.resolver.ancestry(inner))
        if settings.is_settings(ancestry, self.state):
            self.state.look_for(node.name, inner, everywhere=True, again=False)
            for field in settings.fields(inner, ancestry, self.state, inherited=True):
                self.state.read(
                    field.name,
                    field.node,
                    field.module,
                    default=field.default,
                    instead=field.instead,
                )
        for base in ancestry[1:]:
            if self.state.reads_env(base):
                self.state.known_as(base, node.name)
                self.state.look_for(node.name, inner, everywhere=True, again=False)
                self.state.look_for("super", inner, everywhere=False, again=False)
        self._block(node.body, inner, around)

    def _import(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            for entity in self.state.resolver.named(name, scope):
                if self.state.reads_env(entity):
                    renamed = alias.asname is not None
                    self.state.look_for(name, scope, everywhere=renamed, again=False)

    def _assign(
        self, targets: list[ast.expr], value: ast.expr, scope: Scope, around: Around
    ) -> None:
        names = {t.id for t in targets if isinstance(t, ast.Name)}
        required = bool(names & self._required(scope))
        self._expression(value, scope, around._replace(required=around.required or required))
        for target in targets:
            self._parts(target, scope, around)
        if not isinstance(value, ast.Constant):
            self._named(targets, value, scope)

    def _required(self, scope: Scope) -> set[str]:
        _ = scope.names  # reads what raises
        return scope.required

    def _named(self, targets: list[ast.expr], value: ast.expr, scope: Scope) -> None:
        """Names that stand for the environment or for what reads it are words to look for."""
        found = [e for e in self.state.resolver.resolve(value, scope) if self.state.reads_env(e)]
        if not found:
            return
        outside = not isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for target in targets:
            name = getattr(target, "id", "") or getattr(target, "attr", "")
            if not name:
                continue
            for entity in found:
                if isinstance(entity, Instance):
                    self.state.known_as(entity.of, name)
            self.state.look_for(name, scope, everywhere=outside, again=False)

    def _expression(self, node: ast.expr, scope: Scope, around: Around) -> None:
        if not self._hit(node):
            return
        around = around.inside(node)
        match node:
            case ast.Lambda():
                self._expression(node.body, scope.child(node), Around())
                return
            case ast.Call():
                Call(self.state, node, scope, around).look()
                strict = isinstance(node.func, ast.Name) and node.func.id in STRICT
                self._parts(node, scope, around._replace(required=around.required or strict))
                return
            case ast.Subscript(value=value, slice=key, ctx=ast.Load()):
                for call, target in self._special(value, "__getitem__", key, node, scope):
                    Call(self.state, call, scope, around).of(target)
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[value]):
                for call, target in self._special(value, "__contains__", key, node, scope):
                    Call(self.state, call, scope, around).of(target)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                scope = scope.child(node)
            case ast.BoolOp(op=ast.Or()) | ast.IfExp():
                around = around._replace(required=False)
        self._parts(node, scope, around)

    def _special(
        self, value: ast.expr, method: str, key: ast.expr, node: ast.expr, scope: Scope
    ) -> Iterator[tuple[ast.Call, Entity]]:
        """``value[key]`` and ``key in value``, as calls of these methods."""
        call = ast.Call(func=value, args=[key], keywords=[])
        for entity in self.state.resolver.resolve(value, scope):
            for target in self.state.resolver.attribute(entity, method):
                yield ast.copy_location(call, node), target


def _first(node: ast.stmt) -> int:
    """The first line, that of a decorator too."""
    decorators = getattr(node, "decorator_list", None)
    return min(node.lineno, decorators[0].lineno) if decorators else node.lineno


def _plain(node: ast.expr | None) -> bool:
    """Is it no default and no annotation that reads a variable?"""
    return node is None or isinstance(node, ast.Constant) or getattr(node, "id", "") in BUILTINS


def _negative(test: ast.expr) -> bool:
    """Does this test hold where a variable is missing?"""
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.Compare(ops=[ast.NotIn()]):
            return True
        case ast.Compare(ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=None | "")]):
            return True
        case ast.BoolOp(op=ast.Or(), values=values):
            return all(map(_negative, values))
    return False


def _compares(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and not isinstance(test.ops[0], ast.In)


def _catches(handler: ast.ExceptHandler) -> bool:
    """Does it catch a KeyError, and not raise again?"""
    kind = handler.type
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    names = {getattr(k, "id", getattr(k, "attr", "")) for k in kinds}
    return (kind is None or bool(names & CAUGHT)) and not leaves(handler.body)
