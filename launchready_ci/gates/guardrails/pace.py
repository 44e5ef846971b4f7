"""How fast, how much and how long may the gate ask?"""

import threading
import time

from launchready_ci.gate import CannotLook
from launchready_ci.http.errors import NotSent

SENT = ("GET", "HEAD", "OPTIONS", "POST")
"""POST is for logins, and for what answers to a broken one."""
PAUSE = 0.1
"""Seconds between two requests to a host that is not this machine."""


class Ended(CannotLook):
    """Nothing more may be sent: the gate ends here."""


class Pace:
    """Called before each request that leaves, from any number of threads."""

    def __init__(self, most: int, seconds: float, *, loopback: bool) -> None:
        self.sent = 0
        self._most, self._seconds = most, seconds
        self._end = time.monotonic() + seconds
        self._pause = 0.0 if loopback else PAUSE
        self._next = 0.0
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds until the gate's deadline; raises Ended where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            told = f"guardrails was not done within {self._seconds:g} s (guardrails.deadline)"
            raise Ended(f"{told}: what it had not looked at may be open")
        return left

    def __call__(self, method: str) -> None:
        if method not in SENT:
            raise NotSent(f"guardrails sends no {method}")
        with self._lock:
            if self.sent >= self._most:
                told = f"{self._most} requests were sent (guardrails.requests), and more are needed"
                raise Ended(f"{told}: what it had not looked at may be open")
            self.sent += 1
            at = max(time.monotonic(), self._next)
            self._next = at + self._pause
        time.sleep(min(self.left, max(0.0, at - time.monotonic())))

    def rest(self, seconds: float) -> bool:
        """Wait; False, at once, where the deadline comes before."""
        if seconds >= self.left:
            return False
        time.sleep(seconds)
        return True
