"""Does the target environment hold what the app needs?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Setting


@rule("LR-ENV001", "missing-variable", judges=Setting)
def missing_variable(facts: Setting) -> Iterator[Finding]:
    """A variable that the app needs is not set.

    Why: one missing variable takes the whole app down after the deploy.
    Fix: set it in the deploy environment, or give it a default in the code.
    """
    if not facts.present:
        where = f"the environment {facts.environment}" if facts.environment else "this environment"
        yield Finding(f"{facts.subject} is required and not set in {where}", facts.place)
