"""What is said between the gate and its load generator, a program of its own: JSON lines."""

from typing import NotRequired, TypedDict


class Call(TypedDict):
    """One endpoint of the plan."""

    method: str
    headers: dict[str, str]
    variants: list[tuple[str, str | None]]
    """Path and body, taken in turn."""
    status: int | None


class Plan(TypedDict):
    """What is to be done."""

    base: str
    rate: float
    """Of all endpoints together, which take turns."""
    seconds: float
    warm_up: float
    patience: float
    """Seconds after which an answer is not waited for any more."""
    users: int
    """At most so many requests are open at once."""
    calls: list[Call]


Sample = tuple[int, float, float, float, str]
"""Endpoint, intended start, response time (from then), service time (from the real start), error.
An error of the connection begins with ``!``: no answer came. Times are seconds, starts those since
the first one."""


class Tick(TypedDict):
    """What came since the last one."""

    at: float
    samples: list[Sample]
    settled: float
    """Every start before has its answer."""
    lagging: int
    """Starts since the warm-up that were late although somebody was free."""
    slipped: int
    """Starts since the warm-up that nobody was free to make in time."""
    delay: float
    """Seconds since the warm-up in which this process could have run, and another one did."""
    end: bool
    timed: NotRequired[list[tuple[int, str]]]
    """Endpoint and Server-Timing of some of the answers."""
