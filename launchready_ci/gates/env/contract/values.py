"""How does @env-spec write a value: bare, quoted, ``call(a, key=b)``, ``[a, b]``, ``{key=a}``?

https://varlock.dev/env-spec/reference/#common-rules
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

DEEPEST = 20
"""Calls inside of calls; what is nested deeper is no contract."""
# no possessive quantifiers: those of Python 3.11.2, which Debian 12 has, get groups wrong
QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*)\1""", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")
KEY = re.compile(r"([A-Za-z_]\w*)[ \t]*=(?!=)[ \t]*")
CLOSING = {"(": ")", "[": "]", "{": "}"}
ALONE, ARGUMENT, ELEMENT = (re.compile(p) for p in (r"[^\s#]+", r"[^\s,)]+", r"[^\s,)\]}]+"))
"""What a bare value may be: alone, in a call, between brackets."""


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


class Unclosed(ValueError):
    """A bracket or a quote is not closed."""


def parse(text: str) -> tuple[Value, str]:
    """The value at the start of the text, and what follows it.

    Raises ValueError, and Unclosed where more text might end it.
    """
    return _value(text, ALONE, 0)


def arguments(name: str, text: str) -> tuple[Call, str]:
    """The call of that name, whose arguments start the text, behind the ``(``; and what follows."""
    return _call(name, text, ")", 0)


def _value(text: str, bare: re.Pattern[str], depth: int) -> tuple[Value, str]:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if match := QUOTED.match(text):
        return re.sub(r"\\(.)", r"\1", match[2]), text[match.end() :]
    if text[:1] in ("[", "{"):
        return _call(text[0], text[1:], CLOSING[text[0]], depth)
    if (match := NAME.match(text)) and text.startswith("(", match.end()):
        return _call(match[0], text[match.end() + 1 :], ")", depth)
    if text[:1] in ('"', "'", "`"):
        raise Unclosed(f"a {text[0]} is not closed")
    match = bare.match(text)
    return (match[0], text[match.end() :]) if match else ("", text)


def _call(name: str, rest: str, closing: str, depth: int) -> tuple[Call, str]:
    found: list[Value] = []
    options: dict[str, Value] = {}
    while True:
        rest = rest.lstrip(", \t\n")
        if not rest:
            raise Unclosed(f"a {closing} is missing")
        if rest.startswith(closing):
            return Call(name, tuple(found), options), rest[1:]
        key = KEY.match(rest)
        start = rest[key.end() :] if key else rest
        value, rest = _value(start, ARGUMENT if closing == ")" else ELEMENT, depth + 1)
        if rest == start and not (key and rest[:1] in (",", closing)):
            raise ValueError(f"expected a value or {closing}")
        if key:
            options[key[1]] = value
        else:
            found.append(value)
