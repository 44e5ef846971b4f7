"""One request of the gate: what it gives to judge, whatever the server does."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Context, Facts, NotLookedAt, Unreadable
from launchready_ci.gates.smoke import caching, leaks
from launchready_ci.gates.smoke.config import Smoke
from launchready_ci.gates.smoke.facts import Answered, Asked, Cached, Trouble
from launchready_ci.http import Answer, Client, HttpError, Limits, Session
from launchready_ci.http.errors import (
    ConnectionLost,
    NoConnection,
    NotSent,
    RedirectedElsewhere,
    RedirectError,
    Walled,
)
from launchready_ci.http.urls import where
from launchready_ci.sessions import Sessions
from launchready_ci.units import Duration, Size

if TYPE_CHECKING:
    from launchready_ci.gates.smoke.openapi import Documents

Item = Facts | Unreadable | NotLookedAt
SAFE = ("GET", "HEAD", "OPTIONS")
BODY = Size(10_000_000)


@dataclass(frozen=True)
class Run:
    """What every collector of this gate needs."""

    config: Smoke
    context: Context
    client: Client
    sessions: Sessions
    tasks: ThreadPoolExecutor
    """Steps and logins, which may wait for the ones before them."""
    pool: ThreadPoolExecutor
    """Single requests, which wait for nothing: so a task may wait for them."""
    documents: "Documents"

    def name(self, url: str) -> str:
        """A URL as it is told: what is the app's own by its path."""
        path = url.removeprefix(str(self.client.origin))
        return where("", path if path.startswith("/") else url).strip()

    def place(self, *keys: str | int) -> Location:
        """Where launchready.yaml asks for it."""
        return self.context.place(*keys)


class Request(NamedTuple):
    """What is asked, and how it is called."""

    subject: str
    place: Location
    path: str
    method: str = "GET"
    session: Session | None = None
    by_cookie: bool = True
    headers: dict[str, str] | None = None
    json: object = None
    form: Iterable[tuple[str, str]] | None = None
    follow: bool = True
    fresh: bool = False
    time: float = 10.0
    secret: bool = False
    """The answer may hold a token: it is what was asked for."""


class Came(NamedTuple):
    """The answer, if there is one, and what there is to judge."""

    answer: Answer | None
    items: tuple[Item, ...]


def ask(run: Run, request: Request) -> Came:
    """Ask, a second time where a connection broke and asking again does no harm."""
    retried = ""
    try:
        try:
            answer = _send(run, request)
        except (ConnectionLost, NoConnection) as error:
            if request.method not in SAFE:
                raise
            retried = error.reason
            answer = _send(run, request)
    except (NoConnection, NotSent, Walled) as error:
        return Came(None, (Unreadable(str(error), request.subject, request.place),))
    except HttpError as error:
        return Came(None, (_trouble(request, error),))
    asked = Asked(
        subject=request.subject,
        location=request.place,
        place=request.place,
        seconds=answer.seconds,
        retried=retried,
    )
    return Came(answer, (asked, *judged(run, request, answer)))


def judged(run: Run, request: Request, answer: Answer) -> Iterator[Item]:
    """What every answer must hold, whatever was asked."""
    subject, place, key = request.subject, request.place, run.context.key
    found = list(leaks.credentials(answer.body, key))
    if not request.secret:
        found += leaks.fields(answer, key)
    yield Answered(
        subject=subject,
        location=place,
        place=place,
        traces=leaks.traces(answer.body),
        debug=leaks.debug_page(answer.body),
        credentials=tuple({one.key: one for one in found}.values()),
    )
    if answer.method == "GET" and answer.status == 200:
        private = request.session is not None
        if private or answer.media_type == "text/html":
            yield Cached(
                subject=subject,
                location=place,
                place=place,
                private=private,
                lifetime=caching.lifetime(answer),
                shared=caching.shared(answer, by_cookie=request.by_cookie)
                if private
                else caching.stored(answer),
            )


def _send(run: Run, request: Request) -> Answer:
    return run.client.request(
        request.method,
        request.path,
        session=request.session,
        headers=request.headers,
        json=request.json,
        form=request.form,
        follow=request.follow,
        fresh=request.fresh,
        limits=Limits(time=Duration(request.time), body=BODY),
    )


def _trouble(request: Request, error: HttpError) -> Asked:
    return Asked(
        subject=request.subject,
        location=request.place,
        place=request.place,
        seconds=error.seconds,
        trouble=trouble(error),
        reason=str(error),
    )


def trouble(error: HttpError) -> Trouble:
    """Which rule an error belongs to."""
    if isinstance(error, RedirectedElsewhere):
        return "elsewhere"
    return "loop" if isinstance(error, RedirectError) else "unanswered"
