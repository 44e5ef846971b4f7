"""Who gets what? Those who may and those who may not ask for the same paths."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.roles.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every request that it may make."""
    from launchready_ci.gates.guardrails.roles import looking

    return looking.planned(run)


def collect(run: "Run") -> "Iterator[Item]":
    """What each of them got."""
    from launchready_ci.gates.guardrails.roles import looking

    return looking.collect(run)
