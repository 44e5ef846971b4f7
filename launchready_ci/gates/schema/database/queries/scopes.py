"""Which table does a column of a statement belong to?"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.gates.schema.database.catalogue import Catalogue, Table
from launchready_ci.gates.schema.database.statements import Statement

if TYPE_CHECKING:
    from sqlglot import exp

ROWID = ("rowid", "oid", "_rowid_")
"""SQLite's names of the row itself."""
LONGEST = 100_000
"""Characters of a statement: a list of 200,000 numbers took 5 s and 400 MB."""
DIALECTS = {"postgresql": "postgres", "sqlite": "sqlite"}


class Unparsed(Exception):
    """The statement is beyond the parser, though the engine may well understand it."""


class Owned(NamedTuple):
    """A column, whose it is."""

    scope: "Scope"
    alias: str
    column: str
    """As the catalogue writes it."""


class Scope:
    """A SELECT, UPDATE or DELETE, and the tables of the catalogue that it names itself."""

    def __init__(
        self,
        node: "exp.Expr",
        tables: Mapping[str, Table],
        outer: "Scope | None",
        dialect: str,
    ) -> None:
        """``tables`` are by their names in small letters, ``dialect`` is sqlglot's name."""
        from sqlglot import exp

        self.node = node
        self.dialect = dialect
        self.outer = outer
        self.own = list(own(node))
        self.tables: dict[str, tuple[Table, int]] = {}
        """Alias in small letters → table, and where it is named."""
        for found in self.own:
            if isinstance(found, exp.Table):
                names = [f"{found.db}.{found.name}".lower()] if found.db else []
                table = next((tables[n] for n in [*names, found.name.lower()] if n in tables), None)
                if table:
                    self.tables[found.alias_or_name.lower()] = table, start(found)

    def owner(self, column: "exp.Column") -> Owned | None:
        """Whose it is; None where that is no table of the catalogue."""
        name, alias = column.name.lower(), column.table.lower()
        for one, (table, _) in self.tables.items():
            known = columns(table)
            if alias in ("", one) and (name in known or name in ROWID):
                return Owned(self, one, known.get(name, name))
        return self.outer.owner(column) if self.outer else None

    def owners(self, nodes: Iterable["exp.Expr"]) -> list[Owned]:
        """Those of all columns in the expressions, and not in a SELECT inside of them."""
        from sqlglot import exp

        parts = [part for node in nodes for part in own(node) if isinstance(part, exp.Column)]
        return [owned for part in parts if (owned := self.owner(part))]


def scopes(statement: Statement, catalogue: Catalogue) -> list[Scope]:
    """Every SELECT, UPDATE and DELETE of it; raises Unparsed."""
    from sqlglot import exp

    tree = _tree(statement)
    temporary = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    tables = {name.lower(): table for name, table in catalogue.tables.items()}
    tables = {name: table for name, table in tables.items() if name not in temporary}
    found: dict[int, Scope] = {}
    for node in tree.find_all(exp.Select, exp.Update, exp.Delete):
        outer = node.find_ancestor(exp.Select, exp.Update, exp.Delete)
        found[id(node)] = Scope(node, tables, found.get(id(outer)), DIALECTS[statement.engine])
    return list(found.values())


def _tree(statement: Statement) -> "exp.Expr":
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    if len(statement.sql) > LONGEST:
        raise Unparsed("too long")
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        tree = sqlglot.parse_one(statement.padded, read=DIALECTS[statement.engine])
    except (SqlglotError, RecursionError) as error:
        raise Unparsed(type(error).__name__) from None
    if isinstance(tree, exp.Command):
        raise Unparsed(str(tree.this))
    return tree


def own(node: "exp.Expr") -> Iterator["exp.Expr"]:
    """The parts of an expression, without those of a SELECT inside of it."""
    from sqlglot import exp

    for part in node.walk(prune=lambda part: part is not node and isinstance(part, exp.Query)):
        if part is node or not isinstance(part, exp.Query):
            yield part


def columns(table: Table) -> Mapping[str, str]:
    """Name in small letters → name."""
    return {column.name.lower(): column.name for column in table.columns}


def start(node: "exp.Expr") -> int:
    """Where in the statement an expression begins."""
    from sqlglot import exp

    names = node.find_all(exp.Identifier)
    return min((name.meta["start"] for name in names if "start" in name.meta), default=0)
