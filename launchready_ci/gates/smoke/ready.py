"""Wait for the new release, no longer than the deadline; then ask every replica which it is."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.conditions import search
from launchready_ci.gate import CannotLook
from launchready_ci.gates.smoke.asking import Item, Request, Run, judged, trouble
from launchready_ci.gates.smoke.facts import Asked, Readiness, Release
from launchready_ci.gates.smoke.rules.release import is_version
from launchready_ci.http import Answer, HttpError, Limits, NotJson
from launchready_ci.http.errors import (
    ConnectionLost,
    ConnectionRefused,
    NoConnection,
    NotSent,
    Unreachable,
    Walled,
)
from launchready_ci.operators import ABSENT, span
from launchready_ci.units import Duration

DEPLOYING = (502, 503, 521)
"""What a host answers with while the new release starts; 521 is Cloudflare's connection refused."""
STARTING = (ConnectionRefused, ConnectionLost, Unreachable)
"""How a port answers meanwhile: a container's may take the connection and drop it."""
PAUSES = (0.1, 0.2, 0.4, 0.8)
"""Seconds between two tries; the last one is kept."""
LEAST = 0.5
"""Seconds that the last request gets."""


class Look(NamedTuple):
    """What one connection told."""

    came: Answer | HttpError

    @property
    def deploying(self) -> bool:
        if isinstance(self.came, HttpError):
            return isinstance(self.came, STARTING)
        return self.came.status in DEPLOYING

    @property
    def told(self) -> str:
        return str(self.came) if isinstance(self.came, HttpError) else f"status {self.came.status}"


def wait(run: Run, wanted: str) -> Iterator[Item]:
    """Facts of the first answer that counts; the last item says whether the app is ready."""
    ready, began = run.config.ready, time.monotonic()
    request = Request(f"GET {ready.path}", run.place("ready", "get"), ready.path, fresh=True)
    pauses = iter(PAUSES)
    while True:
        looks = _looks(run, request, wanted, began)
        waited = time.monotonic() - began
        pause = next(pauses, PAUSES[-1])
        if not _again(run, looks, wanted) or waited + pause >= ready.deadline:
            break
        run.context.progress(f"smoke: waiting for {request.subject}, {looks[-1].told}")
        time.sleep(pause)
    yield from _told(run, request, looks, wanted, waited)


def _looks(run: Run, request: Request, wanted: str, began: float) -> list[Look]:
    """One connection; and when that is the release, the other ones."""
    left = max(LEAST, run.config.ready.deadline - (time.monotonic() - began))
    first = _look(run, request, left)
    if _again(run, [first], wanted) or isinstance(first.came, HttpError):
        return [first]
    more = range(run.config.ready.connections - 1) if run.config.ready.version else ()
    return [first, *run.pool.map(lambda _: _look(run, request, left), more)]


def _look(run: Run, request: Request, left: float) -> Look:
    limits = Limits(time=Duration(min(request.time, left)))
    try:
        return Look(run.client.request("GET", request.path, fresh=True, limits=limits))
    except HttpError as error:
        return Look(error)


def _again(run: Run, looks: list[Look], wanted: str) -> bool:
    """A deploy is under way: an error of the host, or a release that is well-formed and not new."""
    if any(look.deploying for look in looks):
        return True
    versions = {_version(run, look) for look in looks}
    if "" in versions:
        return False
    return len(versions) > 1 or not all(is_version(v, wanted) for v in versions if wanted)


def _version(run: Run, look: Look) -> str:
    """What the answer says that it is; empty where it tells nothing, or nobody asks."""
    path = run.config.ready.version
    if not path or isinstance(look.came, HttpError) or look.came.status >= 400:
        return ""
    try:
        found = search(path, look.came.json)
    except NotJson:
        return ""
    return "" if found is ABSENT else str(found)[:200]


def _told(
    run: Run, request: Request, looks: list[Look], wanted: str, waited: float
) -> Iterator[Item]:
    bad = next((k for k in looks if k.deploying or isinstance(k.came, HttpError)), looks[0])
    answer = bad.came
    if isinstance(answer, HttpError):
        yield _without(request, answer, waited)
        return
    well = answer.status < 400 or not run.config.ready.get
    place, subject, is_ready = request.place, request.subject, well and not bad.deploying
    yield Asked(subject=subject, location=place, place=place, seconds=answer.seconds)
    if not (is_ready and _is_asked_again(run, request)):
        yield from judged(run, request, answer)
    yield Readiness(
        subject=subject,
        location=place,
        place=place,
        ready=is_ready,
        waited=waited,
        came=bad.told,
        seconds=waited,
    )
    if run.config.ready.version and well:
        yield Release(
            subject=subject,
            location=place,
            place=run.place("ready", "version"),
            wanted=wanted,
            path=run.config.ready.version,
            seen=Counter(_version(run, look) for look in looks),
            waited=waited,
        )


def _without(request: Request, error: HttpError, waited: float) -> Item:
    """Nothing that could be read: one finding of its own, or raises where nothing was sent."""
    if isinstance(error, (ConnectionRefused, Unreachable)):
        raise CannotLook(f"{error} (asked for {span(waited)})")
    if isinstance(error, (NoConnection, NotSent, Walled)):
        raise error
    place = request.place
    return Asked(
        subject=request.subject,
        location=place,
        place=place,
        seconds=error.seconds,
        trouble=trouble(error),
        reason=str(error),
    )


def _is_asked_again(run: Run, request: Request) -> bool:
    """The homepage, or what a step asks for, is judged there."""
    steps = [step.path for step in run.config.steps if step.method == "GET" and not step.as_]
    return request.path in (steps if run.config.steps else ["/"])
