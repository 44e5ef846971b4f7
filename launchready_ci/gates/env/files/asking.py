"""Which variables do only containers ask for, and which do workflows take from GitHub?"""

from collections.abc import Iterator

from launchready_ci.gate import NotLookedAt
from launchready_ci.gates.env.code import CONTAINERS, Reads, ignores, shown
from launchready_ci.gates.env.contract import Contract
from launchready_ci.gates.env.rules.facts import Asked, WorkflowUse
from launchready_ci.gates.env.usage import Read, is_given

GITHUB = {"secret": "secret", "var": "variable"}
"""What ``secrets.X`` and ``vars.X`` are called in the repository's settings."""
GIVEN = "GITHUB_TOKEN"
"""https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication"""


def asked(
    contract: Contract, reads: Reads, everywhere: Contract
) -> Iterator[Asked | WorkflowUse | NotLookedAt]:
    """One item per name and kind; a workflow may use what is declared anywhere."""
    met = set[type]()
    for name, places in reads.items():
        outside = [read for read in places if not read.test]
        for item in _of(contract, name, outside, in_workflow=name in everywhere.names):
            met.add(type(item))
            yield item
    if Asked not in met:
        yield NotLookedAt(Asked, "no compose file or Dockerfile needs a variable of its own")
    if WorkflowUse not in met:
        yield NotLookedAt(WorkflowUse, "no workflow uses a secret or a variable")


def _of(
    contract: Contract, name: str, reads: list[Read], *, in_workflow: bool
) -> Iterator[Asked | WorkflowUse]:
    sources, declared = " or ".join(contract.sources), name in contract.names
    code = [read for read in reads if read.kind == "env"]
    needed = [read for read in code if not read.default]
    if needed and not is_given(name) and all(read.source in CONTAINERS for read in code):
        yield Asked(
            subject=shown(name),
            location=needed[0].location,
            places=tuple(read.location for read in needed),
            declared=declared,
            contract=sources,
            ignores=ignores(needed),
        )
    used = [read for read in reads if read.kind in GITHUB]
    if used and name != GIVEN:
        yield WorkflowUse(
            subject=shown(name),
            location=used[0].location,
            places=tuple(read.location for read in used),
            declared=in_workflow,
            contract=sources,
            kind=GITHUB[used[0].kind],
            ignores=ignores(used),
        )
