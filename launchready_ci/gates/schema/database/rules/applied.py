"""Did the migrations apply, and did they lead back?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import rule
from launchready_ci.gates.schema.database.facts import Applied
from launchready_ci.gates.schema.database.rules.remarks import of


@rule("LR-SCH320", "does-not-apply", judges=Applied)
def does_not_apply(facts: Applied) -> Iterator[Finding]:
    """The database refuses a statement of a migration, on an empty database, in the usual order.

    Why: the deploy stops in the middle, with half of the tables.
    Fix: mend the statement; where it depends on another migration, look at the order of the names.
    """
    yield from of(facts.remarks, "does-not-apply")


@rule("LR-SCH321", "down-fails", judges=Applied)
def down_fails(facts: Applied) -> Iterator[Finding]:
    """The database refuses a statement of the way back, right after the way there.

    Why: it is needed at the worst moment, and was never tried.
    Fix: undo the steps in reverse: what refers to a table goes before the table.
    """
    yield from of(facts.remarks, "down-fails")


@rule("LR-SCH322", "down-differs", judges=Applied)
def down_differs(facts: Applied) -> Iterator[Finding]:
    """After the way back the database is not what it was before the migration.

    Why: the release before this one meets tables that it does not expect, and the next try fails
    at what is still there.
    Fix: undo each step of the migration: a table, an index, a column, a default, a type.
    """
    yield from of(facts.remarks, "down-differs")


@rule("LR-SCH323", "does-not-apply-again", judges=Applied)
def does_not_apply_again(facts: Applied) -> Iterator[Finding]:
    """A migration applies once, and after its way back not again.

    Why: a release that was taken back cannot be deployed once more.
    Fix: let the way back remove all that the migration makes, rows too.
    """
    yield from of(facts.remarks, "does-not-apply-again")


@rule("LR-SCH324", "left-open", judges=Applied)
def left_open(facts: Applied) -> Iterator[Finding]:
    """A migration begins a transaction, and never commits it.

    Why: the database rolls it back when the connection ends: it looks applied, and nothing is
    there.
    Fix: end it with COMMIT, or leave BEGIN to the tool that applies it.
    """
    yield from of(facts.remarks, "left-open")


@rule("LR-SCH325", "stopped", judges=Applied)
def stopped(facts: Applied) -> Iterator[Finding]:
    """A statement was stopped: it asks for another file or for code, or did not end in time.

    Why: a migration has no business outside of its database, and one that takes long on an empty
    database does not end on a full one.
    Fix: remove it; of a loop (`WITH RECURSIVE`), see that it ends.
    """
    yield from of(facts.remarks, "stopped")


RULES = (
    does_not_apply,
    down_fails,
    down_differs,
    does_not_apply_again,
    left_open,
    stopped,
)
