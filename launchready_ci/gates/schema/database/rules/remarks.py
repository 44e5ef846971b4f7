"""From what was remarked to findings."""

from collections.abc import Iterator, Sequence

from launchready_ci.findings import Finding
from launchready_ci.gates.schema.database.facts import Remark


def of(remarks: Sequence[Remark], rule: str) -> Iterator[Finding]:
    """Those for the rule of that name."""
    for one in remarks:
        if one.rule == rule:
            yield Finding(one.told, one.place, one.key, fix=one.fix)
