"""Which variables does one text of shell code expand, and which does it assign itself?

POSIX.1-2024, Shell Command Language, 2.2 Quoting and 2.6.2 Parameter Expansion, and what bash adds.
A name counts where it is written in capitals, as names of environment variables are.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.env.usage.lexer import Quote, Syntax, masked
from launchready_ci.gates.env.usage.scanner import spans
from launchready_ci.gates.env.usage.shell.assignments import assignments
from launchready_ci.gates.env.usage.shell.indirect import functions, indirect

SYNTAX = Syntax(
    comment=r"(?:(?<=[\s;&|()`])|(?<![\s\S]))#",
    quotes=(
        Quote(r"\$?'", "'", escape="", raw=True),
        Quote('"', '"', inside=r"\$\("),
    ),
    heredoc=r"(?<!<)<<-?[ \t]*(?P<mark>[\"'\\]?)(?P<word>[A-Za-z_]\w*)[\"']?",
    skip=r"\\.|\$\{?#",
)
EXPANSION = re.compile(
    r"\$(?:\{#?(?P<braced>[A-Z_][A-Z0-9_]*)(?P<operator>:?[-=?+]|(?=[}:#%/^,@]))"
    r"|(?P<plain>[A-Z_][A-Z0-9_]*)(?![a-z]))"
)
LISTED = re.compile(r"\benvsubst\s+'([^'\n]*)'")
NAMED = re.compile(
    r"\bprintenv\s+(?P<printed>[A-Z_][A-Z0-9_]*)"
    r"|(?:\[\[?|\btest|&&|\|\|)\s+(?:!\s+)?-v\s+(?P<set>[A-Z_][A-Z0-9_]*)\s"
)
EMPTY = re.compile(r"(?:\[\[?|\btest)\s+(?:!\s+)?(?P<negated>!\s*)?(?P<test>-[znv])\s+\"?$")
COMPARED = re.compile(r"(?:(?:\[\[?|\btest)\s+(?:!\s+)?|\bcase\s+)\"?$|[!=]=?\s+\"?$")
STOPS = re.compile(
    r"\b(?:exit|return)\s+[1-9$]|\b(?:die|fail|fatal|abort|usage|error|err)\w*\b", re.IGNORECASE
)
BLOCK_END = re.compile(r"^\s*(?:fi|else|elif)\b|;\s*(?:fi|else|elif)\b|^\}", re.MULTILINE)
ONE_LINE = re.compile(r"\s*\]?\]?\s*(&&|\|\|)")
SOURCED = re.compile(r"(?:^|[;&|]|\bthen)[ \t]*(?:\.|source)[ \t]+(\S+)", re.MULTILINE)


class Expansion(NamedTuple):
    """A variable that is expanded."""

    name: str
    start: int
    default: bool


class Script(NamedTuple):
    """What one text does with variables."""

    expansions: tuple[Expansion, ...]
    """Those that it does not assign itself; one that it gives a default to has one."""
    assigned: frozenset[str]
    sourced: frozenset[str]
    """Names of the files that it sources, without their folders."""


def scan(text: str, base: int = 0) -> Script:
    """Look at shell code; ``base`` is added to each place."""
    text = text.replace("\\\n", "  ")  # a line that goes on
    parts = list(spans(text, SYNTAX))
    visible = masked(text, parts, ("comment", "raw"))
    bare = masked(text, parts)
    assigned = dict(assignments(bare, visible))
    bodies = list(functions(visible))
    found: dict[int, Expansion] = {}
    for expansion in _expansions(text, visible):
        end = assigned.get(expansion.name)
        if end is None:
            found[expansion.start] = expansion
        elif any(start <= expansion.start < after < end for start, after in bodies):
            continue  # a function that is called once the variable is set
        elif expansion.start < end:  # `X=${X:-1}`, or `[ -z "$X" ]` and then `X=1`
            found[expansion.start] = expansion._replace(default=True)
    for name, start, default in indirect(text, visible):
        found.setdefault(start, Expansion(name, start, default))
    sourced = (match[1].strip("\"'") for match in SOURCED.finditer(visible))
    return Script(
        tuple(e._replace(start=e.start + base) for _, e in sorted(found.items())),
        frozenset(assigned),
        frozenset(name.rpartition("/")[2] for name in sourced),
    )


def _expansions(text: str, visible: str) -> Iterator[Expansion]:
    for match in EXPANSION.finditer(visible):
        group = match.lastgroup if match.lastgroup != "operator" else "braced"
        name, operator = match[group or "braced"], match["operator"] or ""
        default = operator.lstrip(":") in ("-", "=", "+") and operator != ""
        if not operator:
            default = _optional(visible, match.start(), match.end())
        yield Expansion(name, match.start(group or "braced"), default)
    for match in NAMED.finditer(visible):
        group = match.lastgroup or "set"
        yield Expansion(match[group], match.start(group), group == "set")
    for listed in LISTED.finditer(text):
        if visible.startswith("envsubst", listed.start()):
            for match in EXPANSION.finditer(text, listed.start(1), listed.end(1)):
                group = "plain" if match["plain"] else "braced"
                yield Expansion(match[group], match.start(group), default=False)


def _optional(visible: str, start: int, end: int) -> bool:
    """Is the variable only asked for, and nothing stops where it is empty?"""
    before = visible[max(visible.rfind("\n", 0, start) + 1, start - 60) : start]
    asked = EMPTY.search(before)
    if asked is None:
        compared = visible[end : end + 12].lstrip('"} ').startswith(("=", "!=", "in ", "in\n"))
        return compared and COMPARED.search(before) is not None
    empty = (asked["test"] == "-z") == ("!" not in asked[0])
    rest = visible[end : end + 600].lstrip('"}')
    chain = ONE_LINE.match(rest)
    if chain:
        line = rest.partition("\n")[0] if "{" not in rest.partition("\n")[0] else rest
        return not ((chain[1] == "&&") == empty and STOPS.search(line))
    close = BLOCK_END.search(rest)
    return not (empty and STOPS.search(rest, 0, close.start() if close else len(rest)))
