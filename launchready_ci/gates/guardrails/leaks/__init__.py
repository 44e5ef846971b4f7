"""Do the answers to what is wrong show how the app works inside?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.leaks.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every request that should meet an error."""
    from launchready_ci.gates.guardrails.leaks import asking

    return (wrong.request for wrong in asking.wrong(run))


def collect(run: "Run") -> "Iterator[Item]":
    """What these answers, and the homepage's headers, show."""
    from launchready_ci.gates.guardrails.leaks import asking

    return asking.collect(run)
