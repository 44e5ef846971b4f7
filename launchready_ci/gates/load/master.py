"""Starts the workers together, and says what all of them saw."""

from socket import create_server
from typing import Any

import gevent

from launchready_ci.gates.load import buckets, engine
from launchready_ci.gates.load.generator import TICK, give_up, listen, say
from launchready_ci.gates.load.wire import Opened, Orders, Sample, Tick

WAITING = 300.0
"""Seconds for workers to come."""


class Master:
    """Asks nothing itself."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._samples: list[Sample] = []
        self._timed: list[tuple[int, str]] = []
        self._ready: set[str] = set()
        self._unlike = ""
        """What is wrong with a worker: ``_wait`` tells it, outside of Locust's own loop."""
        self._last: dict[str, Tick] = {}
        """Worker → its last report, without samples."""
        env = engine.environment(orders)
        env.events.worker_report.add_listener(self._take)  # type: ignore[no-untyped-call]
        _hold_free(orders["port"])
        self._runner = env.create_master_runner(orders["host"], orders["port"])
        self._runner.register_message(engine.HELLO, self._greet)
        say(Opened(port=self._runner.server.port))

    def run(self) -> None:
        self._wait()
        names = sorted(self._ready)
        for part, name in enumerate(names):
            self._runner.send_message(engine.BEGIN, {"part": part, "of": len(names)}, name)
        if self._orders["scenario"]:
            people = self._orders["people"]
            gevent.spawn(self._runner.start, people, max(people / self._warm_up, 1))
        gevent.spawn(listen).link(lambda _: self._runner.send_message(engine.FINISH))
        while not all(name in self._last and self._last[name]["end"] for name in names):
            gevent.sleep(TICK)
            self._hold(names)
            say(self._tick(names, end=False))
        say(self._tick(names, end=True))
        self._runner.quit()

    @property
    def _warm_up(self) -> float:
        return self._orders["plan"]["warm_up"]

    def _wait(self) -> None:
        wanted, waited = self._orders["workers"], 0.0
        while len(self._ready) < wanted or self._unlike:
            if self._unlike:
                self._give_up(self._unlike)
            if waited > WAITING:
                here = f"{len(self._ready)} of {wanted} workers came within {WAITING:g} s"
                self._give_up(f"only {here}")
            gevent.sleep(TICK)
            waited += TICK
            say(self._tick([], end=False))
        if len(self._ready) > wanted:
            self._give_up(f"{len(self._ready)} workers came, {wanted} were expected")

    def _greet(self, msg: Any, **_: object) -> None:  # noqa: ANN401 - Locust's own shape
        name = msg.node_id
        if msg.data["plan"] != engine.digest(self._orders):
            told = "give both the same launchready.yaml and options"
            self._unlike = f"the worker {_host(name)} has another plan than the master: {told}"
        self._ready.add(name)

    def _take(self, client_id: str, data: dict[str, Any]) -> None:
        report = data.get(engine.REPORT)
        if report is not None and client_id in self._ready:
            self._samples.extend(buckets.samples(report.pop("samples"), self._warm_up))
            self._timed.extend(report.pop("timed"))
            self._last[client_id] = report

    def _hold(self, names: list[str]) -> None:
        """A worker that is silent takes its share of the load with it."""
        there = self._runner.clients
        for name in names:
            lost = name not in there or name in {one.id for one in there.missing}
            if lost and not (name in self._last and self._last[name]["end"]):
                self._give_up(f"a load worker was lost: {_host(name)} is not heard of any more")

    def _give_up(self, told: str) -> None:
        self._runner.quit()
        give_up(told)

    def _tick(self, names: list[str], *, end: bool) -> Tick:
        """Of all workers together: as far as the slowest, as delayed as the most delayed."""
        samples, self._samples = self._samples, []
        timed, self._timed = self._timed, []
        last = [self._last[name] for name in names if name in self._last]
        all_there = len(last) == len(names) > 0
        return Tick(
            at=max((one["at"] for one in last), default=0.0),
            samples=samples,
            settled=min((one["settled"] for one in last), default=0.0) if all_there else 0.0,
            lagging=sum(one["lagging"] for one in last),
            slipped=sum(one["slipped"] for one in last),
            delay=max((one["delay"] for one in last), default=0.0),
            busy=max((one["busy"] for one in last), default=0.0),
            unjudged=sum(one["unjudged"] for one in last),
            end=end,
            timed=timed,
        )


def _hold_free(port: int) -> None:
    """Locust takes the port of IPv6 alone where another program has that of IPv4."""
    try:
        create_server(("", port)).close()
    except OSError as error:
        give_up(f"port {port} for the workers: {error.strerror}; give another --master-port")


def _host(name: str) -> str:
    """Locust's name of a worker is its machine's and a random number."""
    return name.rpartition("_")[0] or name
