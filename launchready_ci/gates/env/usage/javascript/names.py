"""Which names can an expression be: a string, a constant, a list's item, a function's parameter?"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import WORD, Function
from launchready_ci.gates.env.usage.javascript.file import File

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
DOTTED = re.compile(r"[A-Za-z_$#][\w$]*(?:\s*(?:\?\.|\.)\s*#?[\w$]+)*")
PLAIN = re.compile(rf"({DOTTED.pattern})\s*(?:!|\s+as\s[^()]*)?")
CASE = re.compile(r"\s*\.\s*(toUpperCase|toLowerCase|trim)\(\s*\)$")
PLUS = re.compile(r"[+()\[\]{}]")
LOOP = re.compile(
    r"\bfor\s*(?:await\s*)?\(\s*(?:const|let|var)\s+(?P<what>[\w$]+|\[[^\]]*\])\s+of\s+"
)
METHOD = re.compile(
    r"\s*(?:\?\.|\.)\s*(?:forEach|map|filter|find|every|some|reduce|flatMap)\s*(?:<[^()]*>)?\(\s*(?:async\s*)?$"
)
KEYS = re.compile(r"Object\s*\.\s*(?P<what>keys|values|entries)\s*\(\s*")
DEEPEST = 4

Finder = Callable[[File, str], tuple[File, str] | None]
"""The file and name that a name of this file comes from, when it is imported."""


class Named(NamedTuple):
    """One name that an expression can be, and where it is written."""

    name: str
    file: File
    start: int


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


class Names:
    """Resolves the expressions of a file."""

    def __init__(self, find: Finder) -> None:
        self._find = find

    def of(self, file: File, start: int, end: int, depth: int = 0) -> list[Named | Parameter]:
        """Everything that this expression can be; nothing when that cannot be told."""
        start, end = file.stripped(start, end)
        if depth > DEEPEST or start >= end:
            return []
        if file.code[start] == "(" and file.closing.get(start) == end - 1:
            return self.of(file, start + 1, end - 1, depth + 1)
        literal = file.literal(start, end)
        if literal and "${" not in literal[0]:
            return [Named(literal[0], file, literal[1])]
        if case := CASE.search(file.code, start, end):
            found = self.of(file, start, case.start(), depth + 1)
            return [_cased(one, case[1]) for one in found]
        pieces = list(
            _template(file, start, end) if file.code[start] == "`" else _sum(file, start, end)
        )
        if len(pieces) > 1:
            return self._joined(file, pieces, depth)
        word = PLAIN.fullmatch(file.code, start, end)
        return self._word(file, word[1], start, depth) if word else []

    def items(self, file: File, start: int, end: int, depth: int = 0) -> list[Named]:
        """The strings of a list, or the keys of an object."""
        start, end = file.stripped(start, end)
        if depth > DEEPEST or start >= end:
            return []
        if file.code[start] == "[":
            return [one for part in file.parts(start) for one in self._item(file, *part, depth)]
        if keys := KEYS.match(file.code, start):
            return self._keys(file, keys, depth)
        word = DOTTED.match(file.code, start, end)
        if word and (target := self.value(file, word[0])):
            return self.items(*target, depth + 1)
        return []

    def _item(self, file: File, start: int, end: int, depth: int) -> list[Named]:
        """A string; of a pair the first, of ``...more`` all."""
        if file.code.startswith("...", start):
            return self.items(file, start + 3, end, depth + 1)
        if file.code[start] == "[":
            start, end = next(iter(file.parts(start)), (start, end))
        return [one for one in self.of(file, start, end, depth + 1) if isinstance(one, Named)]

    def value(self, file: File, name: str) -> tuple[File, int, int] | None:
        """The expression that a name stands for, here or in the module it is imported from."""
        if "." not in name and (own := file.initial(name)):
            return (file, *own)
        found = self._find(file, name)
        initial = found[0].initial(found[1]) if found else None
        return (found[0], *initial) if found and initial else None

    def _keys(self, file: File, keys: re.Match[str], depth: int) -> list[Named]:
        word = WORD.match(file.code, keys.end())
        target = self.value(file, word[0]) if word else None
        if target is None:
            return []
        file, start, end = target
        found: list[Named] = []
        opening = file.code.find("{", start, end)
        for part in file.parts(opening) if opening >= 0 else ():
            key = WORD.match(file.code, part[0])
            if keys["what"] == "values":
                colon = file.code.find(":", *part)
                values = self.of(file, colon + 1, part[1], depth + 1)
                found += [one for one in values if isinstance(one, Named)]
            elif key:
                found.append(Named(key[0], file, part[0]))
        return found

    def _word(self, file: File, word: str, at: int, depth: int) -> list[Named | Parameter]:
        word = re.sub(r"\s|\?", "", word)
        if "." not in word:
            for function in file.around(file.functions, at):
                if word in function.parameters:
                    return self._given(file, function, word, depth)
            if loop := self._loop(file, word, at):
                return list(self.items(*loop, depth + 1))
            if word not in file.constants and (initial := file.initial(word)):
                return self.of(file, *initial, depth + 1)
        first, _, last = word.rpartition(".")
        known = (
            file.members if first[:1].isupper() or (first and last.isupper()) else file.constants
        )
        if last in known:
            return [Named(known[last][0], file, known[last][1])]
        found = self._find(file, word)
        if found and found[1] in found[0].members:
            text, place = found[0].members[found[1]]
            return [Named(text, found[0], place)]
        return []

    def _given(
        self, file: File, function: Function, word: str, depth: int
    ) -> list[Named | Parameter]:
        """Of a callback the items of the list; else the parameter."""
        before = file.code[max(0, function.at - 200) : function.at + 1]
        method = METHOD.search(before) or METHOD.search(before[:-1])
        if method is None:
            return [Parameter(function, function.parameters.index(word))]
        end = max(0, function.at - 200) + method.start()
        start = file.opening.get(end - 1, 0) if file.code[end - 1] in ")]" else end
        while start and (file.code[start - 1].isalnum() or file.code[start - 1] in "_$."):
            start -= 1
        return list(self.items(file, start, end, depth + 1))

    def _loop(self, file: File, word: str, at: int) -> tuple[File, int, int] | None:
        for loop in reversed(list(LOOP.finditer(file.code, max(0, at - 5000), at))):
            if word in WORD.findall(loop["what"]):
                closing = file.closing.get(file.code.index("(", loop.start()), loop.end())
                return file, loop.end(), closing
        return None

    def _joined(
        self, file: File, pieces: Sequence[tuple[int, int] | str], depth: int
    ) -> list[Named | Parameter]:
        """What the pieces of a sum or a template make together: one of them may be a parameter."""
        whole: list[Named | Parameter] = [Named("", file, 0)]
        for piece in pieces:
            found: list[Named | Parameter]
            found = (
                [Named(piece, file, 0)]
                if isinstance(piece, str)
                else self.of(file, *piece, depth + 1)
            )
            whole = [joined for a in whole for b in found if (joined := _join(a, b))]
        place = next((p for p in pieces if not isinstance(p, str)), (0, 0))[0]
        return [
            one._replace(start=one.start or place) if isinstance(one, Named) else one
            for one in whole
        ]


def _join(first: Named | Parameter, second: Named | Parameter) -> Named | Parameter | None:
    if isinstance(first, Named):
        if isinstance(second, Named):
            return Named(first.name + second.name, second.file, 0)
        return second._replace(prefix=first.name + second.prefix)
    return first._replace(suffix=first.suffix + second.name) if isinstance(second, Named) else None


def _cased(one: Named | Parameter, case: str) -> Named | Parameter:
    if isinstance(one, Parameter):
        return one._replace(upper=one.upper or case == "toUpperCase")
    name = {"toUpperCase": one.name.upper(), "toLowerCase": one.name.lower()}.get(case, one.name)
    return one._replace(name=name)


def _template(file: File, start: int, end: int) -> Iterator[tuple[int, int] | str]:
    at = start + 1
    while (opening := file.code.find("${", at, end)) >= 0:
        closing = file.closing.get(opening + 1, end)
        yield file.text[at:opening]
        yield opening + 2, closing
        at = closing + 1
    yield file.text[at : end - 1]


def _sum(file: File, start: int, end: int) -> Iterator[tuple[int, int]]:
    at, begin = start, start
    while match := PLUS.search(file.code, at, end):
        at = match.end()
        if match[0] == "+":
            yield begin, match.start()
            begin = at
        else:
            at = file.closing.get(match.start(), match.start()) + 1
    yield begin, end
