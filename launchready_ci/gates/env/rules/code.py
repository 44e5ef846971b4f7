"""Does the contract declare what the code reads?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import Facts, Said, never, rule
from launchready_ci.gates.env.contract import Variable
from launchready_ci.gates.env.rules.facts import Reading
from launchready_ci.gates.env.rules.places import by_file


@rule("LR-ENV000", "unreadable", judges=Facts)
def unreadable(facts: Facts) -> Iterator[Said]:
    """A file of the contract or of the code could not be read.

    Why: a variable that nobody looked for is the one that is missing after the deploy.
    Fix: do what the reason says; name the contract in `env: {contract: [...]}`.
    """
    yield from never(facts)


@rule("LR-ENV002", "undeclared-variable", judges=Reading)
def undeclared_variable(facts: Reading) -> Iterator[Finding]:
    """Code reads a variable that the contract does not declare, and has nothing to take instead.

    Why: who deploys sets what the contract lists; a variable that is not in it will be missing.
    Fix: add the name to the contract (`.env.example`), with an example value that is no secret;
    what a project has had for long: `launchready baseline env --reason TEXT`, then one by one.
    """
    if not facts.declared and not facts.meant and not facts.optional:
        for place, more in by_file(facts.places):
            yield Finding(f"{facts.subject} is read here{more}, and not in {facts.contract}", place)


@rule("LR-ENV038", "undeclared-option", judges=Reading, severity=Severity.NOTE)
def undeclared_option(facts: Reading) -> Iterator[Finding]:
    """Code reads a variable that the contract does not declare, and has a default for it.

    Why: nothing stops without it; but who runs the app does not learn that it can be set.
    Fix: list it in the contract, in `.env.example` as a comment: `# WORKERS=2`.
    """
    if facts.places and facts.optional and not (facts.declared or facts.meant):
        first, *others = facts.places
        more = f", and in {len(others)} more places" if others else ""
        told = f"{facts.subject} is read here with a default{more}; {facts.contract} lacks it"
        yield Finding(told, first)


@rule("LR-ENV034", "misspelt-variable", judges=Reading)
def misspelt_variable(facts: Reading) -> Iterator[Finding]:
    """Code reads a variable that is one letter away from a declared one.

    Why: whoever deploys sets the declared name, and the code never sees it.
    Fix: read the declared name, or declare both if they are two variables.
    """
    if facts.meant and not facts.miscased:
        yield from _meant(facts, facts.meant)


@rule("LR-ENV035", "wrongly-cased-variable", judges=Reading)
def wrongly_cased_variable(facts: Reading) -> Iterator[Finding]:
    """Code reads a variable that is declared in another case.

    Why: names are case-sensitive on Linux and macOS, and not on Windows: it works on one laptop
    and is missing on the server.
    Fix: write the name everywhere as the contract does.
    """
    if facts.meant and facts.miscased:
        yield from _meant(facts, facts.meant)


def _meant(facts: Reading, meant: Variable) -> Iterator[Finding]:
    for place in facts.places:
        told = f"{facts.subject} is read here and not declared; {meant.name} is"
        yield Finding(f"{told} ({meant.location}): did you mean that?", place)


@rule("LR-ENV036", "deprecated-variable-read", judges=Reading, severity=Severity.WARNING)
def deprecated_variable_read(facts: Reading) -> Iterator[Finding]:
    """Code still reads a variable that the contract calls deprecated.

    Why: once nobody sets it any more, this code runs without it.
    Fix: read what replaces it, then take it out of the contract.
    """
    if facts.deprecated:
        told = f": {facts.deprecated.deprecated}" if facts.deprecated.deprecated else ""
        for place in facts.places:
            if place not in [declared.location for declared in facts.deprecated.declared]:
                yield Finding(f"{facts.subject} is deprecated{told}, and read here", place)
