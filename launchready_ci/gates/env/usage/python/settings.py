"""Which variables fill the fields of a pydantic-settings class?"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.gates.env.usage.python import library
from launchready_ci.gates.env.usage.python.bindings import Assigned
from launchready_ci.gates.env.usage.python.resolve import Instance
from launchready_ci.gates.env.usage.python.scopes import Scope

if TYPE_CHECKING:
    from launchready_ci.gates.env.usage.python.state import State

NESTED = 4
"""Models inside of models that are followed."""
VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


class Field(NamedTuple):
    """One variable, and the field that it fills."""

    name: str
    node: ast.expr
    """Where the read counts as standing, in ``module``."""
    default: bool
    module: str
    annotation: ast.expr
    value: ast.expr | None
    cls: Scope
    """Where annotation and value are to be read."""
    instead: tuple[str, ...] = ()
    """Other names that would do as well (``AliasChoices``)."""


@dataclass(frozen=True)
class Config:
    """What ``model_config`` (or ``class Config``) says."""

    prefix: str = ""
    delimiter: str = ""
    case_sensitive: bool = False

    def variable(self, name: str) -> str:
        return name if self.case_sensitive else name.upper()


def expanded(text: str) -> Iterator[str]:
    """The variables in a text for ``os.path.expandvars``."""
    for match in VARIABLE.finditer(text):
        yield match[1] or match[2]


def is_settings(ancestry: Sequence[Scope], state: "State") -> bool:
    """Does one of these classes inherit from ``BaseSettings``?"""
    return _inherits(ancestry, state, library.SETTINGS)


def _inherits(ancestry: Sequence[Scope], state: "State", name: str) -> bool:
    for cls in ancestry:
        for base in getattr(cls.node, "bases", ()):
            if name in state.resolver.resolve(base, cls.parent or cls):
                return True
    return False


def fields(
    cls: Scope, ancestry: Sequence[Scope], state: "State", *, inherited: bool = False
) -> Iterator[Field]:
    """The variables of the class's own fields, or also of those that it inherits.

    What a base sets up is read with the prefix of the class that inherits it.
    """
    config, seen = Config(), set[str]()
    for holder in reversed(ancestry):
        config = _config(holder, config, state)
    for holder in ancestry if inherited else (cls,):
        yield from _fields(holder, config, state, _Within(config.prefix), seen)
        seen |= {target.id for target, _, _ in _annotated(holder)}


class _Within(NamedTuple):
    """The models around a field."""

    prefix: str
    optional: bool = False
    depth: int = 0


def _fields(
    cls: Scope, config: Config, state: "State", within: _Within, seen: "set[str] | None" = None
) -> Iterator[Field]:
    for target, kind, value in _annotated(cls):
        if seen and target.id in seen:
            continue
        default = within.optional or _has_default(value, kind)
        nested = config.delimiter and within.depth < NESTED
        model = _model(kind, cls, state) if nested else None
        if model is not None:
            prefix = f"{within.prefix}{target.id}{config.delimiter}"
            for field in _fields(model, config, state, _Within(prefix, default, within.depth + 1)):
                same = field.module == cls.module
                yield field if same else field._replace(node=target, module=cls.module)
        elif _model(kind, cls, state, library.SETTINGS) is None:
            chosen = list(_chosen(value, kind))
            aliases = [alias for node in chosen for alias in _aliases(node, cls, state)]
            if within.depth == 0:
                aliases = [config.variable(alias) for alias in aliases]
            names = aliases if chosen else [config.variable(f"{within.prefix}{target.id}")]
            for name in names:
                others = tuple(other for other in names if other != name)
                yield Field(name, target, default, cls.module, kind, value, cls, others)


def _annotated(cls: Scope) -> Iterator[tuple[ast.Name, ast.expr, ast.expr | None]]:
    """The fields of a model: target, annotation, value."""
    for statement in getattr(cls.node, "body", ()):
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name) as target, annotation=kind, value=value):
                private = name.startswith("_") or name == "model_config"
                if not private and not _is_class_var(kind):
                    yield target, kind, value


def _is_class_var(kind: ast.expr) -> bool:
    return any(
        getattr(node, "id", getattr(node, "attr", "")) in ("ClassVar", "PrivateAttr")
        for node in ast.walk(kind)
    )


def _model(
    kind: ast.expr, cls: Scope, state: "State", base: str = "pydantic.BaseModel"
) -> Scope | None:
    """The model of the repository that a field holds."""
    for node in ast.walk(kind):
        if isinstance(node, ast.Name | ast.Attribute):
            for entity in state.resolver.resolve(node, cls):
                scope = entity.of if isinstance(entity, Instance) else entity
                if not (isinstance(scope, Scope) and isinstance(scope.node, ast.ClassDef)):
                    continue
                if _inherits(list(state.resolver.ancestry(scope)), state, base):
                    return scope
    return None


def calls(value: ast.expr | None, kind: ast.expr) -> Iterator[ast.Call]:
    """``Field(…)`` as the value, or in ``Annotated[…]``."""
    for part in (value, *getattr(getattr(kind, "slice", None), "elts", ())):
        if isinstance(part, ast.Call):
            name = getattr(part.func, "id", getattr(part.func, "attr", ""))
            if name == "Field":
                yield part


def _has_default(value: ast.expr | None, kind: ast.expr) -> bool:
    for call in calls(value, kind):
        keywords = {k.arg for k in call.keywords}
        if keywords & {"default", "default_factory"}:
            return True
        if call is value:
            return bool(call.args) and not _is_ellipsis(call.args[0])
    return value is not None and not _is_ellipsis(value)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _chosen(value: ast.expr | None, kind: ast.expr) -> Iterator[ast.expr]:
    """``alias``, ``validation_alias`` and, of pydantic 1, ``env``: it counts, not the field."""
    for call in calls(value, kind):
        given = {k.arg: k.value for k in call.keywords}
        chosen = given.get("validation_alias") or given.get("env") or given.get("alias")
        if chosen is not None and not (isinstance(chosen, ast.Constant) and chosen.value is None):
            yield chosen


def _aliases(chosen: ast.expr, cls: Scope, state: "State") -> Iterator[str]:
    """The names that can be known: none of one that is computed."""
    options = [chosen]
    if isinstance(chosen, ast.Call):
        options = [a for a in chosen.args if not isinstance(a, ast.Call)]
    elif isinstance(chosen, ast.List | ast.Tuple | ast.Set):
        options = list(chosen.elts)
    for option in options:
        yield from (v.text for v in state.evaluator.values(option, cls) if v.text)


def _config(cls: Scope, before: Config, state: "State") -> Config:
    for binding in cls.names.get("model_config", ()):
        if isinstance(binding, Assigned):
            before = _said(_pairs(binding.value), cls, before, state)
    for inner in cls.names.get("Config", ()):
        if isinstance(inner, Scope):
            pairs = {
                name: b.value
                for name, found in inner.names.items()
                for b in found
                if isinstance(b, Assigned)
            }
            before = _said(pairs, cls, before, state)
    keywords = {k.arg: k.value for k in getattr(cls.node, "keywords", ()) if k.arg}
    return _said(keywords, cls, before, state)


def _pairs(node: ast.expr) -> dict[str, ast.expr]:
    if isinstance(node, ast.Call):
        return {k.arg: k.value for k in node.keywords if k.arg}
    if isinstance(node, ast.Dict):
        return {
            key.value: value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }
    return {}


def _said(pairs: dict[str, ast.expr], cls: Scope, before: Config, state: "State") -> Config:
    texts = {
        name: next((v.text for v in state.evaluator.values(node, cls) if v.text is not None), None)
        for name, node in pairs.items()
        if name in ("env_prefix", "env_nested_delimiter")
    }
    if (prefix := texts.get("env_prefix")) is not None:
        before = replace(before, prefix=prefix)
    if (delimiter := texts.get("env_nested_delimiter")) is not None:
        before = replace(before, delimiter=delimiter)
    case = pairs.get("case_sensitive")
    if isinstance(case, ast.Constant):
        before = replace(before, case_sensitive=bool(case.value))
    return before
