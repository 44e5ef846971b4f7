"""Do the core flows stay fast while many use them at once, and as fast as they used to be?"""

import os
import sys
from collections.abc import Iterator, Mapping
from math import inf
from typing import TYPE_CHECKING

from launchready_ci.config import App
from launchready_ci.gate import CannotLook, Context, Facts, Gate, NotLookedAt, Unreadable
from launchready_ci.gates.load.config import Load, validate
from launchready_ci.gates.load.rules import RULES, not_measured
from launchready_ci.gates.load.verdict import ENOUGH

if TYPE_CHECKING:
    from launchready_ci.gates.load.watch import Watched
    from launchready_ci.gates.load.wire import Orders, Plan

SUBCOMMANDS: Mapping[str, str] = {"history": "launchready_ci.gates.load.trend"}


def collect(config: Load, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Load the app until the verdict is clear, and say what was measured however it ends."""
    from launchready_ci.gates.load import measured
    from launchready_ci.gates.load.crew import Crew
    from launchready_ci.gates.load.stores import store
    from launchready_ci.gates.load.watch import Watched

    _hold_enough(config)
    plan = _planned(config, context)
    orders = _orders(config, plan, context.root)
    if config.worker:
        with Crew(orders, 0, context.environ) as crew:
            sent = next(crew.lines())["sent"]
        yield NotLookedAt(Facts, f"{sent:,} requests, which the master judges")
        return
    kept = store(config.history, context.root, context.environ) if config.history else None
    past = kept.read() if kept else []
    with Crew(orders, config.hands, context.environ) as crew:
        watched = Watched(config, plan, crew)
        ended: BaseException | None = None
        try:
            _follow(watched, context)
        except (CannotLook, KeyboardInterrupt) as error:
            ended = error
    unfit = measured.unfit(watched)
    told = "interrupted" if isinstance(ended, KeyboardInterrupt) else str(ended or unfit)
    held = list(measured.held(watched, past, context, told))
    context.count("requests", sum(len(samples.asked) for samples in watched.samples))
    if watched.tick and (others := watched.tick["unjudged"]):
        context.notes.append(f"{others:,} requests of the scenario are of no endpoint: not judged")
    yield from held
    if ended is not None:
        raise ended
    if unfit:
        yield Unreadable(unfit)
    elif kept:
        yield from measured.remembered(kept, past, held, watched, context)


def _follow(watched: "Watched", context: Context) -> None:
    from launchready_ci.gates.load.measured import progress

    shown = -1.0 if sys.stderr.isatty() else inf  # figures that nobody reads cost time
    for tick in watched.follow():
        if tick["at"] - shown >= 1 and not tick["end"]:
            shown = tick["at"]
            context.progress(progress(watched))
        if watched.looked():
            watched.stop()


def _orders(config: Load, plan: "Plan", root: str) -> "Orders":
    from launchready_ci.gates.load.wire import Orders

    scenario = os.path.join(root, config.locustfile) if config.locustfile else ""
    if scenario and not os.path.isfile(scenario):
        raise CannotLook(f"--locustfile {config.locustfile}: there is no such file")
    return Orders(
        plan=plan,
        role=config.role,
        workers=config.workers,
        host=config.host,
        port=config.port,
        scenario=scenario,
        people=config.people,
    )


def _hold_enough(config: Load) -> None:
    """Raise CannotLook for a run that cannot come to a verdict."""
    if not config.endpoints:
        told = "give --endpoint 'GET /feed p95<300ms', or load.endpoints in launchready.yaml"
        raise CannotLook(f"no endpoint to load: {told}")
    most = round(config.rate * config.duration * 2)
    if most < ENOUGH and not config.locustfile:
        told = f"a verdict on a p95 takes {ENOUGH}: raise the rate or the duration"
        raise CannotLook(f"at most {most} requests for each endpoint, and {told}")


def _planned(config: Load, context: Context) -> "Plan":
    """What to send; raises CannotLook."""
    from launchready_ci import users
    from launchready_ci.gates.load.plan import plan
    from launchready_ci.http import Client
    from launchready_ci.sessions import Sessions

    app = context.configuration.section("app", App, context.environ)
    url = config.url or app.url
    if not url:
        raise CannotLook("no URL of the app: give --url, or app: {url: ...} in launchready.yaml")
    with Client(url, environ=context.environ) as client:
        if not (config.is_polite or config.own_host or client.origin.is_loopback):
            told = f"{config.total_rate:g} requests a second for {config.duration:g} s"
            allowed = "above 200/s or 5 min, say --i-own-this-host"
            raise CannotLook(f"{told} may harm {client.origin}: {allowed}")
        known = users.load(context.configuration, context.environ)
        sessions = Sessions(client, known, context.environ)
        return plan(config, context, client, sessions)


GATE = Gate("load", ("post-deploy",), Load, collect, RULES, not_measured, validate)
