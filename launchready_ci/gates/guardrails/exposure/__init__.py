"""Is something open that only those who run the app should see? Only with proof in the body."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.exposure.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every path of the table, and what is asked where one of them is open."""
    from launchready_ci.gates.guardrails.exposure import looking

    return looking.planned(run)


def collect(run: "Run") -> "Iterator[Item]":
    """The facts of every path, also of those that are closed."""
    from launchready_ci.gates.guardrails.exposure import looking

    return looking.collect(run)
