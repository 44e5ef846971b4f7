"""What do the comments before a variable say: ``@required @type=enum(a, b)``, and in words?

https://varlock.dev/env-spec/reference/#comments-and-decorators
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from launchready_ci.gates.env.contract.values import Call, Unclosed, Value, arguments, parse

DECORATOR = re.compile(r"@([A-Za-z][^\s=()#@]*)(?:([=(])[ \t]*)?")
CONTINUED = re.compile(r"[ \t]+#(?:[ \t].*)?$")
"""A comment inside of a value that goes on on the next line; ``#tag`` is none."""


LONGEST = 5_000
"""Characters of a line; a longer one is words."""
MOST = 50
"""Lines of one value."""


class Comments(NamedTuple):
    """A block of comments, read."""

    decorators: Mapping[str, Value]
    """Name → value; one without is ``true``, and ``@docs(…)`` is a call of its own name."""
    calls: tuple[Call, ...]
    """The bare calls, which may come several times."""
    words: str
    """The rest, for people."""


def read(lines: Iterable[str]) -> Comments:
    """Read what follows the ``#`` of each line."""
    decorators: dict[str, Value] = {}
    calls: list[Call] = []
    words: list[str] = []
    rest = iter(lines)
    for line in rest:
        if not line.lstrip().startswith("@") or len(line) > LONGEST:
            words.append(line.strip())
            continue
        for name, value in _decorators(line.strip(), rest):
            decorators.setdefault(name, value)
            if isinstance(value, Call) and value.name == name:
                calls.append(value)
    return Comments(decorators, tuple(calls), " ".join(filter(None, words)))


def _decorators(text: str, following: Iterator[str]) -> Iterator[tuple[str, Value]]:
    """The decorators of a line; a bracket that it opens may be closed on a later one."""
    while text and not text.startswith("#"):
        match = DECORATOR.match(text)
        if match is None:
            text = text.partition(" ")[2].lstrip()  # a stray word
            continue
        value, text = _valued(match, text[match.end() :], following)
        yield match[1], value
        text = text.lstrip()


def _valued(match: re.Match[str], text: str, following: Iterator[str]) -> tuple[Value, str]:
    if match[2] is None:
        return "true", text
    whole = text
    with suppress(ValueError):
        for _ in range(MOST):
            try:
                return arguments(match[1], whole) if match[2] == "(" else parse(whole)
            except Unclosed:
                more = next(following, None)
                if more is None or len(more) > LONGEST:
                    break
                whole = CONTINUED.sub("", whole) + "\n" + _going_on(more)
    plain, _, rest = text.partition(" ")
    return plain, rest


def _going_on(line: str) -> str:
    text = line.strip()
    commented = text == "#" or text.startswith("# ")
    return "" if commented else CONTINUED.sub("", text)
