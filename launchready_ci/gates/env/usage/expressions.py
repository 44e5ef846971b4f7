"""Which names can an expression be, in a language that is read by patterns?"""

import re
from collections.abc import Callable
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import Code, Function
from launchready_ci.gates.env.usage.grammar import Language
from launchready_ci.gates.env.usage.lexer import spans

DOTTED = re.compile(
    r"[&*]?[$@]?(?:[A-Za-z_]\w*\s*(?:\.|::|->)\s*)*[$@]?([A-Za-z_]\w*)(?:\.(?:to_s|toString\(\)|as_str\(\)|into\(\)))?"
)
CASE = re.compile(r"\s*\.\s*(?:upcase|toUpperCase\(\)|uppercase\(\)|to_uppercase\(\)|ToUpper\(\))$")
OUTER_CASE = re.compile(r"(?:strings\.ToUpper|strtoupper|String\.upcase)\s*\(")
OWNER = re.compile(
    r"\b(?:class|object|module|trait|struct|interface|enum|impl(?:<[^<>]*>)?|defmodule)\s+([\w.:]+)"
)
PARAMETER = re.compile(r"[$@]?([A-Za-z_]\w*)")
TEST_MODULE = re.compile(r"#\[cfg\(test\)\]\s*(?:pub\s+)?mod\s+\w+\s*(?=\{)")
DEEPEST = 4
MOST = 100
ONE_LINE = re.compile(r"[^\n]*,\s*do:")
BODY = re.compile(r"[^;{}=]*(\{|=>?\s*)")
LONGEST = 20_000
"""Characters of a function."""
NAME_ONLY = re.compile(r"[A-Za-z0-9_]+")
INTERPOLATED = re.compile(r"[$@]*\"(\0*)(?:#\{|\$\{|\{)([^{}]*)\}(\0*)\"")
CONSTANTS = re.compile(r"[\w.:]*?[A-Z]\w*(?:\.|::|->)|self::|.*(?:\.|::|->)[A-Z][A-Z0-9_]*$")
"""A member of a class or module, or one that is written like a constant."""
LIST = r"\b{}\s*(?::[^=\n]*)?:?=\s*[^\n;]*?((?:\[\]\w*\s*|%[wi])?[\[({{])"
QUOTED_WORDS = re.compile(r"%[wi]")
Constant = Callable[[Code, str], tuple[Code, str, int] | None]
"""A constant by its name, in another file than this: its file, text and place."""


