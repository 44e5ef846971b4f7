"""What does a JavaScript or TypeScript file import, export and define?"""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import WORD, Code, Function
from launchready_ci.gates.env.usage.javascript.lexing import embedded, hidden

QUOTED = r"([\"'`])\0+{}"
IMPORT = re.compile(
    r"\bimport\s+(?:type\s+)?(?P<what>[\w$\s{},*]*?)\s*\bfrom\s*(?P<quote>[\"'])(?P<module>\0+)(?P=quote)"
)
REQUIRE = re.compile(
    r"\b(?:const|let|var)\s+(?P<what>[\w$]+|\{[^{}]*\})\s*=\s*(?:await\s+)?(?:require|import)\s*"
    r"\(\s*(?P<quote>[\"'`])(?P<module>\0+)(?P=quote)\s*\)(?P<member>\.[\w$]+)?"
)
REEXPORT = re.compile(
    r"\bexport\s+(?P<what>\*(?:\s+as\s+[\w$]+)?|\{[^{}]*\})\s*from\s*(?P<quote>[\"'])(?P<module>\0+)(?P=quote)"
)
DEFAULT = re.compile(r"\bexport\s+default\s+(?:async\s+)?(?:function\s+)?([A-Za-z_$][\w$]*)")
LOCAL = re.compile(r"\bexport\s*\{([^{}]*)\}(?!\s*from)")
MODIFIERS = r"(?:(?:public|private|protected|static|readonly|override|async|get)\s+)*"
GENERIC = r"(?:<[^()<>]*(?:<[^<>]*>[^<>()]*)*>)?"
FUNCTION = re.compile(
    rf"\bfunction\s*\*?\s*(?P<declared>[\w$]*)\s*{GENERIC}\s*\("
    rf"|(?P<named>[\w$]+)\s*(?::[^=;{{}}()]*)?[=:]\s*(?:async\s+)?(?:function\b\s*[\w$]*\s*)?{GENERIC}\s*\("
    rf"|(?:(?P<short>[\w$]+)\s*(?::[^=;(){{}}]*)?[=:]\s*)?(?<![\w$.])(?P<single>[A-Za-z_$][\w$]*)\s*=>"
    rf"|^[ \t]*{MODIFIERS}#?(?P<method>[\w$]+)\s*{GENERIC}\s*\("
    rf"|(?P<anonymous>(?<=[(,=?:])\s*(?:async\s*)?\()",
    re.MULTILINE,
)
RESULT = re.compile(r"\s*(?::\s*[^{}=;()]*(?:\{[^{}]*\}[^{}=;()]*)?)?(?:\s*(=>)\s*|\s*(?=\{))")
IMPORTED = re.compile(r"\(0, ([A-Za-z_$][\w$]*\.[\w$]+)\)\(")
"""How compilers call what was imported: ``(0, config_1.getEnv)("X")``."""
CHAINED = re.compile(r"[\w$.!?]+\s*$")
INITIAL = re.compile(
    r"\b(?:const|let|var|readonly|static)\s+([A-Za-z_$][\w$]*)\s*(?::[^=;]*)?=(?!=)\s*"
)
DEFINED = re.compile(r"\b(?:const|let|var|class|enum)\s+([A-Za-z_$][\w$]*)")
BLANKS = re.compile(r"\s*")
NO_METHOD = {"if", "for", "while", "switch", "catch", "return", "function", "await", "with"}
STATEMENT = re.compile(r"[;()\[\]{}\n]")
GOES_ON = re.compile(r"\s*(?:[.?:&|+]|as\b|satisfies\b)")


class Imported(NamedTuple):
    """What a local name stands for: a name of a module, ``default``, or ``*`` for all of it."""

    module: str
    name: str


