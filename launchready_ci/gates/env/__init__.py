"""Is every variable that the app reads declared, and set where it is about to run?"""

from collections.abc import Iterator

from launchready_ci import sources
from launchready_ci.gate import CannotLook, Context, Facts, Gate, NotLookedAt, Unreadable
from launchready_ci.gates.env.code import declarations, readings
from launchready_ci.gates.env.configuration import CONTRACT, Env, Environment
from launchready_ci.gates.env.contract import Contract
from launchready_ci.gates.env.contract.entries import validate
from launchready_ci.gates.env.contract.sources import Sources
from launchready_ci.gates.env.environments import settings, targets
from launchready_ci.gates.env.public import publics
from launchready_ci.gates.env.rules import RULES, unreadable
from launchready_ci.gates.env.rules.facts import Declaration
from launchready_ci.gates.env.terms import examples, terms
from launchready_ci.gates.env.usage import Read, relevant, usage
from launchready_ci.git import Git

__all__ = ["GATE", "Env", "Environment"]


def collect(config: Env, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Read contract and code from the index, then the target environment."""
    git, declared = Git.at(context.root, context.environ), Sources(config, context)
    yield from declared.read(git)
    if not declared.names:
        missing = no_contract(config)
        if context.named and not config.hook:
            raise CannotLook(missing)
        yield NotLookedAt(Facts, missing)
        return
    contract, reads = Contract.of(declared.names, declared.declared), dict[str, list[Read]]()
    yield from terms(contract)
    yield from examples(contract, declared.examples)
    texts = sources.staged if config.hook else sources.tree
    for item in usage(texts(git, lambda path: not relevant(path))):
        if isinstance(item, Unreadable):
            yield item
        else:
            reads.setdefault(item.name, []).append(item)
    yield from readings(contract, reads)
    if config.hook:
        yield NotLookedAt(Declaration, "left to the full run: a hook sees only what is staged")
    else:
        yield from declarations(contract, reads)
        context.complete = True
    yield from publics(contract, reads)
    yield from settings(config, context, contract, reads, targets(config, context))


def no_contract(config: Env) -> str:
    """What was looked for, and what to do."""
    looked_for = ", ".join(CONTRACT) if config.contract is None else "no file, contract is empty"
    return f"no contract: looked for {looked_for}; list the app's variables there"


GATE = Gate("env", ("pre-commit", "pre-build"), Env, collect, RULES, unreadable, validate)
