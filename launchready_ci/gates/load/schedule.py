"""An open model: a start is due whether the app has answered the last one or not.

One timer hands each start to a user who is free, and there are as many users as it takes. So a
request costs two wakings of the process, the least that a request and its answer can.
"""

from collections import deque
from time import perf_counter

import gevent
from gevent import getcurrent
from gevent.event import Event
from geventhttpclient.response import HTTPParseError
from greenlet import greenlet

from launchready_ci.gates.load.line import Line, Sent
from launchready_ci.gates.load.recorder import Recorder, refused, unanswered
from launchready_ci.gates.load.wire import Plan
from launchready_ci.trust import trusted

GRAIN = 0.002
"""What a timer is late by itself: not the app's time."""
LAG = 0.02
"""A start that is later, with somebody free to make it, is the generator's own slowness."""
SWEEP = 0.25
"""Seconds between two looks for requests that nobody waits for any more."""


class GivenUp(TimeoutError):
    """An answer that is not waited for any more."""


Start = tuple[int, float]
"""Number, and when it is due."""


class Schedule:
    """All starts, or those that one of several workers makes: every ``of``-th, from ``part`` on."""

    def __init__(self, plan: Plan, recorder: Recorder) -> None:
        self.plan, self.recorder = plan, recorder
        self._began = 0.0
        self._next, self._step = 0, 1
        self._tls = trusted() if plan["base"].startswith("https:") else None
        self._most = plan["users"]
        self._sent = [Sent(plan["base"], call) for call in plan["calls"]]
        self._users = 0
        self._free: list[greenlet] = []
        """The last one to be free is the first to ask again: the fewest connections stay in use."""
        self._waiting: deque[Start] = deque()
        self._asking: dict[int, tuple[greenlet, Start]] = {}
        self._ended, self._settled = False, Event()
        self._loop = gevent.get_hub().loop

    def now(self) -> float:
        """Seconds since the first start."""
        return perf_counter() - self._began if self._began else 0.0

    def stop(self) -> None:
        """Make no more starts; those that are open are waited for."""
        self._ended = True
        for number, _ in self._waiting:
            del self.recorder.open[number]
        self._waiting.clear()

    def run(self, part: int = 0, of: int = 1) -> None:
        """Until every start has its answer, or is given up."""
        self._next, self._step = part, of
        self._most = -(-self.plan["users"] // of)
        self._began = perf_counter()
        sweeping = self._loop.timer(SWEEP, SWEEP)
        sweeping.start(self._sweep)
        self._hand_out()
        self._settled.wait()
        sweeping.stop()

    def _hand_out(self) -> None:
        """Give away what is due, and come back for the next one.

        It runs between the users, in gevent's own loop, and so never waits itself.
        """
        while not self._ended:
            due = self._next / self.plan["rate"]
            if due >= self.plan["seconds"]:
                self._ended = True
            elif (ahead := due - self.now()) > 0:
                self._timer = self._loop.timer(ahead)
                self._timer.start(self._hand_out, update=True)
                return
            else:
                self._give((self._next, due))
                self._next += self._step

    def _give(self, start: Start) -> None:
        number, due = start
        self.recorder.open[number] = due
        measured = due >= self.plan["warm_up"]
        if measured:
            self.recorder.measure()
        if not self._free and self._users >= self._most:
            self._waiting.append(start)
            self.recorder.slipped += measured
            return
        self.recorder.lagging += measured and self.now() - due > LAG
        if self._free:
            self._free.pop().switch(start)
        else:
            self._users += 1
            gevent.spawn(self._use, start)

    def _use(self, start: Start) -> None:
        """A user's life: ask, and wait to be asked to."""
        line = Line(self.plan["base"], self._tls)
        me, hub = getcurrent(), gevent.get_hub()
        while True:
            self._asking[start[0]] = (me, start)
            self._ask(line, start)
            del self._asking[start[0]]
            if self._waiting:
                start = self._waiting.popleft()
            else:
                self._free.append(me)
                start = hub.switch()

    def _ask(self, line: Line, start: Start) -> None:
        number, due = start
        calls = self.plan["calls"]
        which = number % len(calls)
        call = calls[which]
        text = self._sent[which](number // len(calls))
        began = self.now()
        try:
            answer = line.ask(text, call["method"])
            wrong = refused(answer.get_code(), answer.headers.get("location", ""), call["status"])
            self.recorder.timed(which, answer.headers.get("server-timing", ""))
        except (OSError, HTTPParseError) as error:
            wrong = unanswered(error)
        service, late = self.now() - began, began - due
        response = service + (late if late > GRAIN else 0)
        self.recorder.take(number, which, response, service, wrong)

    def _sweep(self) -> None:
        """Give up what took too long, a body without end as much as a start that nobody made."""
        before = self.now() - self.plan["patience"]
        for user, (_, due) in list(self._asking.values()):
            if due >= before:
                break
            user.throw(GivenUp)
        while self._waiting and self._waiting[0][1] < before:
            number, due = self._waiting.popleft()
            took = self.now() - due
            self.recorder.take(
                number, number % len(self.plan["calls"]), took, 0.0, unanswered(GivenUp())
            )
        if self._ended and not self.recorder.open:
            self._settled.set()
