"""Which variables does a framework put into what everybody is served?"""

from collections.abc import Iterator

from launchready_ci.gate import NotLookedAt
from launchready_ci.gates.env.code import Reads, shown
from launchready_ci.gates.env.contract import Contract, Declared
from launchready_ci.gates.env.rules.facts import Public
from launchready_ci.gates.env.usage import Read
from launchready_ci.gates.env.values.exposure import public


def publics(contract: Contract, reads: Reads) -> Iterator[Public | NotLookedAt]:
    """Those of the contract and of the code, by their prefix."""
    found: dict[str, Read | Declared] = {}
    for name, everywhere in reads.items():
        if public(name) and not everywhere[0].test:
            found[name] = everywhere[0]
    for name, variable in contract.variables.items():
        if public(name):
            found[name] = variable.declared[0]
    for name, at in found.items():
        yield Public(
            subject=shown(name),
            location=at.location,
            place=at.location,
            prefix=public(name),
            ignores={(at.location.path, at.location.line): at.ignored},
        )
    if not found:
        yield NotLookedAt(Public, "no variable has a prefix that makes it public")
