"""What does a field of a pydantic model promise: type, default, words, and whether it is secret?"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.env.usage.python.bindings import Assigned
from launchready_ci.gates.env.usage.python.resolve import Resolver
from launchready_ci.gates.env.usage.python.scopes import Scope
from launchready_ci.gates.env.usage.python.settings import Field, calls
from launchready_ci.gates.env.values.types import ValueType, kind

SECRET = frozenset({"SecretStr", "SecretBytes", "Secret"})
COLLECTIONS = frozenset(
    {"list", "set", "frozenset", "tuple", "List", "Set", "FrozenSet", "Tuple", "Sequence"}
)
OBJECTS = frozenset({"dict", "Dict", "Mapping", "MutableMapping"})
HTTP = ("http", "https")
SCHEMES = {"HttpUrl": HTTP, "AnyHttpUrl": HTTP, "WebsocketUrl": ("ws", "wss")}
LITERALS = {True: "true", False: "false", None: ""}


class Promise(NamedTuple):
    """What the annotation and the ``Field(…)`` say together."""

    type: ValueType | None
    secret: bool | None
    default: str | None
    """``""``: it has one, which the text does not tell."""
    description: str
    example: str | None
    deprecated: str | None


def promise(field: Field, resolver: Resolver) -> Promise:
    """Read a field; nothing is run."""
    names = [_last(node) for node in ast.walk(field.annotation)]
    given = {k.arg: k.value for call in calls(field.value, field.annotation) for k in call.keywords}
    examples = given.get("examples")
    first = examples.elts[0] if isinstance(examples, ast.List) and examples.elts else None
    deprecated = given.get("deprecated")
    return Promise(
        _limited(_type(field.annotation, field.cls, resolver), given),
        secret=True if SECRET.intersection(names) else None,
        default=_default(field, given) if field.default else None,
        description=_text(given.get("description")) or "",
        example=_text(first),
        deprecated=None if deprecated is None else _said(deprecated),
    )


def _type(node: ast.expr, cls: Scope, resolver: Resolver) -> ValueType | None:  # noqa: PLR0911 - one case each
    match node:
        case ast.Constant(value=str() as text):
            return _quoted(text, cls, resolver)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _one([left, right], cls, resolver)
        case ast.Subscript(value=outer, slice=inner):
            name = _last(outer)
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            if name == "Annotated":
                return _type(parts[0], cls, resolver)
            if name in ("Optional", "Union"):
                return _one(parts, cls, resolver)
            if name == "Literal":
                return ValueType("enum", choices=tuple(_constants(parts)))
            return _plain(name)
    name = _last(node)
    return _plain(name) or _enum(node, cls, resolver)


def _quoted(text: str, cls: Scope, resolver: Resolver) -> ValueType | None:
    try:
        return _type(ast.parse(text, mode="eval").body, cls, resolver)
    except (SyntaxError, ValueError):
        return None


def _one(parts: list[ast.expr], cls: Scope, resolver: Resolver) -> ValueType | None:
    """Of a union the only type beside None; several leave it open."""
    kinds = [p for p in parts if not (isinstance(p, ast.Constant) and p.value is None)]
    return _type(kinds[0], cls, resolver) if len(kinds) == 1 else None


def _plain(name: str) -> ValueType | None:
    if name in SECRET:
        return ValueType()
    if name in COLLECTIONS:
        return ValueType("list")
    found = "object" if name in OBJECTS else kind(name)
    return ValueType(found, schemes=SCHEMES.get(name, ())) if found else None


def _enum(node: ast.expr, cls: Scope, resolver: Resolver) -> ValueType | None:
    """The values of an ``Enum`` of the repository."""
    for entity in resolver.resolve(node, cls):
        bases = getattr(entity.node, "bases", ()) if isinstance(entity, Scope) else ()
        if isinstance(entity, Scope) and any("Enum" in _last(base) for base in bases):
            bound = (b for found in entity.names.values() for b in found)
            values = [b.value for b in bound if isinstance(b, Assigned)]
            choices = tuple(_constants(values))
            return ValueType("enum", choices=choices) if len(choices) == len(values) else None
    return None


def _limited(found: ValueType | None, given: "dict[str | None, ast.expr]") -> ValueType | None:
    if found is None:
        return None
    numbers = {
        name: node.value
        for name, node in given.items()
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    }
    whole = found.kind == "int"
    least = numbers.get("ge", numbers.get("min_length"))
    most = numbers.get("le", numbers.get("max_length"))
    if whole and "gt" in numbers:
        least = numbers["gt"] + 1
    if whole and "lt" in numbers:
        most = numbers["lt"] - 1
    return found._replace(least=least, most=most)


def _default(field: Field, given: "dict[str | None, ast.expr]") -> str:
    value = field.value
    if isinstance(value, ast.Call):
        value = given.get("default") or (value.args[0] if value.args else None)
    return _text(value) or ""


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        text = _text(node)
        if text is not None:
            yield text


def _text(node: ast.expr | None) -> str | None:
    """A constant as a variable would have it."""
    if not isinstance(node, ast.Constant) or node.value is ...:
        return None
    value = node.value
    return LITERALS[value] if value is None or isinstance(value, bool) else str(value)


def _said(node: ast.expr) -> str | None:
    """``deprecated="…"``, or True."""
    if isinstance(node, ast.Constant) and node.value in (False, None):
        return None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _last(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return getattr(node, "id", "") or getattr(node, "attr", "")
