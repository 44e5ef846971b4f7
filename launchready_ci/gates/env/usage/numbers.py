"""Which variables does the code turn into a number, where it reads them?"""

import re
from collections.abc import Iterable, Mapping

from launchready_ci import sources
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.gates.env.values.types import ValueType
from launchready_ci.git import Git
from launchready_ci.sources import Text

HELD = r"\(\s*[\w.:$]*(?:[\[(]\s*[\"'`]?|\.)?$"
WHOLE = re.compile(
    rf"(?:(?<![\w.])(?:int|Integer)|\bstrconv\.Atoi|\bInteger\.(?:parseInt|valueOf)){HELD}"
)
"""Before the name: ``int(os.environ["``; ``parseInt`` takes any text."""
FLOAT = re.compile(rf"(?<![\w.])(?:float|Float|Number){HELD}")
PORT = re.compile(r"(?:.*_)?PORT")


def numbers(git: Git, reads: Mapping[str, Iterable[Read]]) -> dict[str, ValueType]:
    """Their types; a port is one by its name too, once a number is made of it."""
    places = {
        (read.location.path, read.location.line, read.location.column): name
        for name, found in reads.items()
        for read in found
        if not read.test
    }
    paths = {path for path, _, _ in places}
    texts = sources.tree(git, lambda path: path not in paths) if paths else ()
    lines = {
        item.path: item.data.decode("utf-8", "replace").split("\n")
        for item in texts
        if isinstance(item, Text)
    }
    found: dict[str, ValueType] = {}
    for (path, line, column), name in places.items():
        before = lines[path][line - 1][: column - 1] if line <= len(lines.get(path, ())) else ""
        if WHOLE.search(before):
            found[name] = ValueType("port" if PORT.fullmatch(name) else "int")
        elif FLOAT.search(before):
            found.setdefault(name, ValueType("float"))
    return found
