"""Which variables does one file read directly, and through which parameters do names come in?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import WORD
from launchready_ci.gates.env.usage.javascript.defaults import has_default, is_written
from launchready_ci.gates.env.usage.javascript.environment import AFTER, Use
from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.named import Named, Parameter
from launchready_ci.gates.env.usage.javascript.names import Names

DOT = re.compile(r"\s*(?:\?\.|\.)\s*(?P<name>[A-Za-z_$][\w$]*)")
INDEX = re.compile(r"\s*(?:\?\.)?\s*\[")
ASSIGNED = re.compile(r"\}\s*(?::[^=;{}()]*(?:\{[^{}]*\})?[^=;{}()]*)?=\s*(?:\(\s*)?$")
IN = re.compile(r"((?:([\"'`])\0+\2|[\w$.]+))\s+in\s+$")
NESTED = re.compile(r"\{\s*env\s*:\s*(?=\{)")
FROM_PROCESS = re.compile(r"\}\s*=\s*process\b(?!\s*\.)")
MEMBERS = {"has", "get", "hasOwnProperty"}
OWNS = re.compile(r"Object\s*\.\s*hasOwn\s*\(\s*$")
BUILT_IN = {"MODE", "DEV", "PROD", "SSR", "BASE_URL"}
"""https://vite.dev/guide/env-and-mode#built-in-constants"""


class Access(NamedTuple):
    """A name, or a parameter that will be one, and whether the code goes on without it."""

    what: Named | Parameter
    default: bool


def accesses(file: File, uses: list[Use], names: Names) -> Iterator[Access]:
    """What is taken out of the environment at these places."""
    for use in uses:
        before = file.code[max(0, use.start - 200) : use.start]
        after = AFTER.match(file.code, use.end)
        end = after.end() if after else use.end
        if asked := IN.search(before):
            yield from _asked(file, use, use.start - len(before) + asked.start(1), names)
        if assigned := ASSIGNED.search(before):
            yield from _destructured(file, use.start - len(before) + assigned.start(), names)
        elif dot := DOT.match(file.code, end):
            yield from _member(file, use, dot, names)
        elif index := INDEX.match(file.code, end):
            yield from _indexed(file, use, index.end(), names)
        elif OWNS.search(before) and file.code[use.end : use.end + 1] == ",":
            closing = file.code.find(")", use.end)
            yield from (Access(what, default=True) for what in names.of(file, use.end + 1, closing))
    for match in NESTED.finditer(file.code):
        closing = file.closing.get(match.start(), -1)
        if closing > 0 and FROM_PROCESS.match(file.code, closing):
            yield from _destructured(file, file.closing.get(match.end(), -1), names)


def _asked(file: File, use: Use, start: int, names: Names) -> Iterator[Access]:
    """``"X" in process.env``."""
    default = re.match(r"[^;{]{0,40}\)\s*\{?\s*throw\b", file.code[use.end : use.end + 80]) is None
    end = file.code.rfind(" in", start, use.start)
    yield from (Access(what, default) for what in names.of(file, start, end))


def _indexed(file: File, use: Use, start: int, names: Names) -> Iterator[Access]:
    closing = file.closing.get(start - 1)
    if closing is not None and not is_written(file, use.start, closing + 1):
        default = has_default(file, use.start, closing + 1)
        yield from (Access(what, default) for what in names.of(file, start, closing))


def _member(file: File, use: Use, dot: re.Match[str], names: Names) -> Iterator[Access]:
    name, end = dot["name"], dot.end()
    if file.code[end : end + 1] == "(" or (name in MEMBERS and file.code[end : end + 1] == "<"):
        opening = file.code.find("(", end)
        argument = next(iter(file.parts(opening)), None)
        if name in MEMBERS and argument and (use.kind == "Deno" or name == "hasOwnProperty"):
            closing = file.closing.get(opening, end)
            default = name != "get" or has_default(file, use.start, closing + 1)
            yield from (Access(what, default) for what in names.of(file, *argument))
        return
    if use.kind == "Deno" or (use.kind == "import" and name in BUILT_IN):
        return
    if not is_written(file, use.start, end):
        default = has_default(file, use.start, end)
        yield Access(Named(name, file, dot.start("name")), default)


def _destructured(file: File, closing: int, names: Names) -> Iterator[Access]:
    """``{ A, B: b, C = "x", ["D"]: d, ...rest }``."""
    opening = file.opening.get(closing)
    for start, end in file.parts(opening) if opening is not None else ():
        default = re.search(r"(?<![=!<>])=(?![=>])", file.code[start:end]) is not None
        if file.code[start] == "[" and start in file.closing:
            found = names.of(file, start + 1, file.closing[start])
            yield from (Access(what, default) for what in found)
        elif word := WORD.match(file.code, start, end):
            yield Access(Named(word[0], file, start), default)
        elif file.code[start] in "\"'":
            quoted = file.text[start + 1 : end].partition(file.text[start])[0]
            yield Access(Named(quoted, file, start + 1), default)
