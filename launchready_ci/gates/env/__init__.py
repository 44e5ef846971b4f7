"""Is every variable that the app reads declared, and set where it is about to run?"""

from collections.abc import Iterator
from functools import partial

from launchready_ci.gate import CannotLook, Context, Facts, Gate, NotLookedAt, Unreadable
from launchready_ci.gates.env.code import declarations, readings
from launchready_ci.gates.env.configuration import Env, Environment
from launchready_ci.gates.env.contract.entries import validate
from launchready_ci.gates.env.environments import settings
from launchready_ci.gates.env.files.asking import asked
from launchready_ci.gates.env.public import publics
from launchready_ci.gates.env.rules import RULES, unreadable
from launchready_ci.gates.env.rules.facts import Declaration
from launchready_ci.gates.env.survey import Survey
from launchready_ci.gates.env.targets import targets
from launchready_ci.gates.env.terms import examples, terms

__all__ = ["GATE", "Env", "Environment"]


def collect(config: Env, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Read contract and code from the index, then the target environment."""
    survey = Survey(config, context)
    yield from survey.declared()
    if not survey.contract.sources:
        yield from survey.around()
        yield from survey.files.facts(survey.git, hook=config.hook)
        meant = context.named or config.environment or config.env_file
        if meant and not config.hook:
            raise CannotLook(survey.no_contract())
        yield NotLookedAt(Facts, survey.no_contract())
        return
    contract, reads, scopes = survey.contract, survey.reads, survey.scopes
    for scope in scopes.by_folder.values():
        yield from terms(scope.own)
        yield from examples(scope.own, survey.examples(scope))
    yield from survey.code()
    for scope, below in survey.held():
        yield from readings(scope.known, below, lambda: survey.images)
        yield from asked(scope.known, below, contract)
    if config.hook:
        yield NotLookedAt(Declaration, "left to the full run: a hook sees only what is staged")
    else:
        from launchready_ci.gates.env.others import read_elsewhere

        yield from declarations(scopes, reads, partial(read_elsewhere, survey.git))
        context.notes.extend(filter(None, [survey.unanswered()]))
        context.complete = True
    yield from survey.files.facts(survey.git, hook=config.hook)
    yield from publics(contract, reads)
    yield from settings(config, context, survey, targets(config, context))


GATE = Gate("env", ("pre-commit", "pre-build"), Env, collect, RULES, unreadable, validate)
SUBCOMMANDS = {
    "inventory": "launchready_ci.gates.env.inventory",
    "example": "launchready_ci.gates.env.example",
}
