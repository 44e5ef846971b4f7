"""Which variables does a ``.env.schema`` in the language @env-spec declare?

https://varlock.dev/env-spec/reference/ and https://varlock.dev/reference/item-decorators/
"""

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.contract.decorators import Comments, read
from launchready_ci.gates.env.contract.items import Item, header, items
from launchready_ci.gates.env.contract.types import type_of
from launchready_ci.gates.env.contract.values import Call, Value
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.dotenv.env_spec import COMPUTED
from launchready_ci.gates.env.values.types import ValueType

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d*[1-9])?")
"""What is read as a number: one that keeps its form."""


class Header(NamedTuple):
    """What the root decorators say of every item."""

    comments: Comments
    environments: tuple[str, ...]
    """What the item that names the environment may be, where its type lists it."""

    def said(self, name: str) -> Value | None:
        return self.comments.decorators.get(name)


def declarations(path: str, data: bytes) -> Iterator[Declared | Unreadable]:
    """Every item, and every line that is none; nothing of a file that ``@disable`` switches off."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    comments, found = read(header(text)), list(items(path, text))
    if comments.decorators.get("disable") == "true":
        return
    known = {item.name: read(item.comments) for item in found if isinstance(item, Item)}
    head = Header(comments, _environments(comments, known))
    for item in found:
        if isinstance(item, Unreadable):
            yield item
        else:
            yield _declared(item, known[item.name], head)


class Import(NamedTuple):
    """``@import(./.env.shared, pick=[A, B_*])``."""

    path: str
    """From the top of the repository."""
    pick: tuple[str, ...]
    omit: tuple[str, ...]

    def brings(self, name: str) -> bool:
        """Is this variable among those that are taken over?"""
        from fnmatch import fnmatchcase

        picked = not self.pick or any(fnmatchcase(name, glob) for glob in self.pick)
        return picked and not any(fnmatchcase(name, glob) for glob in self.omit)


def imports(path: str, data: bytes) -> Iterator[Import]:
    """The files of the repository that the header imports; of a folder its ``.env.schema``."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    for call in read(header(text)).calls:
        if call.name != "import" or not call.texts or not call.texts[0].startswith("."):
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), call.texts[0]))
        if call.texts[0].endswith("/"):
            target = posixpath.join(target, ".env.schema")
        yield Import(target, call.texts[1:] or _texts(call, "pick"), _texts(call, "omit"))


def _texts(call: Call, option: str) -> tuple[str, ...]:
    value = call.options.get(option)
    return value.texts if isinstance(value, Call) else ()


def _environments(header: Comments, known: dict[str, Comments]) -> tuple[str, ...]:
    flag = header.decorators.get("currentEnv") or header.decorators.get("envFlag")
    comments = known.get(flag.strip("${}")) if isinstance(flag, str) else None
    type_ = type_of(comments.decorators.get("type", "")) if comments else None
    return type_.choices if type_ else ()


def _declared(item: Item, comments: Comments, head: Header) -> Declared:
    said, computed = comments.decorators, item.value == COMPUTED
    required = _required(item, comments, head)
    return Declared(
        item.name,
        item.location,
        item.ignored,
        required=required.said,
        required_in=required.environments,
        conditional=required.conditional,
        secret=_secret(item.name, comments, head),
        type=type_of(said["type"]) if "type" in said else _inferred(item),
        default="" if computed else item.value or None,
        description=comments.words,
        example=_text(said.get("example")),
        deprecated=_deprecated(said.get("deprecated")),
    )


class Required(NamedTuple):
    """Whether an item must have a value, as ``Declared`` has it."""

    said: bool | None = None
    environments: tuple[str, ...] = ()
    conditional: bool = False


CONDITIONAL = Required(conditional=True)


def _required(item: Item, comments: Comments, head: Header) -> Required:
    """What is said of the item itself; else the default of the file, which may be unsaid."""
    for name, wanted in (("required", True), ("optional", False)):
        if name in comments.decorators:
            return _of(comments.decorators[name], head.environments, wanted=wanted)
    default = head.said("defaultRequired")
    if item.value or default is None:
        return Required()
    return Required(default == "true")


def _of(value: Value, environments: tuple[str, ...], *, wanted: bool) -> Required:
    """``@required=value``, or without ``wanted`` ``@optional=value``."""
    if isinstance(value, str):
        return Required((value == "true") is wanted) if value[:1] != "$" else CONDITIONAL
    if value.name == "not" and len(value.arguments) == 1:
        return _of(value.arguments[0], environments, wanted=not wanted)
    if value.name != "forEnv" or len(value.texts) != len(value.arguments):
        return CONDITIONAL
    if wanted:
        return Required(said=True, environments=value.texts)
    others = tuple(name for name in environments if name not in value.texts)
    return Required(said=True, environments=others) if others else CONDITIONAL


def _secret(name: str, comments: Comments, head: Header) -> bool | None:
    """What is said of the item itself, else of the whole file."""
    said = comments.decorators
    for decorator, wanted in (("sensitive", True), ("public", False)):
        if decorator in said:
            value = said[decorator]
            if isinstance(value, Call) and value.name == "{":
                value = value.options.get("enabled", "true")
            return wanted if value == "true" else not wanted if value == "false" else None
    default = head.said("defaultSensitive")
    if isinstance(default, Call):
        return not name.startswith(default.texts) if default.name == "inferFromPrefix" else None
    return {"true": True, "false": False}.get(default or "")


def _inferred(item: Item) -> ValueType | None:
    """The type of a value that is written without quotes."""
    if item.quote or not item.value:
        return None
    if item.value in ("true", "false"):
        return ValueType("bool")
    return ValueType("float") if NUMBER.fullmatch(item.value) else None


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None


def _deprecated(value: Value | None) -> str | None:
    if value is None or value == "false" or isinstance(value, Call):
        return None
    return "" if value == "true" else value
