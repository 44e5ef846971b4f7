"""Which other websites may read the answers?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.cors.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every request that it may make."""
    from launchready_ci.gates.guardrails.cors import looking

    return looking.planned(run)


def collect(run: "Run") -> "Iterator[Item]":
    """What each path lets them do."""
    from launchready_ci.gates.guardrails.cors import looking

    return looking.collect(run)
