"""Does the contract declare what the code reads?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import Facts, Said, never, rule
from launchready_ci.gates.env.rules.facts import Reading


@rule("LR-ENV000", "unreadable", judges=Facts)
def unreadable(facts: Facts) -> Iterator[Said]:
    """A file of the contract or of the code could not be read.

    Why: a variable that nobody looked for is the one that is missing after the deploy.
    Fix: do what the reason says; name the contract in `env: {contract: [...]}`.
    """
    yield from never(facts)


@rule("LR-ENV002", "undeclared-variable", judges=Reading)
def undeclared_variable(facts: Reading) -> Iterator[Finding]:
    """Code reads a variable that the contract does not declare.

    Why: who deploys sets what the contract lists; a variable that is not in it will be missing.
    Fix: add the name to the contract (`.env.example`), with an example value that is no secret.
    """
    if not facts.declared:
        for place in facts.places:
            yield Finding(f"{facts.subject} is read here, but {facts.contract} lacks it", place)
