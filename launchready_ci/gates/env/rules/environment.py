"""Does the target environment hold what the app needs, and nothing that it must not?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Outdated, Setting


@rule("LR-ENV001", "missing-variable", judges=Setting)
def missing_variable(facts: Setting) -> Iterator[Finding]:
    """A variable that the app needs is not set.

    Why: one missing variable takes the whole app down after the deploy.
    Fix: set it in the deploy environment, or give it a default in the code.
    """
    if facts.required and not facts.present:
        told = f"{facts.subject} is required and not set in {facts.where}"
        yield Finding(told, facts.place, facts.environment)


@rule("LR-ENV006", "empty-variable", judges=Setting)
def empty_variable(facts: Setting) -> Iterator[Finding]:
    """A variable that the app needs is set to nothing.

    Why: the code finds it, so no default and no check of its name helps, and it runs with an empty
    key. GitHub Actions gives an empty text for a secret that nobody set.
    Fix: set its value in the deploy environment, under exactly this name.
    """
    if facts.required and facts.present and facts.empty:
        told = f"{facts.subject} is required and empty in {facts.where}"
        yield Finding(told, facts.place, facts.environment)


@rule("LR-ENV020", "forbidden-variable", judges=Setting)
def forbidden_variable(facts: Setting) -> Iterator[Finding]:
    """A variable is set that `forbid` of launchready.yaml keeps out of this environment.

    Why: what was meant for a laptop, such as a debugger or a mock, runs in front of real users.
    Fix: remove it from the environment, or from `environments: {…: {forbid: […]}}`.
    """
    if facts.forbidden and facts.present and not facts.empty:
        told = f"{facts.subject} is forbidden and set in {facts.where}"
        yield Finding(told, facts.place, facts.environment)


@rule("LR-ENV037", "deprecated-variable-set", judges=Outdated, severity=Severity.NOTE)
def deprecated_variable_set(facts: Outdated) -> Iterator[Finding]:
    """The target environment sets a variable that the contract calls deprecated.

    Why: people go on changing it and wonder why nothing happens.
    Fix: set what replaces it, and remove it.
    """
    if facts.present:
        told = f": {facts.variable.deprecated}" if facts.variable.deprecated else ""
        message = f"{facts.subject} is deprecated{told}, and set in {facts.where}"
        yield Finding(message, facts.place, facts.environment)
