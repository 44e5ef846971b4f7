"""Which variables does a makefile expand that it does not assign?

``$(X)`` and ``${X}`` where X has the look of an environment variable (capitals, with ``_``), and
``$$X``, which the recipe's shell expands. https://www.gnu.org/software/make/manual/make.html
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.lexer import BLANK
from launchready_ci.gates.env.usage.reading import Lines, Read
from launchready_ci.gates.env.usage.shell import reads as shell_reads
from launchready_ci.gates.env.usage.shell.script import Script, scan

COMMENT = re.compile(r"(?<![\\$])#[^\n]*")
ASSIGNED = re.compile(
    r"^[ ]*(?:[^\s:=#][^:=\n#]*:(?!:?=)[ \t]*)?(?:(?:export|override|private|define)[ \t]+)*"
    r"([A-Za-z_]\w*)[ \t]*(?:::?:?|\?|\+|!)?=|^[ ]*define[ \t]+(\w+)",
    re.MULTILINE,
)
EVALUATED = re.compile(r"\$\(eval[ \t]+(?:export[ \t]+)?(\w+)[ \t]*(?:::?:?|\?|\+|!)?=")
EXPANSION = re.compile(r"(?<!\$)\$(?:\((?P<round>[A-Z]\w*)\)|\{(?P<curly>[A-Z]\w*)\})")
LOOKS = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")
OWN = re.compile(r"MAKE\w*|MFLAGS|CURDIR|GNUMAKEFLAGS|SUFFIXES|\w*FLAGS|LOADLIBES|LDLIBS")
ASKED = re.compile(r"^[ \t]*(?:ifdef|ifndef)[ \t]+(?P<asked>[A-Z]\w*)", re.MULTILINE)
RECIPE = re.compile(r"^\t(?:[^\n\\]|\\[\s\S])*", re.MULTILINE)


def reads(path: str, text: str) -> Iterator[Read]:
    """What ``make`` fills in, and what the shells of its recipes do."""
    lines = Lines(path, text)
    code = COMMENT.sub(lambda match: " " * len(match[0]), text)
    assigned = {name or defined for name, defined in ASSIGNED.findall(code)}
    assigned.update(EVALUATED.findall(code))
    for match in ASKED.finditer(code):
        name, stops = match["asked"], "error" in code[match.end() : match.end() + 80]
        if name not in assigned and LOOKS.fullmatch(name):
            yield lines.read(name, match.start("asked"), "make", default=not stops)
    for match in EXPANSION.finditer(code):
        group = match.lastgroup or ""
        name = match[group]
        if name not in assigned and LOOKS.fullmatch(name) and not OWN.fullmatch(name):
            begin = max(match.start() - 200, code.rfind("\n", 0, match.start()) + 1)
            before = code[begin : match.start()]
            asked = re.match(r"[ \t]*(?:else[ \t]+)?ifn?eq\b|.*\$\((?:or|if) ?$", before)
            yield lines.read(name, match.start(group), "make", default=asked is not None)
    scripts = [_scanned(recipe) for recipe in RECIPE.finditer(code)]
    given = assigned.union(*(script.assigned for script in scripts))
    for script in scripts:
        yield from shell_reads(lines, script.expansions, "make", given)


def _scanned(recipe: re.Match[str]) -> Script:
    """``$$`` is the shell's ``$``; what make itself fills in is any word to the shell."""
    shell = re.sub(r"(?<!\$)\$(?!\$)", BLANK, recipe[0]).replace("$$", f"{BLANK}$")
    return scan(re.sub(r"^\s[@+-]+", lambda quiet: " " * len(quiet[0]), shell), recipe.start())
