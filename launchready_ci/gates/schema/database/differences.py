"""Is a database as it was?"""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from launchready_ci.gates.schema.database.catalogue import Catalogue, Column, Index, Table

T = TypeVar("T")
QUOTES = str.maketrans("", "", '"`[]')


def differences(before: Catalogue, after: Catalogue) -> Iterator[str]:
    """What was there and is not, is there and was not, or has changed; rows do not count."""
    yield from _sets("", before.others, after.others)
    for name, text in before.others.items():
        if after.others.get(name, text).translate(QUOTES) != text.translate(QUOTES):
            yield f"{name} is another one"
    yield from _sets("table ", before.tables, after.tables)
    for name, table in before.tables.items():
        if name in after.tables:
            yield from _of_table(table, after.tables[name])


def _sets(kind: str, before: Mapping[str, T], after: Mapping[str, T]) -> Iterator[str]:
    for name in before:
        if name not in after:
            yield f"{kind}{name} is gone"
    for name in after:
        if name not in before:
            yield f"{kind}{name} is still there"


def _of_table(before: Table, after: Table) -> Iterator[str]:
    """Columns may have another order: SQL cannot put one between two others."""
    old, new = _columns(before), _columns(after)
    yield from _sets("column ", old, new)
    for name, column in old.items():
        if name in new and (told := _of_column(column, new[name])):
            yield f"column {name} {told}"
    if before.primary_key != after.primary_key:
        yield f"table {before.name} has another primary key"
    yield from _sets("index ", _indexes(before), _indexes(after))
    for name, index in _indexes(before).items():
        other = _indexes(after).get(name, index)
        if (index.columns, index.unique, index.shape) != (
            other.columns,
            other.unique,
            other.shape,
        ):
            yield f"index {name} is another one"
    keys = [{(k.columns, k.table, k.referred) for k in t.foreign_keys} for t in (before, after)]
    if keys[0] != keys[1]:
        yield f"table {before.name} has other foreign keys"


def _columns(table: Table) -> dict[str, Column]:
    return {f"{table.name}.{column.name}": column for column in table.columns}


def _of_column(before: Column, after: Column) -> str:
    if before.type != after.type:
        return f"is {after.type or 'of no type'}, was {before.type or 'of no type'}"
    if before.nullable != after.nullable:
        return "may be NULL now" if after.nullable else "may not be NULL any more"
    return "has another default" if before.default != after.default else ""


def _indexes(table: Table) -> dict[str, Index]:
    """Those of constraints by what they hold: the engine chooses their names."""
    return {
        f"of {table.name} ({', '.join(index.columns)})" if index.constraint else index.name: index
        for index in table.indexes
    }
