"""What a run comes to: facts of each endpoint, and of its past."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gate import Context, NotLookedAt
from launchready_ci.gates.load import branch
from launchready_ci.gates.load.config import Endpoint, Load
from launchready_ci.gates.load.facts import Compared, Held
from launchready_ci.gates.load.figures import figures
from launchready_ci.gates.load.past import Run, alike, compared, run
from launchready_ci.gates.load.samples import Samples
from launchready_ci.gates.load.stores import Store
from launchready_ci.gates.load.watch import Watched
from launchready_ci.redact import redact

WAITED = 0.15
"""Share of the run in which the generator could have run and did not: above, it was slow."""
BUSY = 0.6
"""Share of the run in which it worked: above, requests queue within it. Handing on what it measured
holds the others up; at 20,000/s that was two thirds of the p95 that it told."""
LAGGED = 0.05
"""Share of starts that it made late although it had somebody to make them."""


def unfit(watched: Watched) -> str:
    """Why the generator cannot be believed; empty where it can."""
    waited, lagged = _shares(watched)
    if waited > WAITED:
        return f"the load generator was too slow (run delay {waited:.2f}): its machine is too busy"
    for endpoint, samples in zip(watched.config.endpoints, watched.samples, strict=True):
        if watched.config.locustfile and not samples.asked:
            return f"the scenario has no request called {endpoint.subject}: nothing to judge"
    if _busy(watched) > BUSY:
        told = "a processor was not enough: ask for less, or give it --workers 2"
        return f"the load generator was too slow ({told})"
    if lagged > LAGGED:
        return f"the load generator was too slow ({lagged:.0%} of its requests started late)"
    return ""


def _busy(watched: Watched) -> float:
    """Share of the measured time in which the busiest process of the generator had a processor."""
    tick = watched.tick
    measured = tick["at"] - watched.plan["warm_up"] if tick else 0.0
    return tick["busy"] / measured if tick and measured > 0 else 0.0


def held(watched: Watched, past: Sequence[Run], context: Context, told: str) -> Iterator[Held]:
    """Of each endpoint; ``told`` is why nothing may be judged by it."""
    seconds, waited = watched.seconds, _shares(watched)[0]
    slipped = watched.tick["slipped"] if watched.tick else 0
    count = sum(len(samples.asked) for samples in watched.measured())
    for index, samples in enumerate(watched.measured()):
        endpoint = watched.config.endpoints[index]
        if not samples.asked and told:
            continue
        place, places = _places(endpoint, index, context)
        shown = _figures(samples, endpoint, watched)
        yield Held(
            subject=endpoint.subject,
            location=place,
            seconds=seconds,
            limits={**endpoint.expect.limits, "errors": endpoint.expect.errors},
            verdicts=samples.verdicts(endpoint.expect, watched.look),
            places=places,
            figures={
                **shown,
                "server_timing": watched.timings[index].p95s(),
                "trend": _trend(endpoint, shown, past, watched, context),
                "run_delay_share": round(waited, 4),
                "warmup_s": watched.plan["warm_up"],
            },
            errors={redact(kind): n for kind, n in samples.errors().most_common()},
            stopped=watched.stopped,
            unfit=told,
            slipped=slipped / count if count else 0.0,
            unclear=watched.config.on_inconclusive,
        )


def _figures(samples: Samples, endpoint: Endpoint, watched: Watched) -> dict[str, Any]:
    since = watched.plan["warm_up"]
    return figures(samples, endpoint.expect.limits, since, watched.seconds, watched.look)


def _trend(
    endpoint: Endpoint,
    shown: Mapping[str, Any],
    past: Sequence[Run],
    watched: Watched,
    context: Context,
) -> list[float]:
    """The p95s of the past runs that can be compared, oldest first."""
    now = run(endpoint.subject, watched.target, watched.config.rate, shown, context.environ)
    return [one["p95_ms"] for one in alike(past, now)]


def _places(
    endpoint: Endpoint, index: int, context: Context
) -> tuple[Location, dict[str, Location]]:
    names = (*endpoint.expect.limits, "errors")
    places = {name: context.place("endpoints", index, "expect", name) for name in names}
    return context.place("endpoints", index), {**places, "rate": context.place("rate")}


def _shares(watched: Watched) -> tuple[float, float]:
    """Of the measured time: how much it waited for a processor, and how many starts were late."""
    tick = watched.tick
    if tick is None or (measured := tick["at"] - watched.plan["warm_up"]) <= 0:
        return 0.0, 0.0
    count = sum(len(samples.asked) for samples in watched.measured())
    return tick["delay"] / measured, tick["lagging"] / max(count, 1)


def remembered(
    kept: Store, past: Sequence[Run], held: Sequence[Held], watched: Watched, context: Context
) -> Iterator[Compared | NotLookedAt]:
    """Compare with the past, and add to it; raises CannotLook where it cannot be written."""
    sound = [
        one
        for one in held
        if not one.stopped and one.verdicts["errors"].outcome != "failed" and one.figures["p95_ms"]
    ]
    now = {
        one.subject: run(
            one.subject, watched.target, watched.config.rate, one.figures, context.environ
        )
        for one in sound
    }
    places = {one.subject: one.location for one in sound if one.location}
    yield from compared(past, now, places)
    if _may_write(watched.config, context):
        kept.append(list(now.values()))
    else:
        context.notes.append("the history is not written: this is not the default branch")


def _may_write(config: Load, context: Context) -> bool:
    """Whoever keeps a file on their own machine need not have a branch for it."""
    own = not config.history.startswith("git:") and not context.environ.get("CI")
    return own or branch.is_default(context.root, context.environ)


def progress(watched: Watched) -> str:
    """One line: how fast, how slow, how much longer."""
    tick, plan = watched.tick, watched.plan
    if tick is None or tick["at"] < plan["warm_up"]:
        return "load: warming up"
    both = zip(watched.config.endpoints, watched.measured(), strict=True)
    parts = [_line(endpoint, samples, watched) for endpoint, samples in both]
    left = max(watched.cut - tick["at"], 0)
    return f"load: {plan['rate']:g}/s  {'  '.join(parts)}  {left:.0f} s to the next look"


def _line(endpoint: Endpoint, samples: Samples, watched: Watched) -> str:
    shown = _figures(samples, endpoint, watched)
    if shown["p95_ms"] is None:
        return f"{endpoint.subject} no p95 yet"
    bounds = [shown["p95_low_ms"], shown["p95_high_ms"]]
    low, high = ("?" if bound is None else f"{bound:.0f}" for bound in bounds)
    return f"{endpoint.subject} p95 {shown['p95_ms']:.0f} ms ({low} to {high})"
