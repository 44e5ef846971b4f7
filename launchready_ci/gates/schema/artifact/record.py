"""Of which commit does the build say that it is made?"""

import json
from dataclasses import replace

from launchready_ci.conditions import search
from launchready_ci.gate import Context
from launchready_ci.gates.schema.artifact.configuration import Record
from launchready_ci.gates.schema.artifact.facts import Made
from launchready_ci.git import Git
from launchready_ci.lazy import lazy_pattern
from launchready_ci.operators import ABSENT

COMMIT = lazy_pattern(r"(?:.*-g)?(?P<id>[0-9a-fA-F]{7,64})(?P<dirty>[-+.]dirty|\+)?")
"""As ``git rev-parse`` and ``git describe --dirty`` say it."""


def made(record: Record, data: str | None, context: Context, facts: Made) -> Made:
    """What the record says, beside the commit that is being released."""
    if data is None:
        return replace(facts, trouble="is not there")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return replace(facts, trouble="is no JSON")
    commit = search(record.commit, said)
    found = COMMIT.fullmatch(commit) if isinstance(commit, str) else None
    if not found:
        return replace(facts, trouble=f"has no commit in {record.commit}")
    dirty = search(record.dirty, said) if record.dirty else None
    head = Git.at(context.root, context.environ).read("rev-parse", "--verify", "HEAD")
    return replace(
        facts,
        trouble=f"does not say {record.dirty}" if dirty is ABSENT else "",
        commit=found["id"].lower(),
        head=head.decode().strip(),
        dirty=bool(found["dirty"]) or _true(dirty),
    )


def _true(said: object) -> bool:
    return bool(said) and said is not ABSENT and said not in ("false", "0", "no", "clean")
