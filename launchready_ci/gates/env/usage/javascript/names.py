"""Which names can an expression be: a string, a constant, a list's item, a function's parameter?"""

import re
from collections.abc import Callable, Iterator, Sequence

from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.lists import DOTTED, given, looped
from launchready_ci.gates.env.usage.javascript.named import (
    DEEPEST,
    Candidate,
    Named,
    cased,
    joined,
)

PLAIN = re.compile(rf"({DOTTED.pattern})\s*(?:!|\s+as\s[^()]*)?")
CASE = re.compile(r"\s*\.\s*(toUpperCase|toLowerCase|trim)\(\s*\)$")
PLUS = re.compile(r"[+()\[\]{}]")

Finder = Callable[[File, str], tuple[File, str] | None]
"""The file and name that a name of this file comes from, when it is imported."""


class Names:
    """Resolves the expressions of all files."""

    def __init__(self, find: Finder) -> None:
        self._find = find

    def of(self, file: File, start: int, end: int, depth: int = 0) -> list[Candidate]:
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
            return [cased(one, case[1]) for one in found]
        template = file.code[start] == "`"
        pieces = list(_template(file, start, end) if template else _sum(file, start, end))
        if len(pieces) > 1:
            return self._joined(file, pieces, depth)
        word = PLAIN.fullmatch(file.code, start, end)
        return self._word(file, word[1], start, depth) if word else []

    def value(self, file: File, name: str) -> tuple[File, int, int] | None:
        """The expression that a name stands for, here or in the module it is imported from."""
        if "." not in name and (own := file.initial(name)):
            return (file, *own)
        found = self._find(file, name)
        initial = found[0].initial(found[1]) if found else None
        return (found[0], *initial) if found and initial else None

    def _word(self, file: File, word: str, at: int, depth: int) -> list[Candidate]:
        word = re.sub(r"\s|\?", "", word)
        first, _, last = word.rpartition(".")
        if not first and (found := self._local(file, word, at, depth)) is not None:
            return found
        constant = first[:1].isupper() or (first and last.isupper())
        known = file.members if constant else file.constants
        if last in known:
            return [Named(known[last][0], file, known[last][1])]
        origin = self._find(file, word)
        if origin and origin[1] in origin[0].members:
            text, place = origin[0].members[origin[1]]
            return [Named(text, origin[0], place)]
        return []

    def _local(self, file: File, word: str, at: int, depth: int) -> list[Candidate] | None:
        """Of a parameter, a loop's variable, or a constant with another expression."""
        for function in file.around(file.functions, at):
            if word in function.parameters:
                return given(self, file, function, word, depth)
        loop = looped(self, file, word, at, depth)
        if loop is None and word not in file.constants and (initial := file.initial(word)):
            return self.of(file, *initial, depth + 1)
        return loop

    def _joined(
        self, file: File, pieces: Sequence[tuple[int, int] | str], depth: int
    ) -> list[Candidate]:
        """What the pieces of a sum or a template make together: one of them may be a parameter."""
        whole: list[Candidate] = [Named("", file, 0)]
        for piece in pieces:
            found: list[Candidate]
            if isinstance(piece, str):
                found = [Named(piece, file, 0)]
            else:
                found = self.of(file, *piece, depth + 1)
            whole = [both for a in whole for b in found if (both := joined(a, b))]
        place = next((p for p in pieces if not isinstance(p, str)), (0, 0))[0]
        return [
            one._replace(start=one.start or place) if isinstance(one, Named) else one
            for one in whole
        ]


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
