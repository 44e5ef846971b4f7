"""The user's own locustfile, under our recorder."""

import os
from time import perf_counter
from typing import Any

import locust
from gevent.event import Event
from locust.argument_parser import get_parser
from locust.contrib.fasthttp import FastHttpUser
from locust.env import Environment
from locust.runners import LocalRunner
from locust.util.load_locustfile import load_locustfile

from launchready_ci.gates.load.generator import give_up
from launchready_ci.gates.load.recorder import Recorder, refused, unanswered
from launchready_ci.gates.load.wire import Orders

_made: list[Environment] = []


def loaded(orders: Orders) -> Environment:
    """Run the file, and take its users; no locust.conf and no variable of Locust's has a say."""
    if _made:
        return _made[0]
    path = orders["scenario"]
    try:
        classes, shapes = load_locustfile(path)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's code does
        give_up(f"{os.path.basename(path)} cannot be run: {type(error).__name__}: {error}")
    if not classes:
        give_up(f"{os.path.basename(path)} holds no user: expected a class such as FastHttpUser")
    if shapes:
        give_up(f"{os.path.basename(path)} has a LoadTestShape: --users says how many there are")
    plan = orders["plan"]
    for one in classes.values():
        if issubclass(one, FastHttpUser):  # nobody waits longer, and a hung request has to count
            one.network_timeout = min(one.network_timeout, plan["patience"])
            one.connection_timeout = min(one.connection_timeout, plan["patience"])
    parser = get_parser(default_config_files=[])
    options, _ = parser.parse_known_args([], env_vars={})
    env = Environment(
        user_classes=list(classes.values()),
        events=locust.events,
        host=plan["base"],
        stop_timeout=plan["patience"],
        parsed_options=options,
    )
    _made.append(env)
    return env


class Scenario:
    """Users who do what their file says, as often as it says."""

    def __init__(self, orders: Orders, recorder: Recorder) -> None:
        self._plan, self._people = orders["plan"], orders["people"]
        self._recorder = recorder
        recorder.patience = self._plan["patience"]
        self._began = 0.0
        self._over = Event()
        self._environment = loaded(orders)
        self._of_name = {
            name: call for call, names in enumerate(self._plan["names"]) for name in names
        }
        self._environment.events.request.add_listener(self._record)  # type: ignore[no-untyped-call]
        if orders["role"] == "alone":
            self._environment.create_local_runner()
            init = self._environment.events.init
            init.fire(environment=self._environment, runner=self._environment.runner, web_ui=None)  # type: ignore[no-untyped-call]

    def now(self) -> float:
        return perf_counter() - self._began if self._began else 0.0

    def stop(self) -> None:
        self._over.set()

    def run(self, part: int = 0, of: int = 1) -> None:
        """The master tells each worker how many users are its part."""
        runner = self._environment.runner
        self._began = perf_counter()
        if isinstance(runner, LocalRunner):
            runner.start(self._people, max(self._people / self._plan["warm_up"], 1))
        warm_up = self._plan["warm_up"]
        if not self._over.wait(warm_up):
            self._recorder.measure()
            self._over.wait(self._plan["seconds"] - warm_up)
        if runner is not None:
            runner.stop()
        self._recorder.patience = 0.0

    def _record(self, **said: Any) -> None:  # noqa: ANN401 - Locust's own shape
        name, took = str(said["name"]), said["response_time"] / 1000
        call = self._of_name.get(f"{said['request_type']} {name}", self._of_name.get(name))
        if call is None:
            self._recorder.unjudged += 1
            return
        wrong = _wrong(said.get("response"), said.get("exception"), self._status(call))
        self._recorder.add((call, max(self.now() - took, 0.0), took, took, wrong))

    def _status(self, call: int) -> int | None:
        return self._plan["calls"][call]["status"]


def _wrong(response: Any, exception: object, wanted: int | None) -> str:  # noqa: ANN401
    """What the scenario itself calls a failure is one, and so is another status than is wanted."""
    status = getattr(response, "status_code", 0)
    if isinstance(exception, BaseException) and not status:
        return unanswered(exception)
    if exception:
        return refused(status, "", wanted) or str(exception)[:160]
    return refused(status, "", wanted) if wanted and status else ""
