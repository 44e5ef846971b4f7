"""The processes of a run on this machine: one generator, or a master and its workers."""

import json
import os
import select
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import inf
from typing import Any, Self

from launchready_ci.child import CHUNK, Child
from launchready_ci.gate import CannotLook
from launchready_ci.gates.load.wire import Orders

SILENT = 20.0
"""Seconds without a word from a generator that is at work."""
STARTING = 60.0
"""Seconds until its first word: a busy machine takes long to load Locust."""
PROGRAM = ("-I", "-m", "launchready_ci.gates.load.generator")
INHERITED = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR")


class Crew:
    """A context manager that leaves no process behind; ``hands`` is how many workers it starts."""

    def __init__(self, orders: Orders, hands: int, environ: Mapping[str, str]) -> None:
        given = {name: environ[name] for name in INHERITED if name in environ}
        self._environ = environ if orders["scenario"] else given  # whose code it is knows its names
        self._orders, self._hands = orders, hands
        self._workers: list[Child] = []
        self._first = self._start(orders)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for child in (self._first, *self._workers):
            if not child.stdout.closed:
                with suppress(ProcessLookupError):
                    child.kill()
                child.end()

    def _start(self, orders: Orders) -> Child:
        child = Child([sys.executable, *PROGRAM], self._environ)
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(orders).encode() + b"\n")
            child.stdin.flush()
        return child

    def stop(self) -> None:
        """Let it end by itself: nothing more is sent, and what is open is waited for."""
        self._first.tell(b"")

    def finish(self) -> None:
        """Wait for the first process, which has said its last: a master sends its workers home."""
        self._first.end()

    def lines(self, seconds: float = inf) -> Iterator[dict[str, Any]]:
        """What the first process says until its end; raises CannotLook.

        No line may be long in coming, nor the end after these seconds; of a worker, whose master
        knows that, only its end is of interest.
        """
        hurried = seconds < inf
        patience, last = STARTING, time.monotonic() + seconds + STARTING + 2 * SILENT
        while chunk := self._read(min(patience, last - time.monotonic()) if hurried else inf):
            patience = SILENT
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for said in map(json.loads, lines):
                if "trouble" in said:
                    raise CannotLook(said["trouble"])
                if "port" in said:
                    self._hire(said["port"])
                else:
                    yield said
        told = _told(self._first)
        raise CannotLook(f"the load generator was lost: it ended with {told} in the middle of it")

    def _hire(self, port: int) -> None:
        orders: Orders = {**self._orders, "role": "worker", "port": port}
        self._workers = [self._start(orders) for _ in range(self._hands)]

    def _read(self, patience: float) -> bytes:
        """The next words of the first process, while every other one lives."""
        everyone = [self._first.stdout, *(worker.stdout for worker in self._workers)]
        wait = None if patience == inf else max(patience, 0)
        ready = select.select(everyone, [], [], wait)[0]
        if not ready:
            raise CannotLook(f"the load generator said nothing for {patience:.0f} s")
        if self._first.stdout in ready:
            return os.read(self._first.stdout.fileno(), CHUNK)
        worker = next(one for one in self._workers if one.stdout in ready)
        said = os.read(worker.stdout.fileno(), CHUNK)
        if b"trouble" in said:
            raise CannotLook(f"a load worker gave up: {json.loads(said)['trouble']}")
        raise CannotLook(f"a load worker was lost: it ended with {_told(worker)}")


def _told(child: Child) -> str:
    """How it ended; raises CannotLook where there is no Locust."""
    status, said = child.end()
    if b"No module named 'locust'" in said:
        raise CannotLook("Locust is not installed: pip install 'launchready_ci[load]'")
    return f"signal {-status}" if status < 0 else f"status {status}"
