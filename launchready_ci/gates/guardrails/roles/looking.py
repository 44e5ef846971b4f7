"""Who gets what? Those who may and those who may not ask for the same paths."""

from collections.abc import Iterator

from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.request import Request
from launchready_ci.gates.guardrails.roles import named, objects, usual


def planned(run: Run) -> Iterator[Request]:
    """Every request that it may make."""
    for part in (named, usual, objects):
        yield from part.planned(run)


def collect(run: Run) -> Iterator[Item]:
    """The roles of the section, then the usual paths, then what belongs to somebody."""
    for part in (named, usual, objects):
        yield from part.collect(run)
