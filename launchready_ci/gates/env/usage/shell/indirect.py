"""Which variables does shell code expand whose names stand in a list or an argument?

``for name in A B; do [ -n "${!name}" ] || exit 1; done``, and functions such as ``file_env`` of the
official Docker images: ``require DATABASE_URL``.
"""

import re
from collections.abc import Iterator
from itertools import islice

LOOP = re.compile(r"\bfor[ \t]+(\w+)[ \t]+in[ \t]+((?:[^;\n]|(?<=\\)\n)*)")
FUNCTION = re.compile(
    r"^[ \t]*(?:function[ \t]+)?([A-Za-z_][\w-]*)[ \t]*(?:\(\))[ \t]*\n?[ \t]*\{", re.MULTILINE
)
NAMES = re.compile(r"(?<![\w${./-])[A-Z][A-Z0-9_]*(?![\w./:-])")
LIST = r"(?:^|[\s;]){}=(?:\(([^)]*)\)|[\"']([^\"']*)[\"'])"
REFERENCE = re.compile(r"\$\{?([A-Za-z_]\w*)")
STOPS = re.compile(r"\b(?:exit|return)\s+[1-9$]|\b(?:die|fail|fatal|abort)\w*\b|:\?")
LONGEST = 20_000
"""Characters of a body."""
MOST = 100
"""Functions, and loops, of a script that are looked at."""


def indirect(text: str, visible: str) -> Iterator[tuple[str, int, bool]]:
    """Name, place and whether it may be missing; ``visible`` lacks comments and raw strings."""
    if "${!" not in visible and "printenv" not in visible and "eval" not in visible:
        return
    for loop in islice(LOOP.finditer(visible), MOST):
        end = visible.find("done", loop.end(), loop.end() + LONGEST)
        body = visible[loop.end() : end]
        if _expands(body, loop[1]):
            optional = STOPS.search(visible, loop.end(), loop.end() + LONGEST) is None
            for name, start in _listed(text, visible, loop.start(2), loop.end(2)):
                yield name, start, optional
    functions = {function[1]: function for function in FUNCTION.finditer(visible)}
    for function in list(functions.values())[:MOST]:
        end = visible.find("\n}", function.end(), function.end() + LONGEST)
        body = visible[function.end() : end]
        if _takes_a_name(body):
            yield from _calls(text, visible, function, STOPS.search(body) is None)


def functions(visible: str) -> Iterator[tuple[int, int]]:
    """Where the body of each function begins and ends."""
    for function in islice(FUNCTION.finditer(visible), MOST):
        start = function.end()
        line = visible.find("\n", start)
        end = visible.rfind("}", start, line) if line >= 0 else visible.rfind("}", start)
        if end < 0:
            indent = function[0][: len(function[0]) - len(function[0].lstrip(" \t"))]
            end = visible.find(f"\n{indent}}}", start, start + LONGEST)
        yield start, end


def _expands(body: str, variable: str) -> bool:
    name = re.escape(variable)
    pattern = rf"\$\{{!{name}\b|printenv\s+\"?\$\{{?{name}\b|\beval\b.*\$\{{?{name}\b"
    return re.search(pattern, body) is not None


def _takes_a_name(body: str) -> bool:
    """Does one of the arguments name the variable that the body expands?"""
    if re.search(r"\$\{!1\b|printenv\s+\"?\$\{?1\b|\beval\b.*\$\{?1\b", body):
        return True
    given = re.findall(
        r"\b(\w+)=\"?\$\{?[1@*]|\bfor[ \t]+(\w+)(?:[ \t]+in[ \t]+\"?\$[@*]|[ \t]*;)", body
    )
    return any(_expands(body, local or loop) for local, loop in given)


def _calls(
    text: str, visible: str, function: re.Match[str], optional: bool
) -> Iterator[tuple[str, int, bool]]:
    call = re.compile(
        rf"(?:^|[;&|]|\bthen|\bdo|\$\()[ \t]*{re.escape(function[1])}[ \t]+([^;\n&|)]*)",
        re.MULTILINE,
    )
    for match in call.finditer(visible):
        names = list(NAMES.finditer(text, match.start(1), match.end(1)))
        given = len(names) == 1 and match[1].strip().count(" ") > 0
        for name in names:
            yield name[0], name.start(), optional or given


def _listed(text: str, visible: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for name in NAMES.finditer(text, start, end):
        yield name[0], name.start()
    for reference in REFERENCE.finditer(visible, start, end):
        for match in re.finditer(LIST.format(re.escape(reference[1])), visible):
            group = 1 if match[1] is not None else 2
            for name in NAMES.finditer(text, match.start(group), match.end(group)):
                yield name[0], name.start()
