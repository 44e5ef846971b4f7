"""Follow a run while it goes: look at what has come, and stop when it says enough."""

import json
import os
import select
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from launchready_ci.child import CHUNK, Child
from launchready_ci.gate import CannotLook
from launchready_ci.gates.load.config import Load
from launchready_ci.gates.load.samples import LOOKS, Asked, Samples, decided
from launchready_ci.gates.load.timings import Timings
from launchready_ci.gates.load.wire import Plan, Tick

SILENT = 20.0
"""Seconds without a word from a generator that is at work."""
STARTING = 60.0
"""Seconds until its first word: a busy machine takes long to load Locust."""
FAILING = 5.0
"""Seconds in which more than half of what came was an error: then nothing is learnt any more."""
PROGRAM = ("-I", "-m", "launchready_ci.gates.load.generator")
INHERITED = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR")


class Watched:
    """A run, as far as it has come; a context manager that leaves no process behind."""

    def __init__(self, config: Load, plan: Plan, environ: Mapping[str, str]) -> None:
        self.config, self.plan = config, plan
        self.samples = [Samples() for _ in config.endpoints]
        self.timings = [Timings() for _ in config.endpoints]
        self.look = 0
        self.tick: Tick | None = None
        self.stopped = ""
        """Why it ended before a verdict."""
        given = {name: environ[name] for name in INHERITED if name in environ}
        self._child = Child([sys.executable, *PROGRAM], given)
        self._ending = self._over = self._answered = False
        self._rest = b""
        self._recent: deque[tuple[float, int, int]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._over:
            with suppress(ProcessLookupError):
                self._child.kill()
            self._child.end()

    @property
    def target(self) -> str:
        """The host that is loaded."""
        return urlsplit(self.plan["base"]).hostname or ""

    @property
    def cut(self) -> float:
        """When the next look is."""
        return self.plan["warm_up"] + self.config.duration * 2.0 ** (self.look - 1)

    def measured(self) -> list[Samples]:
        """Without the warm-up, unless there was nothing else before it had to stop."""
        found = [one.between(self.plan["warm_up"], float("inf")) for one in self.samples]
        return self.samples if self.stopped and not any(one.asked for one in found) else found

    @property
    def seconds(self) -> float:
        """How long was measured."""
        dues = [one.due for samples in self.samples for one in samples.asked]
        return max(dues, default=0.0) - self.plan["warm_up"] + 1 / self.plan["rate"]

    def follow(self) -> Iterator[Tick]:
        """Every word of the generator, until its last one; raises CannotLook without that."""
        self._child.stdin.write(json.dumps(self.plan).encode() + b"\n")
        with suppress(BrokenPipeError):
            self._child.stdin.flush()
        for tick in self._ticks():
            self.tick = tick
            for call, due, response, service, error in tick["samples"]:
                self.samples[call].asked.append(Asked(due, response, service, error))
            for call, header in tick.get("timed", ()):
                self.timings[call].add(header)
            yield tick
            self._hold(tick)
            if tick["end"]:
                self._over = True
                self._child.end()
                return
        self._over = True
        status, said = self._child.end()
        if b"No module named 'locust'" in said:
            raise CannotLook("Locust is not installed: pip install 'launchready_ci[load]'")
        told = f"signal {-status}" if status < 0 else f"status {status}"
        raise CannotLook(f"the load generator was lost: it ended with {told} in the middle of it")

    def _ticks(self) -> Iterator[Tick]:
        """Lines, none of which may be long in coming."""
        patience, end = STARTING, time.monotonic() + STARTING + self.plan["seconds"] + 2 * SILENT
        while True:
            left = min(patience, end - time.monotonic())
            if not select.select([self._child.stdout], [], [], max(left, 0))[0]:
                raise CannotLook(f"the load generator said nothing for {patience:g} s")
            chunk = os.read(self._child.stdout.fileno(), CHUNK)
            if not chunk:
                return
            patience = SILENT
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                tick: Tick = json.loads(line)
                yield tick

    def stop(self) -> None:
        """Let it end by itself: nothing more is sent, and what is open is waited for."""
        self._child.tell(b"")
        self._ending = True

    def _hold(self, tick: Tick) -> None:
        """End what cannot come to a verdict any more."""
        if self._ending:
            return
        self._answered |= any(not error.startswith("!") for *_, error in tick["samples"])
        if tick["samples"] and tick["at"] >= self.plan["warm_up"] and not self._answered:
            raise CannotLook(f"no answer at all: {tick['samples'][-1][4].removeprefix('!')}")
        wrong = sum(bool(error) for *_, error in tick["samples"])
        self._recent.append((tick["at"], wrong, len(tick["samples"])))
        while self._recent[0][0] < tick["at"] - FAILING:
            self._recent.popleft()
        began = tick["at"] >= FAILING
        if began and sum(w for _, w, _ in self._recent) * 2 > sum(n for *_, n in self._recent):
            self.stopped = f"more than half of what came for {FAILING:g} s were errors"
            self.stop()

    def looked(self) -> bool:
        """Take the looks that are due; True once the run may end."""
        if self._ending or self.tick is None or self.tick["settled"] < self.cut:
            return False
        seen = [one.between(self.plan["warm_up"], self.cut) for one in self.samples]
        clear = all(
            decided(samples.verdicts(endpoint.expect, self.look))
            for samples, endpoint in zip(seen, self.config.endpoints, strict=True)
        )
        if clear or self.look == LOOKS - 1:
            return True
        self.look += 1
        return False
