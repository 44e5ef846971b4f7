"""What do cookies and headers tell browsers and caches to guard?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from launchready_ci.gates.guardrails.browsers.rules import RULES as RULES

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.asking import Item, Run
    from launchready_ci.gates.guardrails.request import Request


def planned(run: "Run") -> "Iterator[Request]":
    """Every request that it may make."""
    from launchready_ci.gates.guardrails.browsers import looking

    return looking.planned(run)


def collect(run: "Run") -> "Iterator[Item]":
    """The session's cookie, and the headers of a few pages."""
    from launchready_ci.gates.guardrails.browsers import looking

    return looking.collect(run)