class Found(NamedTuple):
    """A name, and where it is written."""

    name: str
    start: int
    code: Code | None = None
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
    """Resolves expressions, and knows the functions of each file."""

    def __init__(self, language: Language, constant: Constant) -> None:
        self._language = language
        self._constant = constant
        self._function = re.compile(language.function, re.MULTILINE)
        self._tests: dict[str, list[tuple[int, int]]] = {}
        self._functions: dict[str, list[Function]] = {}
        self._joins = re.compile(rf"[()\[\]{{}}]|{re.escape(language.joins)}")
        self._loop = re.compile(language.loop) if language.loop else None

    def code(self, path: str, text: str) -> Code:
        """The text without its comments and strings."""
        prepared = self._language.prepare(path, text)
        return Code(path, prepared, spans(prepared, self._language.syntax))

    def functions(self, code: Code) -> list[Function]:
        """Those that are defined in this file, ordered by where their bodies start."""
        if code.path not in self._functions:
            found = (self._defined(code, match) for match in self._function.finditer(code.code))
            self._functions[code.path] = sorted(
                (f for f in found if f), key=lambda function: function.start
            )
        return self._functions[code.path]

    def owner(self, code: Code, function: Function) -> str:
        """The class or module that a function stands in."""
        name = ""
        for match in OWNER.finditer(code.code, 0, function.at):
            opening = code.code.find("{", match.end())
            if self._language.ends or code.closing.get(opening, -1) > function.at:
                name = match[1]
        return re.split(r"[.:]+", name)[-1]

    def in_test(self, code: Code, at: int) -> bool:
        """Is it in a module that is compiled for tests only (Rust)?"""
        if self._language.name != "rust":
            return False
        if code.path not in self._tests:
            found = TEST_MODULE.finditer(code.code)
            self._tests[code.path] = [(m.end(), code.closing.get(m.end(), m.end())) for m in found]
        return any(start <= at <= end for start, end in self._tests[code.path][:MOST])

    def of(self, code: Code, start: int, end: int, depth: int = 0) -> list[Found | Parameter]:
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

    def _word(self, code: Code, match: re.Match[str], depth: int) -> list[Found | Parameter]:
        word, at = match[1], match.start()
        for function in code.around(self.functions(code), at):
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

    def _listed(self, code: Code, loop: re.Match[str], depth: int) -> list[Found | Parameter]:
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

    def _words(self, code: Code, opening: int) -> list[Found | Parameter]:
        """``%w[A B]``."""
        end = code.closing.get(opening, opening)
        return [Found(m[0], m.start()) for m in NAME_ONLY.finditer(code.code, opening, end)]

    def _interpolated(
        self, code: Code, text: str, start: int, depth: int
    ) -> list[Found | Parameter]:
        """``"APP_#{name}"``: text around one expression."""
        inside = re.fullmatch(r"([A-Z0-9_]*)(?:#\{|\$\{|\{\$|\$|\{)([^{}]+?)\}?([A-Z0-9_]*)", text)
        if inside is None or (text[:1].isalnum() and NAME_ONLY.fullmatch(text)):
            return [Found(text, start)]
        first, last = start + inside.start(2), start + inside.end(2)
        found = self.of(code, first, last, depth + 1)
        return [_around(inside[1], one, inside[3]) for one in found]

    def _pieces(self, code: Code, start: int, end: int) -> list[tuple[int, int]]:
        found, begin, at = [], start, start
        while match := self._joins.search(code.code, at, end):
            if match[0] == self._language.joins:
                found.append((begin, match.start()))
                begin = at = match.end()
            else:
                at = code.closing.get(match.start(), match.start()) + 1
        return [*found, (begin, end)]

    def _joined(
        self, code: Code, pieces: list[tuple[int, int]], depth: int
    ) -> list[Found | Parameter]:
        whole: list[Found | Parameter] = [Found("", 0)]
        for piece in pieces:
            found = self.of(code, *piece, depth + 1)
            whole = [joined for a in whole for b in found if (joined := _join(a, b))]
        return whole

    def _defined(self, code: Code, match: re.Match[str]) -> Function | None:
        opening = match.end() - 1
        closing = code.closing.get(opening)
        if closing is None:
            return None
        names = tuple(self._parameter(code.code[a:b]) for a, b in code.parts(opening))
        bounds = self._until_end if self._language.ends else self._braces
        body = bounds(code, match.start(), closing)
        return Function(match["name"], names, *body, match.start()) if body else None

    def _until_end(self, code: Code, start: int, closing: int) -> tuple[int, int]:
        """The body of ``def … end``, which stands as far left as it began, or of ``def …, do:``."""
        limit = min(closing + LONGEST, len(code.code))
        if ONE_LINE.match(code.code, closing):
            end = code.code.find("\n", closing, limit)
        else:
            begin = code.code.rfind("\n", 0, start) + 1
            indent = code.code[begin:start] if code.code[begin:start].isspace() else ""
            end = code.code.find(f"\n{indent}end", closing, limit)
        return closing, end if end > 0 else limit

    def _braces(self, code: Code, _: int, closing: int) -> tuple[int, int] | None:
        """The body in ``{ … }``, or after ``=`` or ``=>``."""
        body = BODY.match(code.code, closing + 1)
        if body is None:
            return None
        if body[1] == "{":
            return body.end(), code.closing.get(body.end() - 1, body.end())
        end = code.closing.get(body.end()) or code.code.find("\n", body.end())
        return body.end(), end if end > 0 else len(code.code)

    def _parameter(self, text: str) -> str:
        text = text.partition("=")[0].partition("\\\\")[0]
        names: list[str] = PARAMETER.findall(
            text if self._language.parameter_last else text.partition(":")[0]
        )
        if not names:
            return ""
        return names[-1] if self._language.parameter_last or "$" in text else names[0]


def _cased(code: Code, start: int, end: int) -> tuple[int, int] | None:
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
