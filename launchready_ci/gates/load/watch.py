"""Follow a run while it goes: look at what has come, and stop when it says enough."""

from collections import deque
from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from launchready_ci.gate import CannotLook
from launchready_ci.gates.load.config import Load
from launchready_ci.gates.load.crew import Crew
from launchready_ci.gates.load.samples import LOOKS, Asked, Samples, decided
from launchready_ci.gates.load.timings import Timings
from launchready_ci.gates.load.wire import Plan, Tick

FAILING = 5.0
"""Seconds in which more than half of what came was an error: then nothing is learnt any more."""


class Watched:
    """A run, as far as it has come."""

    def __init__(self, config: Load, plan: Plan, crew: Crew) -> None:
        self.config, self.plan = config, plan
        self.samples = [Samples() for _ in config.endpoints]
        self.timings = [Timings() for _ in config.endpoints]
        self.look = 0
        self.tick: Tick | None = None
        self.stopped = ""
        """Why it ended before a verdict."""
        self._crew = crew
        self._ending = self._answered = False
        self._recent: deque[tuple[float, int, int]] = deque()

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
        for said in self._crew.lines(self.plan["seconds"] + self.plan["waits"]):
            tick = self.tick = cast(Tick, said)
            for call, due, response, service, error in tick["samples"]:
                self.samples[call].asked.append(Asked(due, response, service, error))
            for call, header in tick["timed"]:
                self.timings[call].add(header)
            yield tick
            self._hold(tick)
            if tick["end"]:
                self._crew.finish()
                return

    def stop(self) -> None:
        """Let it end by itself: nothing more is sent, and what is open is waited for."""
        self._crew.stop()
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
