"""How does @env-spec write a value: bare, quoted, ``call(a, key=b)``, ``[a, b]``, ``{key=a}``?

https://varlock.dev/env-spec/reference/#common-rules
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

DEEPEST = 20
"""Calls inside of calls; what is nested deeper is no contract."""
QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""")
NAME = re.compile(r"[A-Za-z_]\w*")
KEY = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?!=)")
BARE = re.compile(r"(?:[^\s,()\[\]{}]|\((?:[^()]*)\))+")
CLOSING = {"(": ")", "[": "]", "{": "}"}


class Call(NamedTuple):
    """A function call; of ``[…]`` and ``{…}`` the name is the bracket."""

    name: str
    arguments: "tuple[Value, ...]" = ()
    options: "Mapping[str, Value]" = MappingProxyType({})

    @property
    def texts(self) -> tuple[str, ...]:
        """The arguments that are plain values."""
        return tuple(argument for argument in self.arguments if isinstance(argument, str))


Value: TypeAlias = str | Call


def parse(text: str) -> tuple[Value, str]:
    """The value at the start of the text, and what follows it.

    Raises ValueError where a bracket or a quote is not closed.
    """
    return _value(text, 0)


def _value(text: str, depth: int) -> tuple[Value, str]:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if match := QUOTED.match(text):
        return re.sub(r"\\(.)", r"\1", match[2]), text[match.end() :]
    if text[:1] in ("[", "{"):
        return _call(text[0], text[1:], CLOSING[text[0]], depth)
    if (match := NAME.match(text)) and text[match.end() :].startswith("("):
        return _call(match[0], text[match.end() + 1 :], ")", depth)
    if text[:1] in ('"', "'", "`"):
        raise ValueError(f"a {text[0]} is not closed")
    match = BARE.match(text)
    return (match[0], text[match.end() :]) if match else ("", text)


def _call(name: str, rest: str, closing: str, depth: int) -> tuple[Call, str]:
    arguments: list[Value] = []
    options: dict[str, Value] = {}
    while True:
        rest = rest.lstrip(", \t\n")
        if not rest:
            raise ValueError(f"a {closing} is missing")
        if rest.startswith(closing):
            return Call(name, tuple(arguments), options), rest[1:]
        key = KEY.match(rest)
        value, after = _value(rest[key.end() :].lstrip() if key else rest, depth + 1)
        if after == rest:
            raise ValueError(f"expected a value or {closing}")
        rest = after
        if key:
            options[key[1]] = value
        else:
            arguments.append(value)
