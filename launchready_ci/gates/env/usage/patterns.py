"""Which variables do the files of one language read, by its patterns and through its functions?"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import Function
from launchready_ci.gates.env.usage.expressions import Expressions, Found, Parameter
from launchready_ci.gates.env.usage.grammar import Call, Language
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.gates.env.usage.source import Source

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CAPITALS = re.compile(r"[A-Z][A-Z0-9_]*")
BLOCK = re.compile(r"[^{}\n]*(?:\{[^{}]*\}|\n(?:(?!\s*end\b)[^\n]*\n){0,4})")
MAYBE = r"\.\s*(?:getOrDefault|getOrElse|containsKey)\s*\("
ROUNDS = 5
MOST = 100
"""Functions of one file whose calls are looked for."""


class Reader(NamedTuple):
    """A function through whose parameter the name of a variable comes in."""

    code: Source
    function: Function
    parameter: Parameter
    default: bool
    otherwise: frozenset[int]
    """Parameters that a default is given as."""


class Patterns:
    """All files of one language; ``take`` each, then ask for the reads."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._expressions = Expressions(language, self._constant)
        self._texts: dict[str, str] = {}
        self._codes: dict[str, Source] = {}
        self._found: dict[tuple[str, int, str], Read] = {}
        self._absent: set[str] = set()
        self._known: dict[str, set[tuple[str, int, str, str]]] = {}

    def take(self, path: str, text: str) -> None:
        """Remember a file."""
        self._texts[path] = text

    def reads(self) -> Iterator[Read]:
        """Every read, in the order of paths and places."""
        telling = re.compile(self._language.telling)
        texts = self._texts.items()
        readers = [r for path, text in texts if telling.search(text) for r in self._look(path)]
        for _ in range(ROUNDS):
            readers = [new for reader in readers for new in self._called(reader)]
        yield from (self._found[key] for key in sorted(self._found))

    def _code(self, path: str) -> Source:
        if path not in self._codes:
            self._codes[path] = Source(path, self._texts[path], self._language)
        return self._codes[path]

    def _constant(self, code: Source, word: str) -> tuple[Source, str, int] | None:
        """A constant of another file, where just one text has that name."""
        if word in self._absent:
            return None
        wanted = re.compile(rf"\b{re.escape(word)}\b[^=\n]{{0,40}}=")
        paths = [path for path, text in self._texts.items() if word in text and wanted.search(text)]
        for path in paths[:20]:
            if path != code.path and (known := self._code(path).members.get(word)):
                return (self._code(path), *known)
        self._absent.add(word)
        return None

    def _look(self, path: str) -> Iterator[Reader]:
        code = self._code(path)
        for call, pattern in (*self._calls, *self._aliases(code)):
            for match in pattern.finditer(code.code):
                parts = code.parts(match.end() - 1)
                closing = code.closing.get(match.end() - 1, match.end())
                if self._written.match(code.code, closing + 1):
                    continue
                default = call.default or 0 < call.otherwise < len(parts)
                default = default or self._goes_on(code, match.start(), closing + 1)
                wanted = parts if call.all else parts[call.argument : call.argument + 1]
                for part in wanted:
                    yield from self._take(code, part, default=default, foreign=call.foreign)
        for name, start, default in self._language.more(code):
            self._add(code, Found(name, start), default=default)

    @cached_property
    def _calls(self) -> list[tuple[Call, re.Pattern[str]]]:
        return [(call, re.compile(call.pattern)) for call in self._language.calls]

    def _aliases(self, code: Source) -> Iterator[tuple[Call, re.Pattern[str]]]:
        """The same ways to read, of a name that was given all variables."""
        alias = self._language.alias
        for name in {match[1] for match in re.finditer(alias, code.code)} if alias else ():
            for how, default in ((r"(?:\.\s*get\s*\(|\[)", False), (MAYBE, True)):
                pattern = re.compile(rf"(?<![\w.$]){re.escape(name)}\s*{how}")
                yield Call(pattern.pattern, default=default), pattern

    @cached_property
    def _written(self) -> re.Pattern[str]:
        return re.compile(self._language.written)

    def _goes_on(self, code: Source, start: int, end: int) -> bool:
        """Is something put in its place, or is it only asked for and nothing stops?"""
        language = self._language
        line = code.code.rfind("\n", 0, start) + 1
        line_end = code.code.find("\n", end)
        rest = code.code[end : line_end if line_end >= 0 else len(code.code)][:200]
        before = code.code[max(line, start - 120) : start]
        if not re.search(f"(?:{language.asked})$", before):
            after = re.match(language.goes_on, code.code[end : end + 80])
            return after is not None and re.search(language.stops, rest) is None
        block = BLOCK.match(code.code, end, end + 600)
        if language.ends and not re.match(r"\s*(?:if|unless|elsif|while|until)\b", before):
            block = None  # `raise X unless Y` is one line
        return re.search(language.stops, f"{before} {block[0] if block else rest}") is None

    def _take(
        self, code: Source, part: tuple[int, int], *, default: bool, foreign: str
    ) -> Iterator[Reader]:
        for what in self._expressions.of(code, *part):
            if isinstance(what, Found):
                if not re.fullmatch(foreign, what.name):
                    self._add(code, what, default=default)
            elif what.suffix != "_FILE":  # of a secret in a file, instead of the variable
                yield self._reader(code, what, default=default)

    def _reader(self, code: Source, parameter: Parameter, *, default: bool) -> Reader:
        function = parameter.function
        others = range(len(function.parameters))
        otherwise = frozenset(index for index in others if index > parameter.position)
        body = code.code[function.start : function.end]
        stops = re.search(self._language.stops, body) is not None
        return Reader(code, function, parameter, default and not (stops or otherwise), otherwise)

    def _called(self, reader: Reader) -> Iterator[Reader]:
        """The calls of a function as reads; one that passes its parameter on is a reader too."""
        name = reader.function.name
        key = name, reader.parameter.position, reader.parameter.prefix, reader.parameter.suffix
        known = self._known.setdefault(reader.code.path, set())
        if not name or key in known or len(known) > MOST:
            return
        known.add(key)
        for path, text in self._texts.items():
            if name in text and (pattern := self._callee(reader, path)):
                for match in pattern.finditer(self._code(path).code):
                    yield from self._call(self._code(path), match, reader)

    def _callee(self, reader: Reader, path: str) -> re.Pattern[str] | None:
        """How a file would call the function: by its name alone only where it is known."""
        name, own = re.escape(reader.function.name), reader.code.path
        folder, _, file = own.rpartition("/")
        owner = reader.code.owner(reader.function)
        plain = rf"(?<![\w$.:>])(?:(?:self|this|static|Self)\s*(?:\.|->|::)\s*|@)?{name}"
        if self._language.folder_is_scope:
            if path.rpartition("/")[0] == folder:
                return re.compile(rf"(?<![\w.])(?<!func )(?:\w+\.)?{name}\s*\(")
            package = re.escape(folder.rpartition("/")[2] or "main")
            return re.compile(rf"\b{package}\.{name}\s*\(")
        owners = "|".join(re.escape(o) for o in {owner, file.partition(".")[0]} if o)
        qualified = rf"\b(?:{owners})\s*(?:\.|::|->)\s*{name}"
        if path == own or not owner:
            return re.compile(rf"(?:{plain}|{qualified})\s*(?:<[^()<>]*>)?[( ]\s*")
        return re.compile(rf"{qualified}\s*(?:<[^()<>]*>)?[( ]\s*")

    def _call(self, code: Source, match: re.Match[str], reader: Reader) -> Iterator[Reader]:
        if code is reader.code and reader.function.at <= match.start() < reader.function.start:
            return
        opening = match.start() + len(match[0].rstrip()) - 1
        position = reader.parameter.position
        if code.code[opening : opening + 1] == "(":
            parts, end = code.parts(opening), code.closing.get(opening, match.end()) + 1
        else:
            end = code.code.find("\n", match.end())
            end = len(code.code) if end < 0 else end
            parts = code.split(match.end(), end)
        if position >= len(parts):
            return
        default = reader.default or any(index < len(parts) for index in reader.otherwise)
        default = default or self._goes_on(code, match.start(), end)
        for what in self._expressions.of(code, *parts[position]):
            if isinstance(what, Found):
                name = reader.parameter.applied(what.name)
                if code is reader.code or CAPITALS.fullmatch(name):
                    self._add(code, what._replace(name=name), default=default)
            elif what.function is not reader.function:
                yield self._reader(code, what.through(reader.parameter), default=default)

    def _add(self, code: Source, found: Found, *, default: bool) -> None:
        code = found.code or code
        if NAME.fullmatch(found.name) and not re.fullmatch(self._language.foreign, found.name):
            key = code.path, found.start, found.name
            known = self._found.get(key)
            default = default if known is None else known.default and default
            source, test = self._language.name, code.in_test(found.start)
            self._found[key] = code.lines.read(
                found.name, found.start, source, default=default, test=test
            )
