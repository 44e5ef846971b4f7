"""A misfit in words: what stands there, what was expected; never the value itself."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from launchready_ci.json_schema.meant import ALIKE, nothing
from launchready_ci.json_schema.misfit import Known, Misfit
from launchready_ci.json_schema.words import LISTED, OF_ALL, words
from launchready_ci.nearest import close
from launchready_ci.nodes import Keys, dotted, listed, shown
from launchready_ci.redact import redact

MOST = 100
"""Unknown keys of one mapping that are told one by one."""
Kind = Literal["unknown", "missing", "type", "value"]
NOUNS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
    "null": "null",
}
"""In the order in which they are told."""
GOT = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a mapping",
}


class Told(NamedTuple):
    """What is said of one place."""

    kind: Kind
    keys: Keys
    """The way to what the place is of."""
    at_key: bool
    """It is the key that does not fit, not its value."""
    message: str
    name: str = ""
    """The key that is unknown or missing."""
    near: str = ""
    """The key that seems to be meant by it, or meant for it."""

    def __str__(self) -> str:
        # an unknown key is named by the message already
        keys = self.keys[:-1] if self.kind == "unknown" else self.keys
        return ": ".join(filter(None, (place(keys), self.message)))


def place(keys: Keys) -> str:
    """The keys as a message has them."""
    return redact(dotted(keys))


def told(misfit: Misfit, root: object, known: Known = nothing) -> list[Told]:
    """Everything to say of a misfit in the document ``root``."""
    tell = TELLERS.get(misfit.kind)
    return tell(misfit, root, known) if tell else [_value(misfit, root)]


def at(root: Any, keys: Keys) -> Any:  # noqa: ANN401 - any JSON
    """The value of these keys; None where there is none."""
    for key in keys:
        try:
            root = root[key]
        except (LookupError, TypeError):
            return None
    return root


def _value(misfit: Misfit, root: object) -> Told:
    said = words(misfit, at(root, misfit.keys))
    return Told("value", misfit.keys, misfit.kind in OF_ALL, said)


def without_echoes(said: Iterable[Told]) -> list[Told]:
    """Each once, and of a slip in a key only that it is unknown, not that another is missing."""
    once = list(dict.fromkeys(said))
    slips = {(told.keys[:-1], told.near) for told in once if told.kind == "unknown"}
    return [told for told in once if told.kind != "missing" or (told.keys, told.name) not in slips]


def _unknown(misfit: Misfit, root: object, known: Known) -> list[Told]:
    value, said = at(root, misfit.keys), []
    free = [key for key in known(misfit) if not (isinstance(value, dict) and key in value)]
    unexpected = misfit.asked["unexpected"]
    for name in unexpected[:MOST]:
        near = next(iter(close(name, free, 1, ALIKE)), "")
        expected = f", expected {listed(map(_key, free))}" if 0 < len(free) <= LISTED else ""
        meant = f", did you mean {_key(near)}?" if near else expected
        keys, message = (*misfit.keys, name), f"unknown key {_key(name)}{meant}"
        said.append(Told("unknown", keys, True, message, name, near))
    if (more := len(unexpected) - MOST) > 0:
        told = f"{more:,} more unknown keys"
        said.append(Told("unknown", (*misfit.keys, unexpected[MOST]), True, told))
    return said


def _missing(misfit: Misfit, root: object, known: Known) -> list[Told]:
    value, name = at(root, misfit.keys), str(misfit.asked["property"])
    others = set(known(misfit))
    there = [key for key in value if key not in others] if isinstance(value, dict) else []
    slip = next(iter(close(name, there, 1, ALIKE)), "")
    hint = f", is {_key(slip)} meant for it?" if slip else ""
    message = f"the key {_key(name)} is missing{hint}"
    return [Told("missing", misfit.keys, True, message, name, slip)]


def _missing_one(misfit: Misfit, _: object, __: Known) -> list[Told]:
    names = listed(map(_key, misfit.asked["properties"]))
    return [Told("missing", misfit.keys, True, f"one of the keys {names} is missing")]


def _not_allowed(misfit: Misfit, root: object, _: Known) -> list[Told]:
    if not misfit.keys or isinstance(misfit.keys[-1], int):
        return [_value(misfit, root)]
    told = f"the key {_key(misfit.keys[-1])} is not allowed here"
    return [Told("unknown", misfit.keys, True, told)]


def _name(misfit: Misfit, _: object, __: Known) -> list[Told]:
    name, inner = str(misfit.asked.get("name", "")), misfit.inner or misfit
    told = f"the key {_key(name)} does not fit: {words(inner, name)}"
    return [Told("unknown", (*misfit.keys, name), True, told)]


def _type(misfit: Misfit, root: object, _: Known) -> list[Told]:
    value = at(root, misfit.keys)
    types = [name for name in NOUNS if name in misfit.asked["types"]]
    wanted = listed(NOUNS[name] for name in types)
    hint = " (without quotes)" if isinstance(value, str) and _is_plain(value, types) else ""
    if types == ["string"] and isinstance(value, int | float):
        hint = " (in quotes)"
    came = GOT.get(type(value), "something else")
    if isinstance(value, float) and "integer" in types:
        came = "one with a fraction"
    return [Told("type", misfit.keys, False, f"expected {wanted}{hint}, got {came}")]


def _is_plain(text: str, types: list[str]) -> bool:
    """Would the text be of the type that is asked for, if it stood without quotes?"""
    if text in ("true", "false"):
        return "boolean" in types
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isdecimal() and ("number" in types or ("integer" in types and "." not in text))


def _none(misfit: Misfit, root: object, _: Known) -> list[Told]:
    """No branch fits, and none is nearer than the others."""
    depth, either = len(misfit.keys), dict[str, None]()
    for branch in misfit.branches[:3]:
        said = [t._replace(keys=t.keys[depth:]) for one in branch[:2] for t in told(one, root)]
        either[" and ".join(dict.fromkeys(map(str, said)))] = None
    forms = "; or ".join(filter(None, either))
    message = "fits none of the forms that are allowed" + (f": {forms}" if forms else "")
    return [Told("value", misfit.keys, False, message)]


@lru_cache(1000)
def _key(name: str) -> str:
    return f"`{shown(redact(name))}`"


TELLERS: dict[str, Callable[[Misfit, object, Known], list[Told]]] = {
    "AdditionalProperties": _unknown,
    "AnyOf": _none,
    "FalseSchema": _not_allowed,
    "OneOfNotValid": _none,
    "PropertyNames": _name,
    "Required": _missing,
    "RequiredOneOf": _missing_one,
    "Type": _type,
    "UnevaluatedProperties": _unknown,
}
"""What is not here is about a value: ``words``."""
