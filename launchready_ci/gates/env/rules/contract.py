"""Is what the contract declares in order, and is it needed?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Declaration


@rule("LR-ENV003", "unused-variable", judges=Declaration, severity=Severity.WARNING)
def unused_variable(facts: Declaration) -> Iterator[Finding]:
    """The contract declares a variable that no code reads.

    Why: people chase values that nothing needs, and a renamed variable hides behind the old name.
    Fix: remove it from the contract; if something outside the code reads it, ignore this rule on
    its line: `# launchready: ignore[LR-ENV003] reason`.
    """
    if not facts.read and facts.location:
        yield Finding(f"{facts.subject} is declared, but no code reads it", facts.location)
