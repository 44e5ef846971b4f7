"""Which names can an expression be, in a language that is read by patterns?"""

import re
from collections.abc import Callable
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import Function
from launchready_ci.gates.env.usage.grammar import Language
from launchready_ci.gates.env.usage.source import Source

DOTTED = re.compile(
    r"[&*]?[$@]?(?:[A-Za-z_]\w*\s*(?:\.|::|->)\s*)*[$@]?([A-Za-z_]\w*)(?:\.(?:to_s|toString\(\)|as_str\(\)|into\(\)))?"
)
CASE = re.compile(r"\s*\.\s*(?:upcase|toUpperCase\(\)|uppercase\(\)|to_uppercase\(\)|ToUpper\(\))$")
OUTER_CASE = re.compile(r"(?:strings\.ToUpper|strtoupper|String\.upcase)\s*\(")
DEEPEST = 4
NAME_ONLY = re.compile(r"[A-Za-z0-9_]+")
INTERPOLATED = re.compile(r"[$@]*\"(\0*)(?:#\{|\$\{|\{)([^{}]*)\}(\0*)\"")
CONSTANTS = re.compile(r"[\w.:]*?[A-Z]\w*(?:\.|::|->)|self::|.*(?:\.|::|->)[A-Z][A-Z0-9_]*$")
"""A member of a class or module, or one that is written like a constant."""
LIST = r"\b{}\s*(?::[^=\n]*)?:?=\s*[^\n;]*?((?:\[\]\w*\s*|%[wi])?[\[({{])"
QUOTED_WORDS = re.compile(r"%[wi]")
Constant = Callable[[Source, str], tuple[Source, str, int] | None]
"""A constant by its name, in another file than this: its file, text and place."""


class Found(NamedTuple):
    """A name, and where it is written."""

    name: str
    start: int
    code: Source | None = None
    """The other file that it is written in."""


class Parameter(NamedTuple):
    """The expression is what the function is given: the call sites tell."""

    function: Function
    position: int
    prefix: str = ""
    suffix: str = ""
    upper: bool = False

    def applied(self, text: str) -> str:
        """The variable's name for this argument."""
        return self.prefix + (text.upper() if self.upper else text) + self.suffix

    def through(self, outer: "Parameter") -> "Parameter":
        """The same, passed on as another function's."""
        return self._replace(
            prefix=outer.prefix + self.prefix,
            suffix=self.suffix + outer.suffix,
            upper=self.upper or outer.upper,
        )


