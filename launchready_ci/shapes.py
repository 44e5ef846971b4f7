"""Does a section of launchready.yaml fit its dataclass? The annotations are the schema.

Understood are str, int, float, bool, Literal, the quantities of ``units``, Secret, dataclasses,
``tuple[X, ...]``, ``Mapping[str, X]``, and unions of these, where the YAML form decides, and
``object``, which is any JSON. A key that is a keyword of Python (``as``) is the field with an
underscore (``as_``).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from launchready_ci import units, variables
from launchready_ci.credentials import Secret
from launchready_ci.nearest import nearest
from launchready_ci.nodes import (
    ConfigError,
    Keys,
    Map,
    Node,
    NotSet,
    Scalar,
    Seq,
    child,
    listed,
    shown,
)
from launchready_ci.options import option_of
from launchready_ci.unusable import Misplaced

C = TypeVar("C")
Members = tuple[object, ...]
"""The annotations of a union, or the only one."""


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _whole(text: str) -> int:
    # https://yaml.org/spec/1.2.2/#1032-tag-resolution: 017 is seventeen; the digits are bounded
    if re.fullmatch(r"[-+]?[0-9]{1,18}", text):
        return int(text)
    if re.fullmatch(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}", text):
        return int(text, 0)
    raise ValueError


def _number(text: str) -> float:
    decimal = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?"
    if len(text) <= 40 and re.fullmatch(decimal, text):
        return float(text)
    return float(_whole(text))


READERS: Mapping[object, Callable[[str], object]] = {
    bool: _boolean,
    int: _whole,
    float: _number,
    units.Duration: units.duration,
    units.Size: units.size,
    units.Rate: units.rate,
    units.Share: units.share,
    str: str,
}
"""In the order in which a union tries them: text takes what is nothing else."""

NOUNS: Mapping[object, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Secret: "{secret: NAME}",
    units.Duration: str(units.DURATION),
    units.Size: str(units.SIZE),
    units.Rate: str(units.RATE),
    units.Share: str(units.SHARE),
}


_HINTS: dict[type[Any], Mapping[str, object]] = {}


def build(cls: type[C], node: Map, keys: Keys, environ: Mapping[str, str]) -> C:
    """The dataclass of a mapping; raises ConfigError at the first value that does not fit."""
    known, hints = _known(cls), _hints(cls)
    values: dict[str, Any] = {}
    for name, (place, value) in node.entries.items():
        spec = known.get(name)
        if spec is None or option_of(spec):
            raise ConfigError(place, (*keys, name), _unknown(name, known))
        values[spec.name] = read(hints[spec.name], value, (*keys, name), environ)
    for name, spec in known.items():
        if spec.name not in values and spec.default is spec.default_factory is MISSING:
            told = f"missing, expected {_nouns(_members(hints[spec.name]))}"
            raise ConfigError(node.location, (*keys, name), told)
    try:
        return cls(**values)
    except ValueError as error:
        raise _refused(error, node, keys) from None


def _refused(error: ValueError, node: Node, keys: Keys) -> ConfigError:
    """What the class itself does not take, at the value that it names."""
    below = error.keys if isinstance(error, Misplaced) else ()
    for key in below:
        node = child(node, key) or node
    return ConfigError(node.location, (*keys, *below), str(error))


def read(hint: object, node: Node, keys: Keys, environ: Mapping[str, str]) -> object:
    """A value as its annotation wants it; raises ConfigError where it is something else."""
    members = _members(hint)
    if object in members:
        return _free(node, keys, environ)
    if isinstance(node, Scalar):
        return _scalar(members, _filled(node, keys, environ), keys)
    for member in members:
        if isinstance(node, Seq) and get_origin(member) is tuple:
            item = get_args(member)[0]
            return tuple(read(item, n, (*keys, i), environ) for i, n in enumerate(node.items))
        if isinstance(node, Map) and _takes(member, members, node):
            return _mapping(member, node, keys, environ)
    raise _misfit(members, node, keys)


def _free(node: Node, keys: Keys, environ: Mapping[str, str]) -> object:
    """Any JSON, as for the body of a request; a Secret stays one wherever it stands."""
    if isinstance(node, Seq):
        return [_free(item, (*keys, i), environ) for i, item in enumerate(node.items)]
    if isinstance(node, Map):
        if node.secret:
            return _secret(node, keys)
        return {k: _free(v.value, (*keys, k), environ) for k, v in node.entries.items()}
    return _scalar((bool, int, float, str, NoneType), _filled(node, keys, environ), keys)


def _takes(hint: object, members: Members, node: Map) -> bool:
    if Secret in members and "secret" in node.entries:
        return hint is Secret
    return hint is not Secret and (is_dataclass(hint) or get_origin(hint) is Mapping)


def _mapping(hint: object, node: Map, keys: Keys, environ: Mapping[str, str]) -> object:
    if hint is Secret:
        return _secret(node, keys)
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, node, keys, environ)
    item = get_args(hint)[1]
    return {k: read(item, v.value, (*keys, k), environ) for k, v in node.entries.items()}


def _secret(node: Map, keys: Keys) -> Secret:
    name = node.secret
    if name is None or not re.fullmatch(variables.NAME, name.text):
        told = "expected {secret: NAME}, the name of a variable such as MEMBER_PASSWORD"
        raise ConfigError(node.location, keys, told)
    return Secret(name.text, node.location)


def _filled(node: Scalar, keys: Keys, environ: Mapping[str, str]) -> Scalar:
    if "${" not in node.text:
        return node
    try:
        return node._replace(text=variables.fill(node.text, environ), filled=True)
    except LookupError as error:
        raise NotSet(node.location, keys, str(error)) from None
    except ValueError as error:
        raise ConfigError(node.location, keys, str(error)) from None


def _scalar(members: Members, node: Scalar, keys: Keys) -> object:
    if node.null and NoneType in members:
        return None
    if node.filled and str in members:
        return node.text
    for member in sorted(members, key=_rank):
        try:
            return _as(member, node)
        except (LookupError, ValueError):
            continue
    raise _misfit(members, node, keys)


def _rank(hint: object) -> int:
    order = list(READERS)
    return order.index(hint) if hint in order else 0


def _as(hint: object, node: Scalar) -> object:
    """The scalar as one type; raises ValueError or LookupError where it is another."""
    if get_origin(hint) is Literal:
        return {str(choice): choice for choice in get_args(hint)}[node.text]
    quoted = not (node.plain or node.filled)
    if node.null or (quoted and hint in (bool, int, float)):
        raise ValueError
    return READERS[hint](node.text)


def _hints(cls: type[Any]) -> Mapping[str, object]:
    """The annotations, kept: a long list asks for those of its items again and again."""
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls)
    return _HINTS[cls]


def _known(cls: type[Any]) -> "dict[str, Field[Any]]":
    """The fields by the key that sets them."""
    return {spec.name.removesuffix("_"): spec for spec in fields(cls) if spec.init}


def _members(hint: object) -> Members:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _unknown(name: str, known: "Mapping[str, Field[Any]]") -> str:
    option = option_of(known[name]) if name in known else None
    if option and not option.internal:
        return f"this is set on the command line only: {option.name}"
    names = [key for key, spec in known.items() if not option_of(spec)]
    return unknown("key", name, names)


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Words for a name that nobody knows, with the nearest one or all that there are."""
    known = list(known)
    return f"unknown {what}{nearest(name, known) or f', expected {listed(known)}'}"


