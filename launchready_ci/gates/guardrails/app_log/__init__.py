"""Does the app's log hold what nobody may read?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.app_log.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every request that it may make."""
    from launchready_ci.gates.guardrails.app_log import looking

    return looking.planned(run)


def collect(run: "Run") -> "Iterator[Item]":
    """What was found of the canaries."""
    from launchready_ci.gates.guardrails.app_log import looking

    return looking.collect(run)
