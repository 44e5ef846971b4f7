"""Which names stand in a list, and which variable goes over one?"""

import re

from launchready_ci.gates.env.usage.code import WORD, Function
from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.named import (
    DEEPEST,
    Candidate,
    Named,
    Parameter,
    Resolver,
)

DOTTED = re.compile(r"[A-Za-z_$#][\w$]*(?:\s*(?:\?\.|\.)\s*#?[\w$]+)*")
LOOP = re.compile(
    r"\bfor\s*(?:await\s*)?\(\s*(?:const|let|var)\s+(?P<what>[\w$]+|\[[^\]]*\])\s+of\s+"
)
METHOD = re.compile(
    r"\s*(?:\?\.|\.)\s*(?:forEach|map|filter|find|every|some|reduce|flatMap)\s*"
    r"(?:<[^()]*>)?\(\s*(?:async\s*)?$"
)
KEYS = re.compile(r"Object\s*\.\s*(?P<what>keys|values|entries)\s*\(\s*")


def items(names: Resolver, file: File, start: int, end: int, depth: int = 0) -> list[Candidate]:
    """The strings of a list, or the keys of an object; of a parameter whatever it is given."""
    start, end = file.stripped(start, end)
    if depth > DEEPEST or start >= end:
        return []
    if file.code[start] == "[":
        parts = file.parts(start)
        return [one for part in parts for one in _item(names, file, *part, depth)]
    if keys := KEYS.match(file.code, start):
        return _keys(names, file, keys, depth)
    word = DOTTED.match(file.code, start, end)
    if word is None:
        return []
    for function in file.around(file.functions, start):
        if word[0] in function.parameters:
            return [Parameter(function, function.parameters.index(word[0]), each=True)]
    target = names.value(file, word[0])
    return items(names, *target, depth + 1) if target else []


def looped(names: Resolver, file: File, word: str, at: int, depth: int) -> list[Candidate] | None:
    """What a variable of ``for (const x of list)`` goes over; None where it is of no loop."""
    for loop in reversed(list(LOOP.finditer(file.code, max(0, at - 5000), at))):
        if word in WORD.findall(loop["what"]):
            opening = file.code.index("(", loop.start())
            end = file.closing.get(opening, loop.end())
            return items(names, file, loop.end(), end, depth + 1)
    return None


def given(
    names: Resolver, file: File, function: Function, word: str, depth: int
) -> list[Candidate]:
    """What a parameter can be: of a callback the items of the list."""
    begin = max(0, function.at - 200)
    before = file.code[begin : function.at + 1]
    method = METHOD.search(before) or METHOD.search(before[:-1])
    if method is None:
        return [Parameter(function, function.parameters.index(word))]
    end = begin + method.start()
    if function.parameters.index(word) > ("reduce" in method[0]):
        return []
    start = file.opening.get(end - 1, end) if file.code[end - 1] in ")]" else end
    while start and (file.code[start - 1].isalnum() or file.code[start - 1] in "_$."):
        start -= 1
    return items(names, file, start, end, depth + 1)


def _item(names: Resolver, file: File, start: int, end: int, depth: int) -> list[Candidate]:
    """A string; of a pair the first, of ``...more`` all."""
    if file.code.startswith("...", start):
        return items(names, file, start + 3, end, depth + 1)
    if file.code[start] == "[":
        start, end = next(iter(file.parts(start)), (start, end))
    return [one for one in names.of(file, start, end, depth + 1) if isinstance(one, Named)]


def _keys(names: Resolver, file: File, keys: re.Match[str], depth: int) -> list[Candidate]:
    word = WORD.match(file.code, keys.end())
    target = names.value(file, word[0]) if word else None
    if target is None:
        return []
    other, start, end = target
    found: list[Candidate] = []
    opening = other.code.find("{", start, end)
    for first, last in other.parts(opening) if opening >= 0 else ():
        key = WORD.match(other.code, first)
        if keys["what"] == "values":
            colon = other.code.find(":", first, last)
            found += names.of(other, colon + 1, last, depth + 1)
        elif key:
            found.append(Named(key[0], other, first))
    return found
