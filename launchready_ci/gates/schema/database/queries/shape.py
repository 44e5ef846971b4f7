"""Which columns does a statement filter, join and sort each table by?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from launchready_ci.gates.schema.database.catalogue import Catalogue, Table
from launchready_ci.gates.schema.database.queries.conditions import Condition, conditions
from launchready_ci.gates.schema.database.queries.scopes import Scope, scopes, start
from launchready_ci.gates.schema.database.statements import Statement

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class Ordered:
    """A term of ORDER BY."""

    column: str
    descending: bool
    offset: int
    nulls: str = ""
    """Where they go, as SQL, if not where PostgreSQL puts them by itself."""


@dataclass(frozen=True)
class Use:
    """One table in one SELECT, UPDATE or DELETE."""

    table: Table
    alias: str
    """What the statement calls it, in small letters."""
    offset: int
    """Where in the statement it is named."""
    conditions: tuple[Condition, ...] = ()
    order: tuple[Ordered, ...] = ()
    """The first terms of ORDER BY, as far as they are columns of this table."""
    limited: bool = False
    """LIMIT, or min() and max() alone: few rows are wanted."""


def shape(statement: Statement, catalogue: Catalogue) -> tuple[Use, ...]:
    """Every use of a table of the catalogue, in the order of the text; raises Unparsed."""
    found = [use for scope in scopes(statement, catalogue) for use in _uses(scope)]
    return tuple(sorted(found, key=lambda use: use.offset))


def _uses(scope: Scope) -> Iterator[Use]:
    found = list(conditions(scope))
    terms, limited = _order(scope.node)
    for alias, (table, offset) in scope.tables.items():
        mine = tuple(condition for condition in found if condition.alias == alias)
        yield Use(table, alias, offset, mine, tuple(_prefix(terms, alias, scope)), limited)


def _order(node: "exp.Expr") -> tuple[list["exp.Expr"], bool]:
    """The terms of ORDER BY, and whether few rows are wanted."""
    from sqlglot import exp

    only = node.expressions[0].unalias() if len(node.expressions) == 1 else None
    if isinstance(only, exp.Max | exp.Min) and not node.args.get("group"):
        last = isinstance(only, exp.Max)  # of those that are not NULL
        return [exp.Ordered(this=only.this, desc=last, nulls_first=last)], True
    order = node.args.get("order")
    return (order.expressions if order else []), bool(node.args.get("limit"))


def _prefix(terms: list["exp.Expr"], alias: str, scope: Scope) -> Iterator[Ordered]:
    from sqlglot import exp

    for term in terms:
        column = _meant(term.this, scope.node)
        owned = scope.owner(column) if isinstance(column, exp.Column) else None
        if not owned or owned[:2] != (scope, alias):
            return
        descending, first = bool(term.args.get("desc")), bool(term.args.get("nulls_first"))
        usual = first == descending or scope.dialect == "sqlite"  # whose indexes know no other
        nulls = "" if usual else f" NULLS {'FIRST' if first else 'LAST'}"
        yield Ordered(owned.column, descending, start(term.this), nulls)


def _meant(term: "exp.Expr", node: "exp.Expr") -> "exp.Expr":
    """What a name in ORDER BY stands for: first of all one of the output."""
    from sqlglot import exp

    if isinstance(term, exp.Column) and not term.table:
        for projection in node.expressions:
            if isinstance(projection, exp.Alias) and projection.alias == term.name:
                meant: exp.Expr = projection.this
                return meant
    return term
