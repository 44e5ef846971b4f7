"""Which functions, classes and test modules does a file have, in a language read by patterns?"""

import re
from functools import cached_property

from launchready_ci.gates.env.usage.code import Code, Function
from launchready_ci.gates.env.usage.grammar import Language
from launchready_ci.gates.env.usage.scanner import spans

OWNER = re.compile(
    r"\b(?:class|object|module|trait|struct|interface|enum|impl(?:<[^<>]*>)?|defmodule)\s+([\w.:]+)"
)
PARAMETER = re.compile(r"[$@]?([A-Za-z_]\w*)")
TEST_MODULE = re.compile(r"#\[cfg\(test\)\]\s*(?:pub\s+)?mod\s+\w+\s*(?=\{)")
ONE_LINE = re.compile(r"[^\n]*,\s*do:")
BODY = re.compile(r"[^;{}=]*(\{|=>?\s*)")
MOST = 100
LONGEST = 20_000
"""Characters of a function."""


class Source(Code):
    """One file, and what its language says of it."""

    def __init__(self, path: str, text: str, language: Language) -> None:
        prepared = language.prepare(path, text)
        super().__init__(path, prepared, spans(prepared, language.syntax))
        self.language = language

    @cached_property
    def functions(self) -> list[Function]:
        """Those that are defined here, ordered by where their bodies start."""
        pattern = re.compile(self.language.function, re.MULTILINE)
        found = (self._defined(match) for match in pattern.finditer(self.code))
        return sorted((f for f in found if f), key=lambda function: function.start)

    def owner(self, function: Function) -> str:
        """The class or module that a function stands in."""
        name = ""
        for match in OWNER.finditer(self.code, 0, function.at):
            opening = self.code.find("{", match.end())
            if self.language.ends or self.closing.get(opening, -1) > function.at:
                name = match[1]
        return re.split(r"[.:]+", name)[-1]

    def in_test(self, at: int) -> bool:
        """Is it in a module that is compiled for tests only (Rust)?"""
        return any(start <= at <= end for start, end in self._tests)

    @cached_property
    def _tests(self) -> list[tuple[int, int]]:
        if self.language.name != "rust":
            return []
        found = TEST_MODULE.finditer(self.code)
        return [(m.end(), self.closing.get(m.end(), m.end())) for m in found][:MOST]

    def _defined(self, match: re.Match[str]) -> Function | None:
        opening = match.end() - 1
        closing = self.closing.get(opening)
        if closing is None:
            return None
        names = tuple(self._parameter(self.code[a:b]) for a, b in self.parts(opening))
        ends = self.language.ends
        body = self._until_end(match.start(), closing) if ends else self._braces(closing)
        return Function(match["name"], names, *body, match.start()) if body else None

    def _until_end(self, start: int, closing: int) -> tuple[int, int]:
        """The body of ``def … end``, which stands as far left as it began, or of ``def …, do:``."""
        limit = min(closing + LONGEST, len(self.code))
        if ONE_LINE.match(self.code, closing):
            end = self.code.find("\n", closing, limit)
        else:
            begin = self.code.rfind("\n", 0, start) + 1
            indent = self.code[begin:start] if self.code[begin:start].isspace() else ""
            end = self.code.find(f"\n{indent}end", closing, limit)
        return closing, end if end > 0 else limit

    def _braces(self, closing: int) -> tuple[int, int] | None:
        """The body in ``{ … }``, or after ``=`` or ``=>``."""
        body = BODY.match(self.code, closing + 1)
        if body is None:
            return None
        if body[1] == "{":
            return body.end(), self.closing.get(body.end() - 1, body.end())
        end = self.closing.get(body.end()) or self.code.find("\n", body.end())
        return body.end(), end if end > 0 else len(self.code)

    def _parameter(self, text: str) -> str:
        last = self.language.parameter_last
        text = text.partition("=")[0].partition("\\\\")[0]
        names: list[str] = PARAMETER.findall(text if last else text.partition(":")[0])
        if not names:
            return ""
        return names[-1] if last or "$" in text else names[0]
