"""Does a migration take away what the release that is running, or its data, needs?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.schema.database.facts import Read
from launchready_ci.gates.schema.database.rules.remarks import of

WARNING, NOTE = Severity.WARNING, Severity.NOTE


@rule("LR-SCH300", "no-way-back", judges=Read, severity=WARNING)
def no_way_back(facts: Read) -> Iterator[Finding]:
    """A migration has no way back, and others have one.

    Why: when the release has to be taken back at night, somebody writes that SQL by hand.
    Fix: write the other half (`002_posts.down.sql`, `-- migrate:down`, alembic's `downgrade`, the
    `reverse_code` of Django's `RunPython`), and keep the data that it would lose.
    """
    yield from of(facts.remarks, "no-way-back")


@rule("LR-SCH301", "drops-table", judges=Read)
def drops_table(facts: Read) -> Iterator[Finding]:
    """A migration drops a table, a schema or a database, or makes a table anew without its rows.

    Why: the rows are gone, and the release that still runs while this one starts asks for them.
    Fix: release an app that needs it no more first, keep a copy, and drop it in a later release;
    say so with `-- launchready: ignore[LR-SCH301] unused since March`. A table that is made anew
    needs `INSERT INTO new SELECT … FROM old` before the old one goes.
    """
    yield from of(facts.remarks, "drops-table")


@rule("LR-SCH302", "drops-column", judges=Read)
def drops_column(facts: Read) -> Iterator[Finding]:
    """A migration drops a column, or makes a table anew without it.

    Why: its values are gone, and the release that still runs fails at every statement that names
    it.
    Fix: release an app that needs it no more first, and drop it in a later release; say so with
    `-- launchready: ignore[LR-SCH302] unused since March`.
    """
    yield from of(facts.remarks, "drops-column")


@rule("LR-SCH303", "renames", judges=Read)
def renames(facts: Read) -> Iterator[Finding]:
    """A migration renames a table or a column.

    Why: the release that still runs knows the old name alone, and so does the one that you go back
    to.
    Fix: add the new one, write both, copy what is there, read the new one, and drop the old one in
    a later release; or keep a view with the old name.
    """
    yield from of(facts.remarks, "renames")


@rule("LR-SCH304", "required-without-default", judges=Read)
def required_without_default(facts: Read) -> Iterator[Finding]:
    """A migration adds a column that is NOT NULL and has no default.

    Why: it applies to an empty table on your machine, and fails where there are rows; and the
    release that still runs cannot insert any.
    Fix: give it a DEFAULT, or add it without NOT NULL, fill it in, and require it later.
    """
    yield from of(facts.remarks, "required-without-default")


@rule("LR-SCH305", "changes-type", judges=Read)
def changes_type(facts: Read) -> Iterator[Finding]:
    """A migration changes the type of a column.

    Why: PostgreSQL writes the whole table anew and nobody can read it meanwhile; values that do not
    fit are cut, or stop the migration; the release that still runs expects the old type.
    Fix: add a column of the new type, write both, copy what is there, and drop the old one in a
    later release.
    """
    yield from of(facts.remarks, "changes-type")


@rule("LR-SCH306", "index-locks", judges=Read, severity=WARNING)
def index_locks(facts: Read) -> Iterator[Finding]:
    """A migration makes, drops or rebuilds an index of PostgreSQL without CONCURRENTLY.

    Why: nobody can write to the table until it is done: with a million rows, for seconds to
    minutes.
    Fix: `CREATE INDEX CONCURRENTLY`, in a migration of its own without a transaction.
    """
    yield from of(facts.remarks, "index-locks")


@rule("LR-SCH307", "constraint-locks", judges=Read, severity=WARNING)
def constraint_locks(facts: Read) -> Iterator[Finding]:
    """A migration adds a constraint, NOT NULL or a default that has to look at every row.

    Why: PostgreSQL locks the table for as long as that takes.
    Fix: add the constraint as NOT VALID, and `VALIDATE CONSTRAINT` in a transaction of its own;
    make a unique index CONCURRENTLY first.
    """
    yield from of(facts.remarks, "constraint-locks")


@rule("LR-SCH308", "no-time-limit", judges=Read, severity=NOTE)
def no_time_limit(facts: Read) -> Iterator[Finding]:
    """A migration for PostgreSQL may wait for a lock without end.

    Why: while it waits behind one slow query, everybody else waits behind it, readers too.
    Fix: begin it with `SET lock_timeout = '2s'; SET statement_timeout = '30s';`, and try again
    later.
    """
    yield from of(facts.remarks, "no-time-limit")


@rule("LR-SCH309", "misplaced-transaction", judges=Read)
def misplaced_transaction(facts: Read) -> Iterator[Finding]:
    """A migration's BEGIN and COMMIT are not where they belong.

    Why: what is never committed is rolled back; CONCURRENTLY fails inside of a transaction.
    Fix: end what it begins, and put CONCURRENTLY into a file without a transaction.
    """
    yield from of(facts.remarks, "misplaced-transaction")


@rule("LR-SCH310", "narrow-type", judges=Read, severity=NOTE)
def narrow_type(facts: Read) -> Iterator[Finding]:
    """A column of PostgreSQL has a type that is outgrown, or that surprises.

    Why: `int` ends at 2,147,483,647, `timestamp` forgets the time zone, `char(n)` adds spaces;
    changing it later locks the table.
    Fix: `bigint GENERATED ALWAYS AS IDENTITY`, `timestamptz`, `text`.
    """
    yield from of(facts.remarks, "narrow-type")


@rule("LR-SCH311", "other-advice", judges=Read, severity=NOTE)
def other_advice(facts: Read) -> Iterator[Finding]:
    """Something else that squawk advises against: its own page is named.

    Why: a view, a function or a type that goes away may still be in use; some commands lock more
    than they seem to.
    Fix: do what the page says, or switch it off for this statement with `-- squawk-ignore RULE`.
    """
    yield from of(facts.remarks, "other-advice")


@rule("LR-SCH312", "not-linted", judges=Read)
def not_linted(facts: Read) -> Iterator[Finding]:
    """Squawk cannot read a statement for PostgreSQL, so nobody knows what it locks or loses.

    Why: mostly it is a mistake, and the migration does not apply either.
    Fix: mend what the place says; what PostgreSQL takes and squawk does not, read by hand and mark
    with `-- launchready: ignore[LR-SCH312] reason`.
    """
    yield from of(facts.remarks, "not-linted")


@rule("LR-SCH313", "deletes-rows", judges=Read)
def deletes_rows(facts: Read) -> Iterator[Finding]:
    """A migration deletes all rows of a table: DELETE without WHERE, or TRUNCATE.

    Why: what was a clean-up of test data on your machine is the loss of everybody's data where it
    is deployed.
    Fix: name the rows in a WHERE; what is meant for one machine belongs into no migration.
    """
    yield from of(facts.remarks, "deletes-rows")


RULES = (
    no_way_back,
    drops_table,
    drops_column,
    renames,
    required_without_default,
    changes_type,
    index_locks,
    constraint_locks,
    no_time_limit,
    misplaced_transaction,
    narrow_type,
    other_advice,
    not_linted,
    deletes_rows,
)
