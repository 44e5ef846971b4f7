"""Do the values that a document gives fit the schemas that it gives them for?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.examples import Tried
from launchready_ci.rule import rule


@rule("LR-SCH090", "wrong-example", judges=Tried, severity=Severity.WARNING)
def example(tried: Tried) -> Iterator[Finding]:
    """An example does not fit its schema.

    Why: one of the two is wrong. Readers copy the example, mock servers answer with it.
    Fix: correct the example, or the schema.
    """
    yield from (finding for what, finding in tried.misfits if what == "example")


@rule("LR-SCH091", "wrong-default", judges=Tried, severity=Severity.WARNING)
def default(tried: Tried) -> Iterator[Finding]:
    """A default does not fit its own schema.

    Why: clients fill it in, and the server refuses it; typed generators do not compile.
    Fix: correct the default, or the schema.
    """
    yield from (finding for what, finding in tried.misfits if what == "default")


@rule("LR-SCH092", "wrong-enum", judges=Tried, severity=Severity.WARNING)
def enum(tried: Tried) -> Iterator[Finding]:
    """A value of an enum, or a constant, does not fit the rest of its schema.

    Why: no value can ever be it. YAML takes `10`, `true` and `null` for something else than text.
    Fix: put it into quotes, or correct the type.
    """
    yield from (finding for what, finding in tried.misfits if what == "enum")


RULES = (example, default, enum)
