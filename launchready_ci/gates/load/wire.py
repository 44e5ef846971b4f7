"""What is said between the gate and its load generator, a program of its own: JSON lines."""

from typing import Literal, TypedDict


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
    waits: float
    """Seconds that it may take until there are workers, and until the last answer is in."""
    warm_up: float
    patience: float
    """Seconds after which an answer is not waited for any more."""
    users: int
    """At most so many requests are open at once."""
    calls: list[Call]
    names: list[list[str]]
    """Of each endpoint, what a scenario may call it."""


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
    busy: float
    """Seconds since the warm-up in which this process had a processor, or nobody to hear it."""
    unjudged: int
    """Requests of a scenario that belong to no endpoint."""
    end: bool
    timed: list[tuple[int, str]]
    """Endpoint and Server-Timing of some of the answers."""


class Orders(TypedDict):
    """The first line that a generator reads."""

    plan: Plan
    role: Literal["alone", "master", "worker"]
    workers: int
    """So many share the plan; 0 where one does it all."""
    host: str
    """Of the master; what it listens on, or where a worker finds it."""
    port: int
    """0: the master takes a free one, and says which."""
    scenario: str
    """A locustfile that is run in place of the plan's calls; empty for none."""
    people: int
    """So many users of the scenario at once."""


class Opened(TypedDict):
    """The first line of a master."""

    port: int


class Trouble(TypedDict):
    """The last line of a generator that cannot do its work."""

    trouble: str


class Finished(TypedDict):
    """The last line of a worker whose master has got everything."""

    sent: int
