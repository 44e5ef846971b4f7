"""What was seen of an artifact; ``subject`` is the artifact as people name it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import BUILT, Finding, Location
from launchready_ci.gate import Facts
from launchready_ci.gates.schema.artifact.configuration import Budget
from launchready_ci.gates.schema.artifact.member import Odd


@dataclass(frozen=True, slots=True, kw_only=True)
class Built(Facts):
    """The base of all of them."""

    place: Location
    """Where the artifact is asked for, or the archive."""
    prefix: str | None = None
    """What leads from the root to a file of a folder (``dist/``); None where there is no way."""

    def at(self, path: str, line: int = 1, column: int = 1) -> Location:
        """Where a file of it stands."""
        if self.prefix is None:
            return self.place
        return Location(self.prefix + path, line, column)

    def finding(
        self, message: str, path: str, key: str = "", line: int = 1, column: int = 1
    ) -> Finding:
        """Something about one of its files. Nobody can put a comment there: it is built anew."""
        place = self.at(path, line, column)
        return Finding(message, place, f"{path} {key}".strip(), properties={BUILT: self.subject})


class Absent(NamedTuple):
    """An expected file."""

    glob: str
    place: Location
    empty: str = ""
    """The file that is there and holds nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Built):
    """All files, but for those that may be there in any case (``allow``)."""

    files: tuple[str, ...]
    absent: tuple[Absent, ...] = ()
    web: bool = True
    """It is served to browsers; else it is installed."""
    sources: bool = False
    """It is an sdist, which holds tests and all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Built):
    """What a file says that another one is there."""

    path: str
    line: int
    column: int
    url: str
    """As it is resolved: the path of a URL."""
    kind: str
    trouble: str = ""
    """Why it does not lead anywhere."""


class Spot(NamedTuple):
    """Something in a file."""

    told: str
    line: int
    column: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Built):
    """What one file says that it should not."""

    path: str
    addresses: tuple[Spot, ...] = ()
    """Of a developer's machine."""
    source_map: str = ""
    """Where it is, or says, the sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched(Built):
    """One file, searched for credentials."""

    path: str
    credentials: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued(Built):
    """One file, searched for the values of the contract's secret variables."""

    path: str
    variables: tuple[Spot, ...] = ()
    """Name and encoding; the value is gone."""


class Weight(NamedTuple):
    """How large something is."""

    size: int
    gzip: int
    brotli: int | None = None
    """None where no budget asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed(Built):
    """One file, or all of them (``path`` is empty), and what it may weigh."""

    path: str
    weight: Weight
    budget: Budget
    asked: Location
    """Where the budget stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Built):
    """A file that browsers keep for long without asking."""

    path: str
    hashed: bool
    """Its name changes with its content."""
    said: str
    """Who says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(Built):
    """What is no file in it, or should be none."""

    odd: tuple[Odd, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Built):
    """Of which commit it says that it is made."""

    path: str
    asked: Location
    trouble: str = ""
    commit: str = ""
    head: str = ""
    dirty: bool = False
    asks_dirty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Built):
    """A wheel or an sdist, as it describes itself."""

    metadata: Mapping[str, str]
    """``Name``, ``Version``."""
    expected: str = ""
    name: str = ""
    """What its file name says: name and version."""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Built):
    """A wheel held against its RECORD."""

    troubles: tuple[tuple[str, str], ...] = ()
    """Path, and what is wrong with it."""
