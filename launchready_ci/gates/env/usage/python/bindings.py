"""What does a statement bind a name to?"""

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchready_ci.gates.env.usage.python.library import EXITS

if TYPE_CHECKING:
    from launchready_ci.gates.env.usage.python.scopes import Scope

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
FIELD_DEFAULTS = ("field", "Field")


class Imported(NamedTuple):
    """``import a.b``, ``from a import b``: a dotted name, absolute."""

    name: str


class Assigned(NamedTuple):
    """``x = value``, also of an attribute of ``self``, a keyword's default, a ``with``."""

    value: ast.expr
    scope: "Scope"


class Element(NamedTuple):
    """A loop's or comprehension's target: each element, or what stands at ``path`` in it."""

    iterable: ast.expr
    path: tuple[int, ...]
    scope: "Scope"


class Parameter(NamedTuple):
    """A function's parameter; of ``*args``, one for each position (``*0``, ``*1``)."""

    name: str
    scope: "Scope"
    default: ast.expr | None
    annotation: ast.expr | None


Binding: TypeAlias = "Imported | Assigned | Element | Parameter | Scope"


def parameters(node: Function, scope: "Scope") -> Iterator[Parameter]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    for argument, default in zip(positional, missing + list(arguments.defaults), strict=True):
        yield Parameter(argument.arg, scope, default, argument.annotation)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Parameter(argument.arg, scope, default, argument.annotation)


def fields(node: ast.ClassDef, scope: "Scope") -> Iterator[Parameter]:
    """The annotated names of a class without ``__init__``: dataclass, NamedTuple, attrs."""
    own = {s.name for s in node.body if isinstance(s, ast.FunctionDef)}
    if "__init__" in own:
        return
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield Parameter(statement.target.id, scope, _default(statement.value), None)


def _default(value: ast.expr | None) -> ast.expr | None:
    """The default inside ``field(default=…)``."""
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") in FIELD_DEFAULTS:
        return next((k.value for k in value.keywords if k.arg == "default"), None)
    return value


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """These statements and those in their blocks, but not inside of functions and classes."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for block in blocks(statement):
                yield from statements(block)


def blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The bodies of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(statement, name, None)
        if isinstance(block, list):
            yield block
    for handler in getattr(statement, "handlers", ()):
        yield handler.body
    for case in getattr(statement, "cases", ()):
        yield case.body


def bindings(scope: "Scope") -> Iterator[tuple[str, Binding]]:
    node = scope.node
    if isinstance(node, ast.Lambda):
        scope.returns.append(node.body)
    elif isinstance(node, Comprehension):
        for generator in node.generators:
            yield from _targets(generator.target, generator.iter, (), scope)
    else:
        for statement in statements(node.body):
            yield from _bound(statement, scope)


def _bound(  # noqa: C901, PLR0912 - one case each
    statement: ast.stmt, scope: "Scope"
) -> Iterator[tuple[str, Binding]]:
    match statement:
        case ast.Import(names=names):
            for alias in names:
                root = alias.name.partition(".")[0]
                yield alias.asname or root, Imported(alias.name if alias.asname else root)
        case ast.ImportFrom(names=names):
            start = _start(statement, scope)
            for alias in names:
                yield alias.asname or alias.name, Imported(f"{start}.{alias.name}".lstrip("."))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name, scope.child(statement)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(target, value, scope)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, Assigned(value, scope)
        case ast.For(target=target, iter=iterable) | ast.AsyncFor(target=target, iter=iterable):
            yield from _targets(target, iterable, (), scope)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                if isinstance(item.optional_vars, ast.Name):
                    yield item.optional_vars.id, Assigned(item.context_expr, scope)
        case ast.Return(value=ast.expr() as value):
            scope.returns.append(value)
        case ast.If(test=test, body=body) if leaves(body):
            scope.required.update(_missing(test))
            scope.insists = scope.insists or any(map(is_default, _named(test)))
        case ast.Assert(test=ast.Name(id=name)):
            scope.required.add(name)


def _start(statement: ast.ImportFrom, scope: "Scope") -> str:
    """What a ``from`` import begins with; a relative one is made absolute from the root."""
    if not statement.level:
        return statement.module or ""
    folders = scope.package[: len(scope.package) - statement.level + 1]
    return ".".join((*folders, *(statement.module or "").split("."))).rstrip(".")


def _assigned(target: ast.expr, value: ast.expr, scope: "Scope") -> Iterator[tuple[str, Binding]]:
    if isinstance(target, ast.Name):
        yield target.id, Assigned(value, scope)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for part, item in zip(target.elts, value.elts, strict=False):
            yield from _assigned(part, item, scope)


def _targets(
    target: ast.expr, iterable: ast.expr, path: tuple[int, ...], scope: "Scope"
) -> Iterator[tuple[str, Binding]]:
    if isinstance(target, ast.Name):
        yield target.id, Element(iterable, path, scope)
    elif isinstance(target, ast.Tuple | ast.List):
        for position, part in enumerate(target.elts):
            yield from _targets(part, iterable, (*path, position), scope)


def self_bindings(method: "Scope") -> Iterator[tuple[str, Binding]]:
    """``self.x = value`` in a method."""
    node = method.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for statement in statements(node.body):
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=me), attr=name)], value=value):
                pass
            case ast.AnnAssign(
                target=ast.Attribute(value=ast.Name(id=me), attr=name), value=ast.expr() as value
            ):
                pass
            case _:
                continue
        if me == method.receiver:
            yield name, Assigned(value, method)


def leaves(body: list[ast.stmt]) -> bool:
    """Does this block end by raising or by ending the process?"""
    match body[-1]:
        case ast.Raise():
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))):
            return name in EXITS
    return False


def _missing(test: ast.expr) -> Iterator[str]:
    """The names that are empty or None where this test holds."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            yield name
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.Eq()]):
            yield name
        case ast.BoolOp(op=ast.Or(), values=values):
            for value in values:
                yield from _missing(value)


def _named(test: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(test) if isinstance(node, ast.Name))


def is_default(name: str) -> bool:
    """Does a name say that it is what stands in for a missing variable?"""
    return "default" in name or name in ("fallback", "alternative", "dflt")
