"""Which queries are slow, or will be once there are many rows?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.schema.database.queries.advice import Kind, Need
from launchready_ci.gates.schema.database.queries.facts import Logged, Planned, Taken
from launchready_ci.gates.schema.database.times import milliseconds
from launchready_ci.nodes import listed

Judged = Iterator[Finding | NotJudged]
RUN = "run this as a migration: {}"


@rule("LR-SCH350", "refused-query", judges=Taken)
def refused(facts: Taken) -> Iterator[Finding]:
    """The database does not take a query: it names what is not there, or is no SQL.

    Why: the first person who comes by that page meets an error 500.
    Fix: correct the query, or add the migration that it needs.
    """
    if facts.refused:
        told = f"{facts.subject}: {facts.refused}"
        yield Finding(told, facts.statement.at(facts.offset), facts.refused)


@rule("LR-SCH351", "unindexed-filter", judges=Planned)
def unindexed_filter(facts: Planned) -> Judged:
    """A query asks for rows by columns that no index begins with, and reads the whole table.

    Why: with a hundred rows nobody notices; with a hundred thousand each call takes seconds, and
    holds up all the others.
    Fix: add an index: first the columns that are equal to something, then the one that is compared
    or sorted by. A table that stays small: `-- launchready: ignore[LR-SCH351] ten rows`.
    """
    yield from _lacks(facts, "filter", "asks for {table} by {columns}")


@rule("LR-SCH352", "unindexed-join", judges=Planned)
def unindexed_join(facts: Planned) -> Judged:
    """A query looks up a table for each row of another, by columns that no index begins with.

    Why: the time grows with the product of both tables. Foreign keys get no index by themselves.
    Fix: add an index on the column that refers to the other table.
    """
    yield from _lacks(facts, "join", "looks up {table} by {columns} for other rows")


@rule("LR-SCH353", "unindexed-sort", judges=Planned)
def unindexed_sort(facts: Planned) -> Judged:
    """A query wants a few rows of an order that no index has: all are read and sorted for them.

    Why: the newest twenty of a million posts cost as much as all of them, at each call.
    Fix: add an index on the columns of ORDER BY, in their order.
    """
    yield from _lacks(facts, "sort", "wants a few rows of {table} in the order of {columns}")


@rule("LR-SCH354", "hidden-column", judges=Planned, severity=Severity.WARNING)
def hidden_column(facts: Planned) -> Judged:
    """A query compares a function of a column, so that no index on the column is of use.

    Why: `lower(email) = ?` must compute it for every row.
    Fix: compare the bare column (`created_at >= ? AND created_at < ?` in place of
    `date(created_at) = ?`), or add an index on the very expression. In PostgreSQL write
    `tags @> ARRAY[$1]` in place of `$1 = ANY(tags)`, and add a GIN index on `tags`.
    """
    yield from _lacks(facts, "hidden", "asks for {table} by the expression {columns}")


@rule("LR-SCH355", "leading-wildcard", judges=Planned, severity=Severity.WARNING)
def leading_wildcard(facts: Planned) -> Judged:
    """A query looks for text inside of a column, `LIKE '%…'` or `ILIKE`, and reads every row.

    Why: no ordinary index knows what a text holds, only how it begins.
    Fix: use full-text search: FTS5 in SQLite; `tsvector`, or the extension pg_trgm with an index
    `USING gin (title gin_trgm_ops)`, in PostgreSQL.
    """
    yield from _lacks(facts, "wildcard", "looks for text inside of {table}.{columns}")


@rule("LR-SCH356", "large-table-read", judges=Planned, severity=Severity.WARNING)
def large_table(facts: Planned) -> Judged:
    """A query reads all of a table that is known to be large (`database.large`, 10,000 rows).

    Why: it is slow already, and grows slower with every row.
    Fix: ask for a part of it: a condition with an index, or ORDER BY a key with LIMIT.
    """
    yield from _lacks(facts, "full", "reads {table}, which has {rows:,} rows")


@rule("LR-SCH360", "query-in-a-loop", judges=Logged)
def loop(facts: Logged) -> Judged:
    """One request ran the same statement many times (N+1): once for each row of another.

    Why: a page of 50 posts makes 51 queries; it is quick on your machine and slow over a network.
    Fix: ask once: join the other table, or ask for all keys with IN; in an ORM load it eagerly
    (`selectinload`, `select_related`, `prefetch_related`, `includes`).
    """
    if not facts.requests:
        yield NotJudged(Outcome.SKIPPED, "no line of the log names its request")
    elif facts.often:
        often = f"{facts.often} of the {facts.requests} requests that ran it"
        most = f"up to {facts.most} times in one request, {facts.repeats} times or more in {often}"
        told = f"{facts.normal}: {most}"
        yield Finding(told, facts.place, facts.normal)


@rule("LR-SCH361", "slow-statement", judges=Logged, severity=Severity.WARNING)
def slow_statement(facts: Logged) -> Iterator[Finding]:
    """A statement took long on average in the sample run (`--slow`, 100 ms).

    Why: it holds a connection for that time, and the others wait.
    Fix: see what else is found about it; else run it with EXPLAIN ANALYZE on real data.
    """
    if facts.mean >= facts.slow:
        share = f"{facts.share:.0%} of the time of all statements"
        mean, most = milliseconds(facts.mean), milliseconds(facts.slowest)
        runs = f"{facts.runs:,} run{'' if facts.runs == 1 else 's'}"
        times = f"{runs}, {mean} on average, {most} at most"
        yield Finding(f"{facts.normal}: {times}, {share}", facts.place, facts.normal)


def _lacks(facts: Planned, kind: Kind, what: str) -> Judged:
    if facts.unparsed:
        yield NotJudged(Outcome.INCONCLUSIVE, f"{facts.subject}: its conditions could not be read")
    for need in facts.needs:
        if need.kind == kind:
            columns = listed(need.columns, "and") if need.columns else ""
            asks = what.format(table=need.table, columns=columns, rows=need.rows)
            message = f"{facts.subject} {asks}: {need.was}{_mended(need)}"
            key = f"{need.table} {','.join(need.columns)} {facts.normal}"
            properties = {"was": need.was, "becomes": need.becomes, "index": list(need.indexes)}
            indexes = "; ".join(need.indexes)
            yield Finding(
                message,
                facts.statement.at(need.offset),
                key,
                properties=properties,
                fix=RUN.format(indexes) if indexes else "",
            )


def _mended(need: Need) -> str:
    if not need.indexes:
        return ""
    index = "that index" if len(need.indexes) == 1 else "those indexes"
    if not need.becomes:
        return f". {index.capitalize()} would help, as far as can be told without trying"
    return f". Tried with {index}: {need.becomes}"


RULES = (
    refused,
    unindexed_filter,
    unindexed_join,
    unindexed_sort,
    hidden_column,
    leading_wildcard,
    large_table,
)
OF_LOGS = (loop, slow_statement)
