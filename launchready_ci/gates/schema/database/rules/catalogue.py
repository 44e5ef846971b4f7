"""Is what the migrations made quick, and does it keep what it should keep?"""

from collections.abc import Iterator
from itertools import combinations

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.schema.database.catalogue import Column, ForeignKey, Index, Table
from launchready_ci.gates.schema.database.facts import Catalogued
from launchready_ci.gates.schema.database.names import qualified, quoted
from launchready_ci.gates.schema.database.types import same_type

WARNING, NOTE = Severity.WARNING, Severity.NOTE
SHOWN = 5
"""Names in one message."""
SHARE = 0.8
"""Of a counter's values that may be used up."""
ANY_NULLS = "NULLS NOT DISTINCT"
"""In the shape of an index in which one NULL equals another."""


@rule("LR-SCH330", "unindexed-foreign-key", judges=Catalogued, severity=WARNING)
def unindexed_foreign_key(facts: Catalogued) -> Iterator[Finding]:
    """No index begins with the columns of a foreign key.

    Why: each deleted or changed row over there is looked for in all rows here, and so is each
    join.
    Fix: add the index that the finding names.
    """
    for table in facts.tables:
        for key in table.foreign_keys:
            if not any(_leads(index, key.columns) for index in table.indexes) and not _is_rowid(
                table, key.columns, facts
            ):
                name = "_".join((table.name.replace(".", "_"), *key.columns, "idx"))
                columns = ", ".join(map(quoted, key.columns))
                make = facts.catalogue.unlocked(table.name) if facts.live else "CREATE INDEX"
                sql = f"{make} {quoted(name)} ON {qualified(table.name)} ({columns});"
                told = f"no index begins with {_columns(table, key.columns)}"
                told += f", which refers to {key.table}"
                yield _finding(facts, told, table, *key.columns, fix=sql)


@rule("LR-SCH331", "no-primary-key", judges=Catalogued, severity=WARNING)
def no_primary_key(facts: Catalogued) -> Iterator[Finding]:
    """A table has no primary key.

    Why: one of two equal rows can be neither changed nor deleted alone, and replication and most
    tools need a key.
    Fix: name the columns that tell rows apart, or add an `id`.
    """
    for table in facts.tables:
        if not table.primary_key:
            yield _finding(facts, f"{table.name} has no primary key", table)


@rule("LR-SCH332", "duplicate-index", judges=Catalogued, severity=WARNING)
def duplicate_index(facts: Catalogued) -> Iterator[Finding]:
    """Two indexes of a table hold the same columns in the same order.

    Why: each write pays for both, and no query is quicker.
    Fix: drop the one that no constraint stands on.
    """
    for table in facts.tables:
        for one, other in combinations(table.indexes, 2):
            if _same(one, other):
                spare, kept = _spare(one, other)
                told = f"{_named(spare)} holds the same columns as {_named(kept)}"
                yield _index(facts, f"{told}: {_columns(table, spare.columns)}", table, spare)


@rule("LR-SCH333", "redundant-index", judges=Catalogued, severity=NOTE)
def redundant_index(facts: Catalogued) -> Iterator[Finding]:
    """Another index of the table begins with all columns of an index.

    Why: the longer one leads to the same rows, and each write pays for both.
    Fix: drop the shorter one, unless the longer is much larger and only the shorter is used.
    """
    for table in facts.tables:
        for index in table.indexes:
            if longer := next((o for o in table.indexes if _begins(index, o)), None):
                told = f"{_named(longer)} begins with all columns of {_named(index)}"
                yield _index(facts, f"{told}: {_columns(table, index.columns)}", table, index)


@rule("LR-SCH334", "invalid-index", judges=Catalogued)
def invalid_index(facts: Catalogued) -> Iterator[Finding]:
    """An index of PostgreSQL is invalid: building it failed, or a partition lacks its part of it.

    Why: no query uses it, each write may still pay for it, and a unique one keeps nothing unique.
    Fix: mend what stopped it, mostly rows that are there twice; then `REINDEX INDEX CONCURRENTLY`,
    or drop it and build it again. That of a partitioned table becomes valid once every partition's
    is attached: `ALTER INDEX … ATTACH PARTITION …`.
    """
    for table in facts.catalogue.tables.values():
        for index in table.indexes:
            if not index.valid:
                told = f"{_named(index)} is invalid, so that no query uses it"
                of = _columns(table, index.columns)
                yield Finding(f"{told}: {of}", facts.at(index.name, table.name), index.name)


