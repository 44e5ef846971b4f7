"""Can passwords be guessed without end?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.rate_limits.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every request that it may make."""
    from launchready_ci.gates.guardrails.rate_limits import looking

    return looking.planned(run)


def collect(run: "Run") -> "Iterator[Item]":
    """What came of a few wrong ones."""
    from launchready_ci.gates.guardrails.rate_limits import looking

    return looking.collect(run)
