"""The load generator, a program of its own: asks on schedule, and says what came.

    python -I -m launchready_ci.gates.load.generator < plan > what came

Locust patches the whole process on import, so it only ever runs here. The plan is one line of JSON
on stdin, which stays open: its end stops the run. What came are lines of JSON, see ``Tick``.
Times are seconds since the first start.
"""

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from time import perf_counter
from typing import Any, TypedDict

TICK = 0.2
"""Seconds between two lines."""
GRAIN = 0.002
"""What a timer is late by itself: not the app's time."""
LAG = 0.02
"""A start that is later, with somebody free to make it, is the generator's own slowness."""


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
An error of the connection begins with ``!``: no answer came."""


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


class Generator:
    """An open model: a start is due whether the app has answered the last one or not."""

    def __init__(self, plan: Plan) -> None:
        import gevent
        from gevent.pool import Group
        from gevent.queue import Queue
        from locust.env import Environment

        self.plan = plan
        self._sleep, self._timeout = gevent.sleep, gevent.Timeout
        self._spawn = gevent.spawn
        self.due: Queue[tuple[int, float]] = Queue()
        self._group = Group()
        self._environment = Environment(user_classes=[])
        self._environment.events.request.add_listener(self._record)  # type: ignore[no-untyped-call]
        self._user = _user_class(self)
        self.users = 0
        self.stopped = False
        self._open: dict[int, float] = {}
        self._samples: list[Sample] = []
        self._lagging = self._slipped = 0
        self._delay_before: float | None = None
        self.began = 0.0

    def now(self) -> float:
        return perf_counter() - self.began

    def run(self) -> None:
        self._grow()
        self._sleep(0)
        gc.freeze()
        self.began = perf_counter()
        self._spawn(self._listen)
        talking = self._spawn(self._talk)
        self._dispatch()
        self.stopped = True
        last = self.now() + self.plan["patience"] + 1
        while self._open and self.now() < last:
            self._sleep(0.01)
        talking.kill()
        self._say(end=True)

    def _dispatch(self) -> None:
        """Hand out the starts, each when it is due."""
        number, rate = 0, self.plan["rate"]
        while not self.stopped and (due := number / rate) < self.plan["seconds"]:
            self._sleep(max(due - self.now(), 0))
            measured = due >= self.plan["warm_up"]
            if measured and self._delay_before is None:
                self._delay_before = run_delay()
            self._lagging += measured and self.now() - due > LAG
            if len(self._open) >= self.users:  # each of them keeps a user busy
                if self.users < self.plan["users"]:
                    self._grow()
                else:
                    self._slipped += measured
            self._open[number] = due
            self.due.put((number, due))
            number += 1

    def _grow(self) -> None:
        self.users += 1
        self._user(self._environment).start(self._group)

    def _record(self, **said: Any) -> None:  # noqa: ANN401 - Locust's own shape
        """Keep one answer: Locust's own statistics would round its time."""
        number, due, began = said["context"]["slot"]
        service = said["response_time"] / 1000
        if self._open.pop(number, None) is None:
            return
        late = began - due
        calls = self.plan["calls"]
        call = number % len(calls)
        error = _error(said["response"], said["exception"], calls[call]["status"])
        response = service + (late if late > GRAIN else 0)
        self._samples.append((call, round(due, 6), round(response, 7), round(service, 7), error))

    def give_up(self, number: int, due: float, began: float) -> None:
        """An answer that began and did not end in time."""
        if self._open.pop(number, None) is not None:
            took = self.now() - began
            call = number % len(self.plan["calls"])
            told = "!no whole answer in time"
            self._samples.append((call, round(due, 6), took + began - due, took, told))

    def _talk(self) -> None:
        while True:
            self._sleep(TICK)
            self._say()

    def _say(self, *, end: bool = False) -> None:
        samples, self._samples = self._samples, []
        delay = 0.0 if self._delay_before is None else run_delay() - self._delay_before
        tick = Tick(
            at=self.now(),
            samples=samples,
            settled=next(iter(self._open.values()), self.now()),
            lagging=self._lagging,
            slipped=self._slipped,
            delay=delay,
            end=end,
        )
        say(tick)

    def _listen(self) -> None:
        """The end of stdin ends the run, whoever closed it."""
        from gevent.os import make_nonblocking, nb_read

        make_nonblocking(0)
        while nb_read(0, 4096):
            pass
        self.stopped = True


def _user_class(generator: Generator) -> Any:  # noqa: ANN401 - made when Locust is there
    """Users that take whatever start is due next; the sessions they use were signed in before."""
    import gevent
    from locust import FastHttpUser, task

    from launchready_ci.http.trust import trusted

    plan = generator.plan
    tls = trusted() if plan["base"].startswith("https:") else None

    class Caller(FastHttpUser):
        host = plan["base"]
        network_timeout = connection_timeout = plan["patience"]
        insecure = False
        ssl_context_factory = staticmethod(lambda: tls)

        @task
        def take_starts(self) -> None:
            while True:
                number, due = generator.due.get()
                call = plan["calls"][number % len(plan["calls"])]
                turn = number // len(plan["calls"])
                path, body = call["variants"][turn % len(call["variants"])]
                began = generator.now()
                try:
                    with gevent.Timeout(plan["patience"] + 0.5):
                        self.client.request(
                            call["method"],
                            path,
                            data=body,
                            headers=call["headers"],
                            allow_redirects=False,
                            context={"slot": (number, due, began)},
                        )
                except gevent.Timeout:
                    generator.give_up(number, due, began)
                    self.client.client.close()
                self.client.cookiejar.clear()  # the session's cookies are in its headers

    return Caller


def _error(response: Any, exception: BaseException | None, wanted: int | None) -> str:  # noqa: ANN401
    """What is wrong with an answer, in few words that are the same for the same thing."""
    status = response.status_code
    if not status:
        return f"!{_words(exception)}"
    if status == wanted or (wanted is None and 200 <= status < 300):
        return f"!{_words(exception)}" if exception and status < 400 else ""
    target = str((response.headers or {}).get("location") or "").partition("?")[0][:80]
    return f"status {status}{f' to {target}' if target else ''}"


def _words(exception: BaseException | None) -> str:
    if isinstance(exception, ConnectionRefusedError):
        return "connection refused"
    late = isinstance(exception, TimeoutError) or type(exception).__name__ == "Timeout"  # gevent's
    if late or "timed out" in str(exception):
        return "no whole answer in time"
    return f"{type(exception).__name__}: {exception}"[:160]


def run_delay() -> float:
    """Seconds in which this process waited for a processor; 0 where the system does not say.

    https://docs.kernel.org/scheduler/sched-stats.html, the second field.
    """
    try:
        with open("/proc/self/schedstat", "rb") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def say(tick: Tick) -> None:
    """Write a line; without anybody who reads it there is nothing left to do."""
    rest = memoryview(json.dumps(tick, separators=(",", ":")).encode() + b"\n")
    try:
        while rest:
            rest = rest[os.write(_OUT, rest) :]
    except OSError:
        os._exit(1)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: we are told
    with suppress(OSError):  # where this is not allowed, the run delay will tell
        os.nice(-10)
    plan: Plan = json.loads(sys.stdin.buffer.readline())
    Generator(plan).run()
    os._exit(0)


_OUT = 1
if __name__ == "__main__":
    _OUT = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no sample
    import locust  # noqa: F401 - patches the process, so before everything else

    main()
