"""How would the database find the rows that a statement asks for?"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scan:
    """How one table is read."""

    table: str
    how: Literal["full", "index"]
    index: str = ""
    sort: bool = False
    """What comes out is sorted afterwards."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All tables of one statement."""

    scans: tuple[Scan, ...]
