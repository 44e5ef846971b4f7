"""A run beside the runs before it: which are alike, and what is told of them."""

import os
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any, TypedDict

from launchready_ci.findings import Location
from launchready_ci.gate import NotLookedAt
from launchready_ci.gates.load.facts import Compared
from launchready_ci.gates.load.history import FEWEST, regressions, suspects

METHOD = 1
"""Of measuring; another one's figures are no comparison."""
KEY = ("endpoint", "runner", "target", "rate", "method")
NEWEST = 50
"""Past runs that say what is usual."""


class Run(TypedDict):
    """One endpoint of one run: a line of the history."""

    at: str
    """UTC, ISO 8601."""
    commit: str
    endpoint: str
    runner: str
    target: str
    rate: float
    method: int
    samples: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    suspect: bool
    """It was slower than usual."""


def run(
    endpoint: str, target: str, rate: float, figures: Mapping[str, Any], environ: Mapping[str, str]
) -> Run:
    """What is kept of an endpoint; ``target`` is the host that was loaded."""
    return Run(
        at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        commit=environ.get("GITHUB_SHA") or environ.get("CI_COMMIT_SHA") or "",
        endpoint=endpoint,
        runner=runner(environ),
        target=target,
        rate=rate,
        method=METHOD,
        samples=figures["samples"],
        p50_ms=figures["p50_ms"],
        p95_ms=figures["p95_ms"],
        p99_ms=figures["p99_ms"],
        suspect=False,
    )


def runner(environ: Mapping[str, str]) -> str:
    """The class of machine that measured: another one's figures are no comparison."""
    kind = environ.get("RUNNER_ENVIRONMENT") or environ.get("CI_RUNNER_DESCRIPTION") or "own"
    return f"{platform.system()}-{platform.machine()}-{os.cpu_count()}cpu-{kind}".lower()


def alike(past: Sequence[Run], now: Run) -> list[Run]:
    """The past runs that can be compared, newest last."""
    return [one for one in past if all(one[key] == now[key] for key in KEY)][-NEWEST:]  # type: ignore[literal-required]


def compared(
    past: Sequence[Run], now: Mapping[str, Run], places: Mapping[str, Location]
) -> Iterator[Compared | NotLookedAt]:
    """What each endpoint's past says of it; marks the suspects in ``now``."""
    usual, newest = dict[str, list[float]](), dict[str, list[float]]()
    for name, one in now.items():
        before = alike(past, one)
        again = before[-1:] if before and before[-1]["suspect"] else []
        usual[name] = [run["p95_ms"] for run in before[: len(before) - len(again)]]
        newest[name] = [run["p95_ms"] for run in [*again, one]]
    slow = suspects(usual, {name: one["p95_ms"] for name, one in now.items()})
    worse = regressions(usual, newest)
    for name, one in now.items():
        one["suspect"] = name in slow or name in worse
        if len(usual[name]) < FEWEST:
            told = f"{len(usual[name])} of the {FEWEST} past runs that tell what is usual"
            yield NotLookedAt(Compared, told)
            continue
        yield Compared(
            subject=name,
            location=places[name],
            place=places[name],
            p95_ms=one["p95_ms"],
            usual_ms=median(usual[name]),
            runs=len(usual[name]),
            suspect=one["suspect"],
            regressed=name in worse,
        )
