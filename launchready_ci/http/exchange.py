"""How far has one request come, and how much of its time is left?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from launchready_ci.http.errors import ConnectTimedOut, TimedOut


@dataclass
class Timings:
    """Seconds of each phase; 0 for what did not happen, as on a connection that was reused."""

    dns: float = 0.0
    connect: float = 0.0
    tls: float = 0.0
    first_byte: float = 0.0
    """The wait for the first byte, from when the request was sent."""
    total: float = 0.0
    """From the start to the last byte of the body."""


@dataclass
class Exchange:
    """One request and its answer: the deadline, the phases, and what has come."""

    deadline: float
    """Of ``time.monotonic()``; the same for all hops of a request."""
    allowance: float
    """The whole time, for people."""
    started: float = field(default_factory=time.monotonic)
    timings: Timings = field(default_factory=Timings)
    doing: str = "waiting for a free connection"
    sent_at: float = 0.0
    received: int = 0
    peer: str = ""
    connected: bool = False
    """On a connection of its own, not one that had served another request."""
    answered: bool = False
    """The status line and all headers have come."""
    ended: bool = False
    """The server has closed its side."""

    def left(self) -> float:
        """The seconds that are left; raises TimedOut where there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.timed_out()
        return left

    def timed_out(self) -> TimedOut:
        kind = TimedOut if self.sent_at else ConnectTimedOut
        return kind(f"not done within {self.allowance:g} s, still {self.doing}")

    def sent(self) -> None:
        """Bytes have left: what follows is the wait for the first byte of the answer."""
        self.sent_at = time.monotonic()
        self.doing = "waiting for the first byte of the answer"

    def got(self, count: int) -> None:
        """Bytes have come; none is the end of them."""
        if count and not self.received:
            self.timings.first_byte = time.monotonic() - (self.sent_at or self.started)
            self.doing = "reading the answer's headers"
        self.received += count
        self.ended = not count

    def head_read(self) -> None:
        self.answered = True
        self.doing = "reading the answer's body"

    @contextmanager
    def phase(self, name: str, doing: str) -> Iterator[None]:
        """Time one of dns, connect, tls."""
        self.doing, began = doing, time.monotonic()
        try:
            yield
        finally:
            setattr(self.timings, name, time.monotonic() - began)

    @contextmanager
    def current(self) -> Iterator[None]:
        """While this runs, the network backend, which httpcore tells nothing, works for it."""
        token = CURRENT.set(self)
        try:
            yield
        finally:
            self.timings.total = time.monotonic() - self.started
            CURRENT.reset(token)


CURRENT: ContextVar[Exchange] = ContextVar("CURRENT")
"""The exchange of this thread: a connection serves many, one after the other."""
