"""Which requests will be made? And the first of them."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from launchready_ci.gate import CannotLook, Facts, NotLookedAt, Rule
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.configuration import ANONYMOUS
from launchready_ci.gates.guardrails.notfound import names
from launchready_ci.gates.guardrails.notfound.learning import learned
from launchready_ci.gates.guardrails.patience import GATEWAY, TRIES
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.http import Answer
from launchready_ci.http.errors import NoConnection, TimedOut
from launchready_ci.nodes import listed

SETTLING = 5.0
"""Seconds between two looks at whether the app is there."""


class Part(Protocol):
    """One kind of what may be open: a package."""

    @property
    def RULES(self) -> tuple[Rule[Any], ...]: ...  # noqa: N802 - a constant of the package

    def planned(self, run: Run, /) -> Iterator[Request]:
        """Every request that it may make."""
        ...

    def collect(self, run: Run, /) -> Iterator[Item]:
        """Ask, and say what came."""
        ...


def planned(run: Run, parts: Sequence[Part]) -> list[Request]:
    """The homepage, the names that do not exist, the logins, and what each part may ask."""
    asked = [request for part in parts for request in part.planned(run)]
    return [*_first(run, asked), *_logins(run, asked), *asked]


def _first(run: Run, asked: Sequence[Request]) -> Iterator[Request]:
    yield Request("/", run.place(), note="the homepage")
    for path in names(["/", *(one.path for one in asked if one.compared)], run.word):
        yield Request(path, run.place(), note="what does not exist")


def _logins(run: Run, asked: Sequence[Request]) -> Iterator[Request]:
    for name in dict.fromkeys(request.who for request in asked if request.who != ANONYMOUS):
        user, place = run.sessions.users[name], run.place()
        if user.login.form:
            yield Request(user.login.form, place, note=f"the form, for {name}")
        if path := user.login.form or user.login.post:
            yield Request(path, place, "POST", note=f"the login of {name}")
        if user.signed_in:
            yield Request(user.signed_in.get, place, who=name)


def told(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The plan as notes of the run."""
    listed = list(dict.fromkeys(map(str, planned)))
    run.context.notes += [f"guardrails would send {request}" for request in listed]
    run.context.count("planned requests", len(listed))
    yield NotLookedAt(Facts, "--dry-run: nothing was sent")


def begin(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The homepage, and what does not exist beside it; raises CannotLook without a homepage."""
    run.homepage = _homepage(run, planned[0])
    run.context.notes += _noted(run, run.homepage)
    yield from learned(run, ["/"])


def _homepage(run: Run, request: Request) -> Answer:
    """The first answer; an app that is still busy, as after a load test, gets time to settle."""
    came = run.ask(request)
    for _ in range(TRIES - 1):
        if not (_is_slow(came) or (_is_away(came) and run.pace.rest(SETTLING))):
            break
        came = run.ask(request)
    if came.answer is None or _is_away(came):
        status = came.answer.status if came.answer else 0
        raise came.error or CannotLook(f"GET / gives status {status}: is the app up?")
    run.silent = 0
    return came.answer


def _noted(run: Run, homepage: Answer) -> Iterator[str]:
    """What somebody may take for looked at who reads that nothing is open."""
    if homepage.status >= 400:
        yield f"guardrails got status {homepage.status} for GET /: is that the URL of the app?"
    sections = ("roles", "objects", "rate_limits", "logs")
    if untried := [name for name in sections if not getattr(run.config, name)]:
        yield f"guardrails tried no {listed(untried, 'and')}: launchready.yaml names none"


def _is_slow(came: Came) -> bool:
    return isinstance(came.error, TimedOut) and not isinstance(came.error, NoConnection)


def _is_away(came: Came) -> bool:
    """What stands before the app has answered in its place."""
    return came.answer is not None and came.answer.status in GATEWAY