class Expressions:
    """Resolves the expressions of all files of a language."""

    def __init__(self, language: Language, constant: Constant) -> None:
        self._language = language
        self._constant = constant
        self._joins = re.compile(rf"[()\[\]{{}}]|{re.escape(language.joins)}")
        self._loop = re.compile(language.loop) if language.loop else None

    def of(self, code: Source, start: int, end: int, depth: int = 0) -> list[Found | Parameter]:
        """Everything that this expression can be; nothing when that cannot be told."""
        start, end = code.stripped(start, end)
        if depth > DEEPEST or start >= end:
            return []
        if literal := code.literal(start, end):
            return self._interpolated(code, *literal, depth)
        if inside := INTERPOLATED.fullmatch(code.code, start, end):
            prefix, suffix = code.text[slice(*inside.span(1))], code.text[slice(*inside.span(3))]
            return [
                _around(prefix, one, suffix) for one in self.of(code, *inside.span(2), depth + 1)
            ]
        if inner := _cased(code, start, end):
            return [_upper(one) for one in self.of(code, *inner, depth + 1)]
        pieces = self._pieces(code, start, end)
        if len(pieces) > 1:
            return self._joined(code, pieces, depth)
        word = DOTTED.fullmatch(code.code, start, end)
        return self._word(code, word, depth) if word else []

    def _word(self, code: Source, match: re.Match[str], depth: int) -> list[Found | Parameter]:
        word, at = match[1], match.start()
        for function in code.around(code.functions, at):
            if word in function.parameters:
                return [Parameter(function, function.parameters.index(word))]
        for loop in reversed(
            list(self._loop.finditer(code.code, max(0, at - 3000), at)) if self._loop else []
        ):
            if loop["word"] == word:
                return self._listed(code, loop, depth)
        known = code.members if CONSTANTS.match(match[0]) else code.constants
        if word in known:
            return [Found(*known[word])]
        if len(word) > 3 and not word.islower() and (other := self._constant(code, word)):
            return [Found(other[1], other[2], other[0])]
        return []

    def _listed(self, code: Source, loop: re.Match[str], depth: int) -> list[Found | Parameter]:
        """The strings of the list that a loop goes over."""
        opening = loop.end("list") - 1
        if QUOTED_WORDS.match(loop["list"]):
            return self._words(code, opening)
        if code.code[opening] in "[{(":
            return [one for part in code.parts(opening) for one in self.of(code, *part, depth + 1)]
        name = re.escape(loop["list"].strip().lstrip("$@"))
        given = re.search(LIST.format(name), code.code)
        if given and QUOTED_WORDS.match(given[1]):
            return self._words(code, given.end() - 1)
        return [
            one
            for part in (code.parts(given.end() - 1) if given else ())
            for one in self.of(code, *part, depth + 1)
            if isinstance(one, Found)
        ]

    def _words(self, code: Source, opening: int) -> list[Found | Parameter]:
        """``%w[A B]``."""
        end = code.closing.get(opening, opening)
        return [Found(m[0], m.start()) for m in NAME_ONLY.finditer(code.code, opening, end)]

    def _interpolated(
        self, code: Source, text: str, start: int, depth: int
    ) -> list[Found | Parameter]:
        """``"APP_#{name}"``: text around one expression."""
        inside = re.fullmatch(r"([A-Z0-9_]*)(?:#\{|\$\{|\{\$|\$|\{)([^{}]+?)\}?([A-Z0-9_]*)", text)
        if inside is None or (text[:1].isalnum() and NAME_ONLY.fullmatch(text)):
            return [Found(text, start)]
        first, last = start + inside.start(2), start + inside.end(2)
        found = self.of(code, first, last, depth + 1)
        return [_around(inside[1], one, inside[3]) for one in found]

    def _pieces(self, code: Source, start: int, end: int) -> list[tuple[int, int]]:
        found, begin, at = [], start, start
        while match := self._joins.search(code.code, at, end):
            if match[0] == self._language.joins:
                found.append((begin, match.start()))
                begin = at = match.end()
            else:
                at = code.closing.get(match.start(), match.start()) + 1
        return [*found, (begin, end)]

    def _joined(
        self, code: Source, pieces: list[tuple[int, int]], depth: int
    ) -> list[Found | Parameter]:
        whole: list[Found | Parameter] = [Found("", 0)]
        for piece in pieces:
            found = self.of(code, *piece, depth + 1)
            whole = [joined for a in whole for b in found if (joined := _join(a, b))]
        return whole


def _cased(code: Source, start: int, end: int) -> tuple[int, int] | None:
    """What is put in capitals: ``name.upcase``, ``strings.ToUpper(name)``."""
    if case := CASE.search(code.code, start, end):
        return start, case.start()
    outer = OUTER_CASE.match(code.code, start, end)
    if outer and code.closing.get(outer.end() - 1) == end - 1:
        return outer.end(), end - 1
    return None


def _upper(one: Found | Parameter) -> Found | Parameter:
    if isinstance(one, Found):
        return one._replace(name=one.name.upper())
    return one._replace(upper=True)


def _around(prefix: str, one: Found | Parameter, suffix: str) -> Found | Parameter:
    if isinstance(one, Found):
        return one._replace(name=prefix + one.name + suffix)
    return one._replace(prefix=prefix + one.prefix, suffix=one.suffix + suffix)


def _join(first: Found | Parameter, second: Found | Parameter) -> Found | Parameter | None:
    if isinstance(first, Found):
        if isinstance(second, Found):
            return Found(first.name + second.name, first.start or second.start)
        return second._replace(prefix=first.name + second.prefix)
    return first._replace(suffix=first.suffix + second.name) if isinstance(second, Found) else None
