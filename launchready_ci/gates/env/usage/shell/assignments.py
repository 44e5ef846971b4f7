"""Which names does shell code assign itself, so that reading them asks nobody else?"""

import re
from collections.abc import Iterator, Mapping

NAME = re.compile(r"(?<![^\s;&|()`{])([A-Za-z_]\w*)(?:\[[^\]\n]*\])?\+?=(?![=~])")
BEFORE = re.compile(
    r"\s*(?:(?:export|local|readonly|declare|typeset|let|then|do|else|elif|if|while|until|!|\{|-\w+"
    r"|case[ \t]+\S+[ \t]+in"
    r"|[A-Za-z_]\w*\+?=\S*|[^\s()]+\))\s+)*"
)
"""What may stand before an assignment in its command: else it is a word like any other."""
KEEPS = re.compile(r"\b(?:export|local|readonly|declare|typeset|let)\b")
SEPARATOR = re.compile(r"[;\n&|(`]")
AFTER = re.compile(r"[ \t]*(?:[;\n&|)`<>}]|$|\d?>)")
WORD = re.compile(r"(?:'[^']*'|\$(?!\()|[^\s;&|()<>`\"'$])+")
INSIDE = re.compile(r"\"|\$\(")
OTHERS = (
    re.compile(r"\b(?:for|select)[ \t]+(?P<names>[A-Za-z_]\w*)\b"),
    re.compile(r"\bread[ \t]+(?P<names>[^;\n|&<>)]*)"),
    re.compile(r"\b(?:mapfile|readarray)[ \t]+(?P<names>[^;\n|&<>)]*)"),
    re.compile(
        r"(?:\b(?:local|declare|typeset)|^[ \t]*readonly)[ \t]+(?P<names>[^;\n|&)]*)", re.MULTILINE
    ),
    re.compile(r"\bprintf[ \t]+-v[ \t]+(?P<names>[A-Za-z_]\w*)"),
    re.compile(r"\bgetopts[ \t]+\S+[ \t]+(?P<names>[A-Za-z_]\w*)"),
)
FILLED = re.compile(r"\$\{([A-Za-z_]\w*):?=[^}]*\}")
"""``: "${X:=default}"``"""
BRACKET = re.compile(r"[()`]")
NEXT = re.compile(r"[ \t]+[A-Za-z_]\w*\+?=")
NAMES = re.compile(r"(?<![\w$-])[A-Za-z_]\w*")


def assignments(bare: str, visible: str) -> Iterator[tuple[str, int]]:
    """Each name with the index where its first assignment ends.

    ``visible`` lacks comments and raw strings, ``bare`` all that is quoted.
    """
    first: dict[str, int] = {}
    for name, end in _all(bare, visible):
        first[name] = min(end, first.get(name, end))
    yield from first.items()


def _all(bare: str, visible: str) -> Iterator[tuple[str, int]]:
    separators = [match.end() for match in SEPARATOR.finditer(bare)]
    closing = _closing(bare)
    at = 0
    for match in NAME.finditer(bare):
        while at < len(separators) and separators[at] <= match.start():
            at += 1
        begin = separators[at - 1] if at else 0
        before = bare[max(begin, match.start() - 160) : match.start()]
        end = _value(bare, match.end(), closing)
        if BEFORE.fullmatch(before) and (KEEPS.search(before) or _alone(bare, end, closing)):
            yield match[1], end
    for pattern in OTHERS:
        for match in pattern.finditer(bare):
            for name in NAMES.findall(match["names"]):
                yield name, match.end()
    for match in FILLED.finditer(visible):
        yield match[1], match.end()


def _closing(bare: str) -> dict[int, int]:
    """Where each bracket and backtick is closed: the index after."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    tick = -1
    for match in BRACKET.finditer(bare):
        if match[0] == "(":
            opened.append(match.start())
        elif match[0] == "`":
            closing[tick], tick = match.end(), match.start()
        elif opened:
            closing[opened.pop()] = match.end()
    return closing


def _value(bare: str, at: int, closing: Mapping[int, int]) -> int:
    """The end of the value that begins here: a word, with command substitutions and arrays."""
    for _ in range(20):
        opening = at + bare.startswith("$(", at)
        if bare[opening : opening + 1] in ("(", "`"):
            at = closing.get(opening, len(bare))
        elif bare[at : at + 1] == '"':
            at = _quoted(bare, at + 1, closing)
        elif word := WORD.match(bare, at):
            at = word.end()
        else:
            break
    return at


def _quoted(bare: str, at: int, closing: Mapping[int, int]) -> int:
    """The end of a string, in which a command substitution may hold other strings."""
    for _ in range(20):
        match = INSIDE.search(bare, at)
        if match is None:
            break
        if match[0] == '"':
            return match.end()
        at = closing.get(match.end() - 1, match.end())
    return at


def _alone(bare: str, end: int, closing: Mapping[int, int]) -> bool:
    """Does no command follow, which alone would see the value?"""
    for _ in range(5):
        if AFTER.match(bare, end):
            return True
        following = NEXT.match(bare, end)
        if following is None:
            return False
        end = _value(bare, following.end(), closing)
    return False