def _nouns(members: Members) -> str:
    """What an annotation asks for, in words."""
    nouns: list[str] = []
    for member in members:
        if get_origin(member) is Literal:
            nouns += (shown(str(choice)) for choice in get_args(member))
        elif get_origin(member) is tuple:
            nouns.append("a list")
        elif member is not NoneType:
            nouns.append(NOUNS.get(member, "a mapping"))
    return listed(dict.fromkeys(nouns))


def _misfit(members: Members, node: Node, keys: Keys) -> ConfigError:
    told = f"expected {_nouns(members)}, got {_got(members, node)}"
    if isinstance(node, Scalar) and not node.filled:
        literals = (get_args(m) for m in members if get_origin(m) is Literal)
        told += nearest(node.text, [str(choice) for choices in literals for choice in choices])
    return ConfigError(node.location, keys, told)


def _got(members: Members, node: Node) -> str:
    """What stands there instead; a text only where it may be a slip of the pen."""
    if not isinstance(node, Scalar):
        return "a list" if isinstance(node, Seq) else "a mapping"
    if node.null:
        return "nothing"
    if node.filled:
        return "what the environment gave"
    scalar = any(m in READERS or get_origin(m) is Literal for m in members)
    if Secret in members or not scalar or len(node.text) > 20:
        return "text"
    return shown(node.text) if node.plain else f"the text {shown(node.text)!r}"
