"""The rules about changes: one for each row of ``rules.toml``."""

from collections.abc import Callable, Iterator
from typing import Any

from launchready_ci.findings import Finding
from launchready_ci.gates.schema.openapi.changes.facts import Compared, Difference
from launchready_ci.gates.schema.openapi.changes.table import ROWS, Row
from launchready_ci.rule import Rule


def _rule(row: Row) -> Rule[Compared]:
    return Rule(row.id, row.name, row.severity, row.doc, Compared, _check(row))


def _check(row: Row) -> Callable[[Compared], Iterator[Finding]]:
    def check(facts: Compared) -> Iterator[Finding]:
        for one in facts.differences.get(row.name, ()):
            yield _finding(row, one)

    return check


def _finding(row: Row, one: Difference) -> Finding:
    others = f" (and {one.others} more operations)" if one.others else ""
    places = f"base {one.base}, head {one.shown}"
    allowed = {"allowed": one.allowed} if one.allowed else {}
    return Finding(
        f"{one.place}{others}: {one.told}: {row.breaks} ({places})",
        one.head,
        f"{one.place}: {one.told}",
        suppressed=bool(one.allowed),
        properties={"operation": one.operation, "base": str(one.base), **allowed},
    )


RULES: tuple[Rule[Any], ...] = tuple(map(_rule, ROWS.values()))
