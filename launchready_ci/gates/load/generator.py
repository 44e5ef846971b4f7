"""The load generator, a program of its own: asks on schedule, and says what came.

    python -I -m launchready_ci.gates.load.generator < orders > what came

Locust patches the whole process on import, so it only ever runs here. The orders are one line of
JSON on stdin, which stays open: its end stops the run. What came are lines of JSON, see ``wire``.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, NoReturn, Protocol

from launchready_ci.gates.load.wire import Orders, Trouble

if TYPE_CHECKING:
    from launchready_ci.gates.load.recorder import Recorder

TICK = 0.2
"""Seconds between two lines."""


class Work(Protocol):
    """What is run: a schedule, or a scenario."""

    def now(self) -> float:
        """Seconds since its begin; 0 before."""
        ...

    def run(self, part: int = 0, of: int = 1) -> None:
        """Until it is over; of several workers, each does a part, counted from 0."""

    def stop(self) -> None:
        """Begin nothing new; what is open is waited for."""


def say(words: Mapping[str, object]) -> None:
    """Write a line; without anybody who reads it there is nothing left to do."""
    rest = memoryview(json.dumps(words, separators=(",", ":")).encode() + b"\n")
    try:
        while rest:
            rest = rest[os.write(_OUT, rest) :]
    except OSError:
        os._exit(1)


def give_up(told: str) -> NoReturn:
    """End, and say why."""
    say(Trouble(trouble=told))
    os._exit(1)


def work(orders: Orders, recorder: "Recorder") -> Work:
    """What this process is to do."""
    if orders["scenario"]:
        from launchready_ci.gates.load.scenario import Scenario

        return Scenario(orders, recorder)
    from launchready_ci.gates.load.schedule import Schedule

    return Schedule(orders["plan"], recorder)


def listen() -> None:
    """Wait for the end of stdin, whoever closes it."""
    from gevent.os import make_nonblocking, nb_read

    make_nonblocking(0)
    while nb_read(0, 4096):
        pass


def alone(orders: Orders) -> None:
    import gevent

    from launchready_ci.gates.load.recorder import Recorder

    recorder = Recorder()
    running = work(orders, recorder)

    def talk() -> None:
        while True:
            gevent.sleep(TICK)
            tick = recorder.tick(running.now())
            before = perf_counter()
            say(tick)
            recorder.blocked += perf_counter() - before

    gevent.spawn(listen).link(lambda _: running.stop())
    talking = gevent.spawn(talk)
    running.run()
    talking.kill()
    say(recorder.tick(running.now(), end=True))


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: we are told
    with suppress(OSError):  # where this is not allowed, the run delay will tell
        os.nice(-10)
    orders: Orders = json.loads(sys.stdin.buffer.readline())
    gc.freeze()
    gc.set_threshold(100_000)  # what is made for a request has no cycles
    if orders["role"] == "alone":
        alone(orders)
    elif orders["role"] == "master":
        from launchready_ci.gates.load.master import Master

        Master(orders).run()
    else:
        from launchready_ci.gates.load.worker import Worker

        Worker(orders).run()
    os._exit(0)


_OUT = 1
if __name__ == "__main__":
    _OUT = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no line
    import locust  # noqa: F401 - patches the process, so before everything else

    sys.modules["launchready_ci.gates.load.generator"] = sys.modules["__main__"]
    main()