@rule("LR-SCH335", "foreign-key-type", judges=Catalogued, severity=WARNING)
def foreign_key_type(facts: Catalogued) -> Iterator[Finding]:
    """A column has another type than the one that it refers to.

    Why: each comparison converts one of them, which may keep it from an index; and the smaller type
    ends first, or rounds.
    Fix: give both the same type.
    """
    for table in facts.tables:
        for key in table.foreign_keys:
            for name, other in zip(key.columns, key.referred, strict=False):
                column, to = _column(table, name), _column(_table(facts, key.table), other)
                if column and to and not same_type(column.type, to.type, facts.catalogue.engine):
                    told = f"{table.name}.{name} is {_type(column)}"
                    told += f", and {key.table}.{other}, to which it refers, is {_type(to)}"
                    yield _finding(facts, told, table, name)


@rule("LR-SCH336", "counter-near-end", judges=Catalogued)
def counter_near_end(facts: Catalogued) -> Iterator[Finding | NotJudged]:
    """A sequence, or the rowid of a table, has used up four fifths of its values.

    Why: with the last one every insert fails, at once and until the column has another type.
    Fix: make the column `bigint`, and the sequence with it, while there is time; in SQLite look for
    the row with the huge id, and renumber it.
    """
    hidden = [counter.name for counter in facts.catalogue.counters if counter.used is None]
    if hidden:
        told = f"{', '.join(hidden[:SHOWN])}: their values may not be read"
        yield NotJudged(
            Outcome.ERROR, f"{told}: GRANT SELECT ON ALL SEQUENCES IN SCHEMA … TO the user"
        )
    for counter in facts.catalogue.counters:
        if counter.used is not None and counter.used >= SHARE * counter.limit:
            told = f"{counter.name} is at {counter.used:,}, and ends at {counter.limit:,}"
            place = facts.at(counter.table, counter.name)
            yield Finding(told, place, counter.name)


@rule("LR-SCH337", "nullable-key", judges=Catalogued, severity=WARNING)
def nullable_key(facts: Catalogued) -> Iterator[Finding]:
    """A column of a primary key, or of a unique key with several columns, may be NULL.

    Why: one NULL is not equal to another, so the same row is taken twice. In SQLite that holds for
    a primary key too, unless it is `INTEGER PRIMARY KEY`.
    Fix: `NOT NULL`; or two unique indexes, one of them `WHERE column IS NULL`; or, from PostgreSQL
    15 on, `NULLS NOT DISTINCT`.
    """
    for table in facts.tables:
        for told, columns in _keys(table):
            open_ = [name for name in columns if (c := _column(table, name)) and c.nullable]
            if told == "primary key" and _is_rowid(table, columns, facts):
                continue
            if open_ and (told == "primary key" or len(columns) > 1):
                said = f"{', '.join(open_)} may be NULL in the {told} {_columns(table, columns)}"
                yield _finding(facts, said, table, open_[0], key=f"{told} {columns}")


@rule("LR-SCH338", "nullable-unique", judges=Catalogued, severity=NOTE)
def nullable_unique(facts: Catalogued) -> Iterator[Finding]:
    """A column that is unique may be NULL, in as many rows as there are.

    Why: that is right for what not everybody has, and wrong for what everybody signs in with.
    Fix: `NOT NULL`, or say that it is meant with a unique index `WHERE column IS NOT NULL`.
    """
    for table in facts.tables:
        for told, columns in _keys(table):
            column = _column(table, columns[0]) if columns else None
            if told != "primary key" and len(columns) == 1 and column and column.nullable:
                said = f"{table.name}.{column.name} is unique, and may be NULL in many rows"
                yield _finding(facts, said, table, column.name)


@rule("LR-SCH339", "dangling-foreign-key", judges=Catalogued)
def dangling_foreign_key(facts: Catalogued) -> Iterator[Finding]:
    """A foreign key of SQLite refers to what is not there, or to columns that are not unique.

    Why: SQLite takes it as it is, and then refuses every insert: `foreign key mismatch`.
    Fix: mend the name, or make what it refers to a primary key or UNIQUE.
    """
    for table in facts.tables if facts.catalogue.engine == "sqlite" else ():
        for key in table.foreign_keys:
            if told := _dangles(key, facts):
                said = f"{_columns(table, key.columns)} refers to {told}"
                yield _finding(facts, said, table, *key.columns)


