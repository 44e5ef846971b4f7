"""Do the parsers of dotenv files agree?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Dotenv


@rule("LR-ENV004", "parsers-disagree", judges=Dotenv)
def parsers_disagree(facts: Dotenv) -> Iterator[Finding]:
    """Two parsers of dotenv files read a line differently.

    Why: the app gets one value on a laptop and another one in the container; a quote too many in a
    password is found after the deploy.
    Fix: put single quotes around a value without any, and write `NAME=` with nothing but letters,
    digits and `_` before it. Where the app has one parser, name it and what deploys:
    `env: {parsers: [python-dotenv, docker compose]}`.
    """
    yield from _differing(facts, expansion=False)


@rule("LR-ENV005", "expansion-differs", judges=Dotenv, severity=Severity.NOTE)
def expansion_differs(facts: Dotenv) -> Iterator[Finding]:
    """Some parsers fill in the variables of this value, others keep the `$` as it is.

    Why: the same line is a URL with a password in one tool and one with `$PASSWORD` in the next.
    Fix: write the value out, or single quotes around a `$` that stands for itself; where the app
    has one parser, name it: `env: {parsers: [python-dotenv]}`.
    """
    yield from _differing(facts, expansion=True)


def _differing(facts: Dotenv, *, expansion: bool) -> Iterator[Finding]:
    for found in facts.differences:
        if found.expansion is expansion:
            what = "which variables are filled in depends on the parser"
            told = what if expansion else f"parsers read this line differently: {found.told}"
            yield Finding(told, found.location, found.name)
