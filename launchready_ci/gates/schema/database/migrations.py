"""Which files change the database, in which order, and what leads back?

Understood are pairs (``001_users.up.sql`` and ``001_users.down.sql``, or folders with ``up.sql``
and ``down.sql``, as Diesel has them), single files with a section for each way (dbmate, goose,
sql-migrate, rambler), Flyway's ``V1__users.sql`` and ``U1__users.sql``, and files that only lead
up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import Context, Place
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.files import text
from launchready_ci.gates.schema.database.statements import Statement, split
from launchready_ci.gates.schema.json_schema.chosen import from_root, matching
from launchready_ci.suppressions import ignored

SECTION = re.compile(
    r"^[ \t]*--[ \t]*(?:\+goose|\+migrate|rambler|migrate:)[ \t]*(up|down)\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
DOWN = re.compile(r"(?i)(.*?)(?:[._-]down\.sql|(?<=/)down\.sql|(?<=/)U(?=\d[\d._]*__))")
UP = re.compile(r"(?i)(.*?)(?:[._-]up\.sql|(?<=/)up\.sql|(?<=/)V(?=\d[\d._]*__)|\.sql)")


def short(statement: Statement) -> str:
    """Its beginning, which tells it from others wherever it stands."""
    return " ".join(statement.sql.split())[:60]


@dataclass(frozen=True)
class Script:
    """A file, or one section of it."""

    path: str
    text: str
    """Of a section with empty lines around it, so that each line keeps its number."""
    engine: EngineName

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(split(self.text, self.path, self.engine))

    def place(self, at: int) -> tuple[Location, str]:
        """Where a character of the text stands, and what its statement begins with."""
        before = self.text[:at]
        line, column = before.count("\n") + 1, at - before.rfind("\n")
        begun = [one for one in self.statements if (one.line, one.column) <= (line, column)]
        return Location(self.path, line, column), short(begun[-1]) if begun else ""

    @property
    def ignores(self) -> Mapping[Place, frozenset[str]]:
        """What comments switch off; one before or in a statement, for its beginning too."""
        lines = enumerate(self.text.encode().split(b"\n"), 1)
        found = {(self.path, number): rules for number, line in lines if (rules := ignored(line))}
        for statement in self.statements:
            place = (self.path, statement.line)
            if statement.ignores:
                found[place] = found.get(place, frozenset()) | statement.ignores
        return found


@dataclass(frozen=True)
class Migration:
    """One step."""

    up: Script
    down: Script | None = None
    two_ways: bool = False
    """Its name or its form promise a way back."""

    @property
    def location(self) -> Location:
        return Location(self.up.path)


def read(
    globs: Sequence[str], asked: Asked | None, context: Context, engine: EngineName
) -> Iterator[Migration | Unreadable]:
    """Every migration, in the order of the names; a number in a name counts as one."""
    texts: dict[str, str] = {}
    for item in _paths(globs, asked, context):
        said = text(context.root, item) if isinstance(item, str) else item
        if isinstance(said, Unreadable):
            yield said
        elif isinstance(item, str):
            texts[item] = said
    downs = {found: path for path in texts if (found := _down(path))}
    context.count("migrations", len(texts) - len(downs))
    for path in sorted(set(texts).difference(downs.values()), key=_order):
        up = Script(path, texts[path], engine)
        if sections := _sections(texts[path]):
            up = Script(path, sections[0], engine)
            yield Migration(up, Script(path, sections[1], engine), two_ways=True)
        else:
            other = downs.pop(_stem(path), "")
            down = Script(other, texts[other], engine) if other else None
            yield Migration(up, down, two_ways=path.lower().endswith("up.sql"))
    for path in downs.values():
        yield Unreadable(f"{path} leads back from a migration that is not there", path)


def _paths(
    globs: Sequence[str], asked: Asked | None, context: Context
) -> Iterator[str | Unreadable]:
    if asked and asked.files:
        yield from dict.fromkeys(from_root(file, context.root) for file in asked.files)
        return
    met = set[str]()
    for number, glob in enumerate(globs):
        paths = [path for path in matching(glob, context.root) if path not in met]
        if not paths:
            place = context.place("database", "migrations", number)
            yield Unreadable(f"no file matches {glob}", glob, place)
        met.update(paths)
        yield from paths


def _down(path: str) -> str:
    """What it has in common with its way up; empty where it is none."""
    found = DOWN.match(f"/{path}")
    return _named(found, path) if found else ""


def _stem(path: str) -> str:
    found = UP.match(f"/{path}")
    return _named(found, path) if found else path


def _named(found: re.Match[str], path: str) -> str:
    """Flyway's pairs have the version in common, the others what comes before the direction."""
    version = re.match(r"\d[\d._]*?(?=__)", f"/{path}"[found.end() :])
    return found[1] + (version[0] if version else "")


def _order(path: str) -> list[tuple[str, int]]:
    """``2_b.sql`` before ``10_a.sql``."""
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d{0,30})", path)]


def _sections(text: str) -> tuple[str, str] | None:
    """What leads up and what leads down, where comments say which is which."""
    marks = list(SECTION.finditer(text))
    if not marks:
        return None
    parts = {"up": "", "down": ""}
    ends = [*(mark.start() for mark in marks), len(text)]
    for mark, (begin, end) in zip(marks, pairwise(ends), strict=True):
        way, other = mark[1].lower(), "down" if mark[1].lower() == "up" else "up"
        parts[way] += text[begin:end]
        parts[other] += "\n" * text.count("\n", begin, end)
    head = "\n" * text.count("\n", 0, ends[0])
    return head + parts["up"], head + parts["down"]
