"""Is what the contract declares in order, and is it needed?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Location, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Declaration, Example, Terms


@rule("LR-ENV003", "unused-variable", judges=Declaration, severity=Severity.WARNING)
def unused_variable(facts: Declaration) -> Iterator[Finding]:
    """The contract declares a variable that no code reads.

    Why: people chase values that nothing needs, and a renamed variable hides behind the old name.
    Fix: remove it from the contract; if something outside the code reads it, ignore this rule on
    its line: `# launchready: ignore[LR-ENV003] reason`.
    """
    if not facts.read and facts.location:
        yield Finding(f"{facts.subject} is declared, but no code reads it", facts.location)


@rule("LR-ENV030", "contradicting-declarations", judges=Terms)
def contradicting_declarations(facts: Terms) -> Iterator[Finding]:
    """Two sources of the contract contradict each other about a variable.

    Why: one says optional, so nobody sets it; the other one stops the app at its start.
    Fix: say the same in both places, or leave it to one of them.
    """
    for found in facts.contradictions:
        if found.what != "default":
            here, there = found.words[1], found.words[0]
            told = f"{facts.subject} is {here} here, and {there} at {found.first.location}"
            yield Finding(told, found.second.location, found.what)
    for other in facts.cased:
        told = f"{other.name} here, and {facts.subject} at {facts.location}, differ only in case"
        yield Finding(told, other.location, "case")


@rule("LR-ENV031", "differing-defaults", judges=Terms, severity=Severity.WARNING)
def differing_defaults(facts: Terms) -> Iterator[Finding]:
    """Two sources of the contract give a variable different defaults.

    Why: which of them counts depends on what loads first, and people read the other one.
    Fix: keep the default in one place.
    """
    for found in facts.contradictions:
        if found.what == "default":
            told = f"{facts.subject} has another default here than at {found.first.location}"
            yield Finding(told, found.second.location)


@rule("LR-ENV032", "example-drifted", judges=Example, severity=Severity.WARNING)
def example_drifted(facts: Example) -> Iterator[Finding]:
    """A `.env.example` lacks what the contract requires, or lists what it does not know.

    Why: it is what people copy; what is missing there is missing on the next laptop and server.
    Fix: add or remove the names, or write it anew: `launchready env example --write FILE`.
    """
    place = Location(facts.subject)
    for variable in facts.missing:
        told = f"{variable.name} is required ({variable.location}) and missing here"
        yield Finding(told, place, variable.name)
    for declared in facts.unknown:
        told = f"{declared.name} is listed here, but not in the contract ({facts.contract})"
        yield Finding(told, declared.location, declared.name)


@rule("LR-ENV033", "duplicate-declaration", judges=Terms, severity=Severity.WARNING)
def duplicate_declaration(facts: Terms) -> Iterator[Finding]:
    """A file declares a variable twice.

    Why: some parsers take the first value, others the last, and people edit the wrong line.
    Fix: keep one of them.
    """
    for declared in facts.again:
        first = next(
            d for d in facts.variable.declared if d.location.path == declared.location.path
        )
        told = f"{facts.subject} is declared again; the first time in line {first.location.line}"
        yield Finding(told, declared.location)