class File(Code):
    """One file."""

    def __init__(self, path: str, text: str) -> None:
        script = IMPORTED.sub(r"    \1 (", embedded(path, text))
        super().__init__(path, script, hidden(path, script))

    @cached_property
    def opening(self) -> dict[int, int]:
        """The reverse of ``closing``."""
        return {end: start for start, end in self.closing.items()}

    @cached_property
    def imports(self) -> dict[str, Imported]:
        """Local names that other modules gave."""
        found: dict[str, Imported] = {}
        for match in (*IMPORT.finditer(self.code), *REQUIRE.finditer(self.code)):
            module = self.text[match.start("module") : match.end("module")]
            required = match.re is REQUIRE
            for local, name in _names(match["what"], whole="*" if required else "default"):
                member = (match["member"] or "")[1:] if required else ""
                found[local] = Imported(module, member or name)
        return found

    @cached_property
    def exports(self) -> dict[str, Imported]:
        """Names that this module passes on, or has under another name (module ``""``)."""
        found: dict[str, Imported] = {}
        for match in REEXPORT.finditer(self.code):
            module = self.text[match.start("module") : match.end("module")]
            if match["what"].startswith("*"):
                found[f"* {module}"] = Imported(module, "*")
            for name, local in _names(match["what"], whole="*"):
                found[name] = Imported(module, local)
        for match in LOCAL.finditer(self.code):
            for name, local in _names("{" + match[1] + "}", whole="*"):
                found.setdefault(name, Imported("", local))
        if default := DEFAULT.search(self.code):
            found["default"] = Imported("", default[1])
        return found

    @cached_property
    def functions(self) -> list[Function]:
        """Every function, ordered by where its body starts."""
        found: dict[int, Function] = {}
        for match in FUNCTION.finditer(self.code):
            function = self._function(match)
            if function and not (function.start in found and found[function.start].name):
                found[function.start] = function
        return [found[start] for start in sorted(found)]

    @cached_property
    def defined(self) -> frozenset[str]:
        """Names that functions and constants of this file have."""
        named = (function.name for function in self.functions)
        return frozenset([*named, *DEFINED.findall(self.code)])

    def _function(self, match: re.Match[str]) -> Function | None:
        name = match["declared"] or match["named"] or match["short"] or match["method"] or ""
        if match["single"]:
            return self._body(name, (match["single"],), match.end(), match.start())
        opening = match.end() - 1
        closing = self.closing.get(opening)
        if closing is None or name in NO_METHOD:
            return None
        result = RESULT.match(self.code, closing + 1, closing + 300)
        if result is None or not (
            result[1] or match["declared"] is not None or match["method"] or "function" in match[0]
        ):
            return None
        names = tuple(self._parameter(*part) for part in self.parts(opening))
        return self._body(name, names, result.end(), match.start())

    def _parameter(self, start: int, end: int) -> str:
        word = WORD.search(self.code, start, end)
        return word[0] if word and self.code[start] not in "{[" else ""

    def _body(self, name: str, names: tuple[str, ...], at: int, begin: int) -> Function | None:
        at = next(BLANKS.finditer(self.code, at)).end()
        if self.code[at : at + 1] == "{":
            return Function(name, names, at, self.closing.get(at, at), begin)
        return Function(name, names, at, self.statement(at), begin)

    def statement(self, at: int) -> int:
        """Where the expression that begins here ends."""
        limit = at + 50_000
        while match := STATEMENT.search(self.code, at, limit):
            bracket = match[0]
            if bracket in "([{":
                at = self.closing.get(match.start(), match.start()) + 1
            elif bracket == "\n":
                before = self.code[max(0, match.start() - 40) : match.start()].rstrip()
                if not (
                    before.endswith(tuple("=(,?:&|+>")) or GOES_ON.match(self.code, match.end())
                ):
                    return match.start()
                at = match.end()
            else:
                return match.start()
        return min(len(self.code), limit)

    def initial(self, name: str) -> tuple[int, int] | None:
        """The expression that a constant of this name is given."""
        at = self._initials.get(name)
        return None if at is None else (at, self.statement(at))

    @cached_property
    def _initials(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for match in INITIAL.finditer(self.code):
            found.setdefault(match[1], match.end())
        return found

    def statement_start(self, at: int) -> int:
        """Where the statement that this place is in begins, roughly."""
        index = bisect_right(self._ends, at) - 1
        return self._ends[index] if index >= 0 else 0

    def chain_start(self, at: int) -> int:
        """Where ``a.b(…).c`` begins that ends here."""
        for _ in range(100):
            before = self.code[max(0, at - 200) : at]
            blank = len(before) - len(before.rstrip())
            last = before.rstrip()[-1:]
            if last in (")", "]", "}") and self.opening.get(at - blank - 1, at) < at:
                at = self.opening[at - blank - 1]
            elif word := CHAINED.search(before):
                at -= len(word[0])
            else:
                break
        return at

    def enclosing(self, at: int) -> int | None:
        """The bracket ``(`` that this place stands in, where it is near."""
        for _ in range(50):
            at = max(
                self.code.rfind("(", max(0, at - 2000), at),
                self.code.rfind(")", max(0, at - 2000), at),
            )
            if at < 0:
                return None
            if self.code[at] == "(":
                return at
            at = self.opening.get(at, at)
        return None

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in re.finditer(r"[;{}]", self.code)]


def _names(what: str, *, whole: str) -> list[tuple[str, str]]:
    """Local name and original name of ``a, { b, c as d, e: f }`` or ``* as g``."""
    found: list[tuple[str, str]] = []
    outside, _, rest = what.partition("{")
    for part in rest.partition("}")[0].split(","):
        name, _, local = part.strip().removeprefix("type ").replace(":", " as ").partition(" as ")
        if name.strip():
            found.append((local.strip().partition("=")[0].strip() or name.strip(), name.strip()))
    for part in outside.split(","):
        name, _, local = part.strip().partition(" as ")
        if name.strip():
            found.append((local.strip(), "*") if local else (name.strip(), whole))
    return found
