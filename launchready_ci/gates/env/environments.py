"""What holds the environment that the app is about to run in?"""

import os
from collections.abc import Iterator

from launchready_ci.gate import CannotLook, Context, NotLookedAt
from launchready_ci.gates.env.code import Reads
from launchready_ci.gates.env.configuration import Env, Environment
from launchready_ci.gates.env.contract import Contract
from launchready_ci.gates.env.rules.facts import Setting


def settings(
    config: Env, context: Context, contract: Contract, reads: Reads
) -> Iterator[Setting | NotLookedAt]:
    """Every variable that the target environment needs."""
    if not config.environment and context.stage != "pre-build":
        yield NotLookedAt(Setting, "no environment was named: --environment, or stage pre-build")
        return
    chosen = config.environments.get(config.environment, Environment())
    present = _names(chosen, context)
    required = {
        name: variable.location
        for name, variable in contract.variables.items()
        if variable.needed(
            config.environment, has_default=any(read.default for read in reads.get(name, ()))
        )
    }
    place = context.place("environments", config.environment, "require")
    required |= {name: place for name in chosen.require if name not in required}
    for name, location in required.items():
        yield Setting(
            subject=name,
            location=location,
            place=location,
            present=name in present,
            environment=config.environment,
        )


def _names(chosen: Environment, context: Context) -> frozenset[str]:
    """The names that are set in the target; an empty value counts as missing."""
    if not chosen.names:
        return frozenset(name for name, value in context.environ.items() if value)
    try:
        with open(os.path.join(context.root, chosen.names), encoding="utf-8") as file:
            return frozenset(line.strip().partition("=")[0] for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise CannotLook(f"{chosen.names}: cannot be read: {type(error).__name__}") from None