def _dangles(key: ForeignKey, facts: Catalogued) -> str:
    table = _table(facts, key.table)
    if table is None:
        return f"{key.table}, which is not there"
    missing = [name for name in key.referred if _column(table, name) is None]
    if missing:
        return f"{key.table}.{missing[0]}, which is not there"
    wanted = {name.lower() for name in key.referred}
    unique = [i.columns for i in table.indexes if i.unique and not i.partial]
    keys = [{name.lower() for name in columns} for columns in (table.primary_key, *unique)]
    if not wanted or len(key.referred) != len(key.columns) or wanted not in keys:
        return f"{_columns(table, key.referred)}, which is not unique"
    return ""


def _keys(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    if table.primary_key:
        yield "primary key", table.primary_key
    for index in table.indexes:
        own = index.columns == table.primary_key and index.constraint
        if index.unique and not index.partial and not own and ANY_NULLS not in index.shape:
            yield "unique key", index.columns


def _leads(index: Index, columns: tuple[str, ...]) -> bool:
    """It finds the rows with these values, in whatever order they are asked for."""
    return (
        index.valid
        and not index.partial
        and {name.lower() for name in index.columns[: len(columns)]}
        == {name.lower() for name in columns}
    )


def _is_rowid(table: Table, columns: tuple[str, ...], facts: Catalogued) -> bool:
    """``INTEGER PRIMARY KEY`` of SQLite: the table itself is in its order, and it is never NULL."""
    column = _column(table, columns[0]) if len(columns) == 1 else None
    return (
        facts.catalogue.engine == "sqlite"
        and table.primary_key == columns
        and column is not None
        and column.type == "INTEGER"
        and not any(index.constraint and index.columns == columns for index in table.indexes)
    )


def _same(one: Index, other: Index) -> bool:
    """One of them is enough; the shape tells orders and conditions apart."""
    return (one.columns, one.partial, one.shape) == (
        other.columns,
        other.partial,
        other.shape,
    ) and (one.valid and other.valid)


def _spare(one: Index, other: Index) -> tuple[Index, Index]:
    """Which may go, and which stays: of equals the later one goes."""
    spare, kept = sorted((other, one), key=lambda index: (index.constraint, index.unique))
    return spare, kept


def _begins(index: Index, other: Index) -> bool:
    """Is it the beginning of the other, and no constraint of its own?"""
    return (
        not (index.unique or index.partial or other.partial or "" in index.columns)
        and index.valid
        and other.valid
        and len(index.columns) < len(other.columns)
        and other.columns[: len(index.columns)] == index.columns
        and other.shape.startswith(f"{index.shape},")
    )


def _table(facts: Catalogued, name: str) -> Table | None:
    tables = facts.catalogue.tables
    if name in tables or facts.catalogue.engine != "sqlite":
        return tables.get(name)
    return next((tables[one] for one in tables if one.lower() == name.lower()), None)


def _column(table: Table | None, name: str) -> Column | None:
    columns = table.columns if table else ()
    return next((column for column in columns if column.name.lower() == name.lower()), None)


def _named(index: Index) -> str:
    if index.constraint and not index.sql:
        return f"the index of the constraint on ({', '.join(index.columns)})"
    return f"the index {index.name}"


def _columns(table: Table, columns: tuple[str, ...]) -> str:
    said = ", ".join(name or "(an expression)" for name in columns)
    return f"{table.name}.{said}" if len(columns) == 1 else f"{table.name} ({said})"


def _type(column: Column) -> str:
    return column.type or "of no type"


def _finding(
    facts: Catalogued, told: str, table: Table, *columns: str, key: str = "", fix: str = ""
) -> Finding:
    names = [f"{table.name}.{column}" for column in columns]
    key = f"{table.name} {key or ', '.join(columns)}".strip()
    return Finding(told, facts.at(*names, table.name), key, fix=fix)


def _index(facts: Catalogued, told: str, table: Table, index: Index) -> Finding:
    schema = f"{table.name.rpartition('.')[0]}." if "." in table.name else ""
    drop = "" if index.constraint else f"DROP INDEX {qualified(f'{schema}{index.name}')};"
    return Finding(told, facts.at(index.name, table.name), index.name, fix=drop)


RULES = (
    unindexed_foreign_key,
    no_primary_key,
    duplicate_index,
    redundant_index,
    invalid_index,
    foreign_key_type,
    counter_near_end,
    nullable_key,
    nullable_unique,
    dangling_foreign_key,
)
