"""What a misfit with the official schema of OpenAPI means, and what to write instead."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from launchready_ci.json_schema import Misfit, Told, told
from launchready_ci.json_schema.meant import misfits
from launchready_ci.json_schema.told import at
from launchready_ci.nodes import Keys, listed, shown

Json = Mapping[str, Any]
PATTERNS = {
    r"^3\.0\.\d(-.+)?$": "expected a version such as 3.0.4",
    r"^3\.1\.\d+(-.+)?$": "expected a version such as 3.1.1",
    "^[Bb][Ee][Aa][Rr][Ee][Rr]$": "bearerFormat is for the scheme bearer only",
}
"""Of the official schemas: what they ask for."""
UNKNOWN = ("AdditionalProperties", "UnevaluatedProperties")


def said(found: Sequence[Misfit], value: object, form: Json) -> list[Told]:
    """Everything to say of a document, or a part of one, each once."""
    meant = list(misfits(found))
    every = dict.fromkeys(one for misfit in meant for one in _told(misfit, value, form))
    slips = {(one.keys[:-1], one.near) for one in every if one.kind == "unknown"}
    other_type = {one.keys for one in every if one.kind == "type"}
    echoes = _echoes(meant, form)
    return [
        one
        for one in every
        if one.keys not in echoes
        and not (one.kind == "missing" and (one.keys, one.name) in slips)
        and not (one.kind == "value" and one.keys in other_type)
    ]


def _told(misfit: Misfit, value: object, form: Json) -> list[Told]:
    holder = _node(form, misfit.schema.rpartition("/")[0])
    if misfit.kind in UNKNOWN:
        return list(_unknown(misfit, value, holder, form))
    if misfit.kind in ("Not", "OneOfMultipleValid"):
        names = _excluding(_node(form, misfit.schema), at(value, misfit.keys))
        if len(names) == 1:
            keys, message = (*misfit.keys, names[0]), f"`{names[0]}` is not allowed here"
            return [Told("unknown", keys, True, message)]
        if names:
            both = listed((f"`{name}`" for name in names), "and")
            return [Told("value", misfit.keys, True, f"{both} exclude each other")]
    if misfit.kind == "Pattern" and misfit.asked["pattern"] in PATTERNS:
        return [Told("value", misfit.keys, False, PATTERNS[misfit.asked["pattern"]])]
    if misfit.schema.endswith("/responses/then/required") and not _only_own(value, misfit.keys):
        return []  # 3.1 asks for `default` where no status is one, which has been said already
    return told(misfit, value, lambda _: _known(holder, form))


def _only_own(value: object, keys: Keys) -> bool:
    """Does the object have keys, and do all begin with ``x-``?"""
    here = at(value, keys)
    return isinstance(here, dict) and bool(here) and all(key[:2] == "x-" for key in here)


def _unknown(misfit: Misfit, value: object, holder: Json, form: Json) -> Iterator[Told]:
    known, patterns = _known(holder, form), holder.get("patternProperties", {})
    expected = ""
    if any(pattern.startswith(("^/", r"^\/")) for pattern in patterns):
        expected = "a path begins with /"
    elif any(pattern.startswith("^[1-5]") for pattern in patterns):
        expected = "expected a status such as 200 or 4XX, or default"
    for name in misfit.asked["unexpected"]:
        keys = (*misfit.keys, name)
        if name in known:
            yield Told("unknown", keys, True, f"`{name}` is not allowed here")
        elif expected:
            yield Told("unknown", keys, True, f"`{shown(name)}`: {expected}")
        else:
            one = misfit._replace(asked={"unexpected": [name]})
            yield from told(one, value, lambda _: sorted(known))


def _echoes(meant: Sequence[Misfit], form: Json) -> set[Keys]:
    """Known keys that are only not allowed because something else in their object is wrong.

    ``unevaluatedProperties`` does not see the keys of a form that did not fit.
    """
    wrong = {one.keys[:n] for one in meant if one.kind not in UNKNOWN for n in _to(one.keys)}
    return {
        (*one.keys, name)
        for one in meant
        if one.kind in UNKNOWN and one.keys in wrong
        for name in one.asked["unexpected"]
        if name in _known(_node(form, one.schema.rpartition("/")[0]), form)
    }


def _to(keys: Sequence[object]) -> range:
    return range(len(keys) + 1)


def _node(form: Json, location: str) -> Any:  # noqa: ANN401 - a part of a schema
    """What stands at a place of the official schema; nothing for a place of another one."""
    node: Any = form
    for part in location.partition("#")[2].split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        elif isinstance(node, dict) and key in node:
            node = node[key]
        else:
            return {}
    return node


def _known(holder: Any, form: Json, deep: int = 5) -> set[str]:  # noqa: ANN401 - any schema
    """The keys that an object may have, those of what it is composed of included."""
    if not isinstance(holder, dict) or not deep:
        return set()
    known = set(holder.get("properties", {}))
    for pattern in holder.get("patternProperties", {}):
        if found := re.fullmatch(r"\^\(([a-z|]+)\)\$", pattern):
            known |= set(found[1].split("|"))
    inner = [*holder.get("allOf", ()), *holder.get("dependentSchemas", {}).values()]
    inner += [holder[key] for key in ("then", "else") if key in holder]
    inner += holder.get("$defs", {}).values() if holder is not form else ()
    if str(ref := holder.get("$ref", "")).startswith("#/"):
        inner.append(_node(form, str(ref)))
    return known.union(*(_known(each, form, deep - 1) for each in inner))


def _excluding(forms: Any, here: object) -> list[str]:  # noqa: ANN401 - a part of a schema
    """Keys that may not stand beside each other: ``schema`` and ``content``."""
    if isinstance(forms, dict):
        names = forms.get("required", [])
    else:
        names = [form["required"][0] for form in forms if "required" in form]
    return [name for name in names if isinstance(here, dict) and name in here]
