"""One of several generators: does its part of the plan, and reports to the master."""

from typing import Any

import gevent
from gevent.event import AsyncResult

from launchready_ci.gates.load import buckets, engine
from launchready_ci.gates.load.generator import give_up, listen, say, work
from launchready_ci.gates.load.recorder import Recorder
from launchready_ci.gates.load.wire import Finished, Orders


class Worker:
    """Finds its master, waits for its part, works, and stays until the master has it all."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._recorder = Recorder()
        self._part: AsyncResult[dict[str, int]] = AsyncResult()
        self._done = False
        gevent.spawn(listen).link(lambda _: give_up("stopped"))
        env = engine.environment(orders)
        self._work = work(orders, self._recorder)  # so that all begin at once when they are told
        env.events.report_to_master.add_listener(self._report)  # type: ignore[no-untyped-call]
        try:
            self._runner = env.create_worker_runner(orders["host"], orders["port"])
        except ConnectionError:
            give_up(f"no master at {orders['host']}:{orders['port']}")
        self._runner.register_message(engine.BEGIN, self._begin)
        self._runner.register_message(engine.FINISH, self._finish)
        self._runner.send_message(engine.HELLO, {"plan": engine.digest(orders)})

    def run(self) -> None:
        gevent.spawn(self._follow)
        self._runner.greenlet.join()  # the master said that this is all, or was not heard of
        if not self._done:
            give_up("the master was lost")
        say(Finished(sent=self._recorder.count))

    def _follow(self) -> None:
        self._work.run(**(self._part.get() or {}))
        self._done = True

    def _begin(self, msg: Any, **_: object) -> None:  # noqa: ANN401 - Locust's own shape
        self._part.set(msg.data)

    def _finish(self, **_: object) -> None:
        self._work.stop()

    def _report(self, data: dict[str, Any], **_: object) -> None:
        """Add what came since the last report; Locust sends it."""
        done = self._done  # before the last samples are taken
        tick = self._recorder.tick(self._work.now(), end=done)
        warm_up = self._orders["plan"]["warm_up"]
        rows = buckets.rows(tick["samples"], warm_up)
        data[engine.REPORT] = {**tick, "samples": rows}
