"""The load generator, a program of its own: asks on schedule, and says what came.

    python -I -m launchready_ci.gates.load.generator < orders > what came

Locust patches the whole process on import, so it only ever runs here. The orders are one line of
JSON on stdin, which stays open: its end stops the run. What came are lines of JSON, see ``Tick``.
"""

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from launchready_ci.gates.load.wire import Plan, Tick

if TYPE_CHECKING:
    from launchready_ci.gates.load.recorder import Recorder
    from launchready_ci.gates.load.schedule import Schedule

TICK = 0.2
"""Seconds between two lines."""


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
    import gevent

    from launchready_ci.gates.load.recorder import Recorder
    from launchready_ci.gates.load.schedule import Schedule

    recorder = Recorder()
    schedule = Schedule(plan, recorder)
    gc.freeze()
    gc.set_threshold(100_000)
    gevent.spawn(_listen, schedule)
    talking = gevent.spawn(_talk, schedule, recorder)
    schedule.run()
    talking.kill()
    say(recorder.tick(schedule.now(), end=True))
    os._exit(0)


def _talk(schedule: "Schedule", recorder: "Recorder") -> None:
    import gevent

    while True:
        gevent.sleep(TICK)
        say(recorder.tick(schedule.now()))


def _listen(schedule: "Schedule") -> None:
    """The end of stdin ends the run, whoever closed it."""
    from gevent.os import make_nonblocking, nb_read

    make_nonblocking(0)
    while nb_read(0, 4096):
        pass
    schedule.stop()


_OUT = 1
if __name__ == "__main__":
    _OUT = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no sample
    import locust  # noqa: F401 - patches the process, so before everything else

    main()
