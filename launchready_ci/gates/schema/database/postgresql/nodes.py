"""A plan of PostgreSQL, as EXPLAIN writes it in JSON, in the words of no engine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from launchready_ci.gates.schema.database.plans import Plan, Scan

SORTED_FOR = ("Aggregate", "Group", "Merge Join", "SetOp", "WindowAgg")
"""What has rows sorted for its own sake, and not for ORDER BY."""
FULL = ("Seq Scan", "Sample Scan", "Tid Range Scan")
WALKS = ("Index Scan", "Index Only Scan", "Bitmap Index Scan")
"""Maybe from one end of the index to the other."""


class Led(NamedTuple):
    """What an index begins with."""

    method: str
    key: str
    """As a condition of a plan writes it, too."""
    lone: bool
    """It is a primary key of one column."""
    partial: bool


@dataclass(frozen=True)
class Node:
    """A step of the plan, and the one that takes its rows."""

    json: Mapping[str, Any]
    above: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    """For each row of another one."""

    @property
    def kind(self) -> str:
        return str(self.json["Node Type"])

    @property
    def index(self) -> str:
        return str(self.json.get("Index Name", ""))

    @property
    def below(self) -> "Iterator[Node]":
        # what only keeps the rows is as good as not there
        above = self.above if self.kind == "Materialize" else self.json
        for one in self.json.get("Plans", ()):
            place = (self.kind, one.get("Parent Relationship"))
            again = self.again or place == ("Nested Loop", "Inner") or place[1] == "SubPlan"
            yield Node(one, above, again)


Indexes = Mapping[str, Sequence[Led]]
"""By their names, of which several may have one."""


def walk(top: Node) -> Iterator[Node]:
    """Every step, each before those below it."""
    stack = [top]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(list(node.below))


def read(top: Node, sql: str, indexes: Indexes) -> Plan:
    """The plan of that statement."""
    words = set(re.findall(r"\w+", sql.lower()))
    scans, sorts = list[Scan](), False
    for node in walk(top):
        # a part of the order is in an index where the sort is incremental
        sorts = sorts or (node.kind == "Sort" and node.above.get("Node Type") not in SORTED_FOR)
        scans += _scans(node, words, indexes)
    return Plan(tuple(scans), sorts)


def _scans(node: Node, words: set[str], indexes: Indexes) -> list[Scan]:
    """How a table is read; two where indexes are combined."""
    alias = str(node.json.get("Alias", ""))
    if alias.lower() not in words:  # PostgreSQL numbers a second one, and those of partitions
        alias = re.sub(r"_\d{1,9}$", "", alias)
    if node.kind == "Bitmap Heap Scan":
        top = next(node.below)
        how = _how(_combined(top, indexes))
        return [Scan(alias, how, one.index, again=node.again) for one in walk(top) if one.index]
    if node.kind in WALKS and alias:
        how = _how(_leads(node, indexes) or _is_end(node))
        return [Scan(alias, how, node.index, again=node.again)]
    if node.kind in (*FULL, "Tid Scan"):
        return [Scan(alias, _how(node.kind == "Tid Scan"), again=node.again)]
    return []


def _how(leads: bool) -> Literal["full", "index"]:
    return "index" if leads else "full"


def _combined(node: Node, indexes: Indexes) -> bool:
    below = [_combined(one, indexes) for one in node.below]
    if node.kind == "BitmapAnd":
        return any(below)
    return all(below) if node.kind == "BitmapOr" else _leads(node, indexes)


def _is_end(node: Node) -> bool:
    """The first row of an index is all that min() or max() reads."""
    above = (node.above.get("Node Type"), node.above.get("Parent Relationship"))
    return above == ("Limit", "InitPlan") and "Filter" not in node.json


def _leads(node: Node, indexes: Indexes) -> bool:
    """Is it searched for what is asked, rather than read from one end to the other?"""
    condition, is_order = str(node.json.get("Index Cond", "")), "Order By" in node.json
    for led in indexes.get(node.index, ()):
        if led.method != "btree":  # any of its columns is as good, or rows come by their distance
            return bool(condition) or is_order
        if led.partial or _asks(condition, led):
            return True
    return False


def _asks(condition: str, led: Led) -> bool:
    """Is something asked of its first column? Else all of it is read; and ``id > 7`` is most."""
    key = led.key[1:-1] if led.key.startswith("(") else led.key
    compares = r"\)*(?:::[\w ]+\)*)? (?:=|IS NULL)" if led.lone else r"(?!\w)"
    return bool(re.search(rf"(?:^|AND )(?:ROW)?\(*(?:ROW\()?{re.escape(key)}{compares}", condition))
