"""What does a condition ask of a column, and could an index answer it?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING, Literal

from launchready_ci.gates.schema.database.queries.scopes import Scope, own, start

if TYPE_CHECKING:
    from sqlglot import exp

Kind = Literal["equal", "join", "range", "prefix", "contains", "wildcard", "hidden"]
CONTAINS = (
    *("ArrayContainsAll", "ArrayContainedBy", "ArrayOverlaps", "MatchAgainst", "JSONBPathExists"),
    *("JSONBContainsTopKey", "JSONBContainsAnyTopKeys", "JSONBContainsAllTopKeys"),
)
"""sqlglot's names of PostgreSQL's ``@>``, ``<@``, ``&&``, ``@@``, ``@?``, ``?``, ``?|``, ``?&``."""
FLAGS = ("0", "1")
"""Half of the rows may have such a value: an index leads nowhere."""


@dataclass(frozen=True)
class Condition:
    """A part of WHERE or ON that must be true."""

    alias: str
    """Of the table."""
    column: str
    """Its name; where it is ``hidden``, of the first column in the expression."""
    kind: Kind
    offset: int
    """Where in the statement it stands."""
    expression: str = ""
    """What is compared instead of the bare column, where an index on just that is possible."""
    either: int = 0
    """The OR that it is one arm of; 0: none."""


def conditions(scope: Scope) -> Iterator[Condition]:
    """Those on the tables of this very SELECT."""
    from sqlglot import exp

    where = scope.node.args.get("where")
    joins = [node for node in scope.own if isinstance(node, exp.Join)]
    for term in [where and where.this, *(join.args.get("on") for join in joins)]:
        for part in _flat(term, exp.And) if term else ():
            yield from _condition(part, scope)
    for join in joins:
        for name in join.args.get("using") or ():
            for owned in scope.owners([exp.column(name.name, alias) for alias in scope.tables]):
                at = int(name.meta.get("start", 0))
                yield Condition(owned.alias, owned.column, "join", at)


def _flat(node: "exp.Expr", kind: type["exp.Expr"]) -> Iterator["exp.Expr"]:
    """The terms of AND, or of OR, without recursion: there may be thousands."""
    stack = [node]
    while stack:
        top = stack.pop().unnest()
        if isinstance(top, kind):
            stack += [top.args["expression"], top.this]
        else:
            yield top


def _condition(part: "exp.Expr", scope: Scope) -> Iterator[Condition]:
    from sqlglot import exp

    if part.args.get("negate"):
        return
    if isinstance(part, exp.Or):
        yield from _either(part, scope)
    elif isinstance(part, exp.Like | exp.ILike | exp.Glob):
        yield from _like(part, scope)
    elif isinstance(part, exp.In) or isinstance(part.args.get("expression"), exp.Null):
        yield from _asked(part.this, part.expressions, "equal", scope)
    elif type(part).__name__ in CONTAINS:
        others = [part.args.get("expression"), *part.args.get("expressions", ())]
        for side, other in permutations([part.this, *filter(None, others)], 2):
            yield from _asked(side, [other], "contains", scope)
    elif isinstance(part, exp.Between):
        yield from _asked(part.this, [part.args["low"], part.args["high"]], "range", scope)
    elif isinstance(part, exp.EQ | exp.NullSafeEQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
        equal = isinstance(part, exp.EQ | exp.NullSafeEQ)
        for side, other in ((part.this, part.expression), (part.expression, part.this)):
            yield from _compared(side.unnest(), other.unnest(), scope, equal=equal)


def _either(part: "exp.Expr", scope: Scope) -> Iterator[Condition]:
    """An OR of which an index can answer each arm; an OR of one column is like IN."""
    from sqlglot import exp

    arms = [list(_condition(arm, scope)) for arm in _flat(part, exp.Or)]
    if any(len(arm) != 1 for arm in arms):
        return
    terms = [arm[0] for arm in arms]
    if len({(term.alias, term.column, term.kind) for term in terms}) == 1:
        yield terms[0]
    elif len({term.alias for term in terms}) == 1:
        yield from (replace(term, either=start(part) + 1) for term in terms)


def _compared(
    side: "exp.Expr", other: "exp.Expr", scope: Scope, *, equal: bool
) -> Iterator[Condition]:
    from sqlglot import exp

    if isinstance(side, exp.Tuple) and isinstance(other, exp.Tuple):
        pairs = list(zip(side.expressions, other.expressions, strict=False))
        for one, of in pairs if equal else pairs[:1]:
            yield from _compared(one, of, scope, equal=equal)
    elif not (equal and (isinstance(other, exp.Boolean) or str(other) in FLAGS)):
        yield from _asked(side, [other], "equal" if equal else "range", scope)
        if isinstance(side, exp.Any) and not scope.owners([other]):
            for owned in scope.owners([side])[:1]:  # no index serves it, unlike ``@>``
                yield Condition(
                    owned.alias, owned.column, "hidden", start(side), f"ANY({owned.column})"
                )


def _asked(
    side: "exp.Expr", others: Iterable["exp.Expr"], kind: Kind, scope: Scope
) -> Iterator[Condition]:
    """What is asked of the column that one side of a comparison is, or hides."""
    from sqlglot import exp

    mine, theirs = scope.owners([side]), scope.owners(others)
    if not mine or side.find(exp.Query, exp.AggFunc, exp.Window, exp.Any):
        return
    owned = mine[0]
    of_one = all(other[:2] == (scope, owned.alias) for other in mine)
    if not of_one or any(other[:2] == (scope, owned.alias) for other in theirs):
        return
    bare = isinstance(side.unnest(), exp.Column | exp.Collate)
    text = "" if isinstance(side.unnest(), exp.Column) else _text(side, scope)
    if theirs:
        kind = "join"
        if not bare:
            return
    if not bare and not (kind == "contains" and text):
        kind = "hidden"
    yield Condition(owned.alias, owned.column, kind, start(side), text)


def _like(part: "exp.Expr", scope: Scope) -> Iterator[Condition]:
    """A pattern that begins with a wildcard, or with text that an index can be searched for."""
    from sqlglot import exp

    owners = scope.owners([part.this])
    pattern = part.expression.unnest()
    while isinstance(pattern, exp.DPipe | exp.Concat):
        pattern = pattern.this if isinstance(pattern, exp.DPipe) else pattern.expressions[0]
    any_case, known = isinstance(part, exp.ILike), isinstance(pattern, exp.Literal)
    if not owners or owners[0].scope is not scope or not (known or any_case):
        return
    first, owned = str(pattern.this)[:1] if known else "", owners[0]
    wild = ("*", "?", "[") if isinstance(part, exp.Glob) else ("%", "_")
    if any_case or first in wild:  # no order of an index is for capitals and small letters alike
        yield Condition(owned.alias, owned.column, "wildcard", start(part.this))
    elif first and isinstance(part.this, exp.Column):
        kind: Kind = "range" if isinstance(part, exp.Glob) else "prefix"
        yield Condition(owned.alias, owned.column, kind, start(part.this))


def _text(side: "exp.Expr", scope: Scope) -> str:
    """The expression as an index can hold it: of one table, without parameters."""
    from sqlglot import exp

    copy = side.copy()
    for part in own(copy):
        if isinstance(part, exp.Placeholder | exp.Parameter):
            return ""
        if isinstance(part, exp.Column):
            part.set("table", None)
            part.set("db", None)
    text = str(copy.sql(dialect=scope.dialect, normalize_functions=False))
    # the unit must be as in the statement, where it is mostly small
    return re.sub(r"(?<=DATE_TRUNC\(')\w+", lambda unit: unit[0].lower(), text)
