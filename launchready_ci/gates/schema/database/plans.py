"""How will an engine go through the tables? Its plan of one statement, and SQLite's way to say it.

https://sqlite.org/eqp.html; before version 3.36 it says ``SCAN TABLE posts AS p``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

READS = re.compile(r"(SCAN|SEARCH) (?:TABLE )?(?:([^\s(]+)(?: AS (\S+))?)?(.*)", re.DOTALL)
INDEX = re.compile(r"USING (?:COVERING )?INDEX (\S+)")


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a table."""

    table: str
    """What the statement calls it: the alias, where it gives one."""
    how: Literal["full", "index"]
    """``index`` where an index or the primary key leads to the rows that are asked for. Reading
    all of them in the order of an index is ``full``, and so is a mere range of the primary key
    (``id > 7`` is most of a table), and an index that is made for the moment."""
    index: str = ""
    """Also of a full reading in its order; empty for SQLite's rowid."""
    moment: bool = False
    """SQLite makes an index for this one statement, every time."""
    again: bool = False
    """For each row of another table, as far as the plan says so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All readings of one statement."""

    scans: tuple[Scan, ...]
    sorts: bool = False
    """Rows are sorted for ORDER BY: no index has their order."""

    def of(self, name: str) -> list[Scan]:
        """The readings of what the statement calls so."""
        return [scan for scan in self.scans if scan.table.lower() == name.lower()]


def read(details: Iterable[str]) -> Plan:
    """The plan in the column ``detail`` of SQLite's ``EXPLAIN QUERY PLAN``."""
    scans, sorts = [], False
    for detail in details:
        # a part of the order is in an index where only the last terms are sorted
        sorts = sorts or detail == "USE TEMP B-TREE FOR ORDER BY"
        found = READS.fullmatch(detail)
        if found and found[2] and found[2] not in ("CONSTANT", "SUBQUERY"):
            scans.append(_scan(found[1], found[3] or found[2], found[4]))
    return Plan(tuple(scans), sorts)


def _scan(verb: str, table: str, rest: str) -> Scan:
    index = INDEX.search(rest)
    name = index[1] if index else ""
    if "VIRTUAL TABLE" in rest:
        return Scan(table, "index", name)
    moment = "USING AUTOMATIC" in rest
    ranged = "PRIMARY KEY (" in rest and "=" not in rest
    led = verb == "SEARCH" and "USING" in rest and not (moment or ranged)
    return Scan(table, "index" if led else "full", name, moment)
