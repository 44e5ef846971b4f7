"""The session's cookie, and the headers of the homepage, the login and a page behind it."""

from collections.abc import Iterator
from dataclasses import replace

from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.browsers import cookies
from launchready_ci.gates.guardrails.browsers.facts import Headers
from launchready_ci.gates.guardrails.configuration import ANONYMOUS
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.gates.smoke import caching
from launchready_ci.nodes import listed
from launchready_ci.users import User

HTML = ("text/html", "application/xhtml+xml")
SENT = (
    *("content-security-policy", "x-frame-options", "x-content-type-options"),
    *("strict-transport-security", "referrer-policy"),
)
"""The headers that are judged."""


def planned(run: Run) -> Iterator[Request]:
    yield from _pages(run)
    if who := _with_cookies(run):
        page = _behind(run, who, run.sessions.users[who])
        yield Request(page, run.place(), who=who)
        for number in range(1, cookies.MOST + 1):
            yield Request(page, run.place(), note=f"without cookie {number} of {who}")


def collect(run: Run) -> Iterator[Item]:
    said = [one for came in run.ask_all(_pages(run)) for one in _headers(run, came)]
    yield from (one for one in said if isinstance(one, Unreadable))
    yield from _alike([one for one in said if isinstance(one, Headers)])
    if who := _with_cookies(run):
        place = run.context.configuration.place("users", who, "login")
        try:
            login = run.sessions.logged_in(who)
        except CannotLook as error:
            yield Unreadable(str(error), who, place)
            return
        page = _behind(run, who, run.sessions.users[who])
        yield from cookies.collect(run, cookies.Entered(who, login, page))


def _pages(run: Run) -> Iterator[Request]:
    place = run.place()
    yield Request("/", place)
    for path in dict.fromkeys(u.login.form for u in run.sessions.users.values() if u.login.form):
        yield Request(path, place)
    for name, user in run.sessions.users.items():
        if user.signed_in:
            yield Request(user.signed_in.get, place, who=name)
            return


def _with_cookies(run: Run) -> str:
    """The first user whom a login gives cookies: those of the others are alike."""
    users = run.sessions.users.items()
    ways = ((name, user.login) for name, user in users)
    return next((name for name, way in ways if way.form or (way.post and not way.bearer)), "")


def _behind(run: Run, name: str, user: User) -> str:
    """A page that only those see who have signed in, as far as launchready.yaml tells."""
    allowed = [role.get for role in run.config.roles if name in role.allowed]
    return user.signed_in.get if user.signed_in else (*allowed, "/")[0]


def _alike(pages: list[Headers]) -> Iterator[Headers]:
    """One for all pages that send the same: one cause, one finding."""
    groups = dict[object, list[Headers]]()
    for page in pages:
        kept = page.kept if page.private else ""
        groups.setdefault((frozenset(page.headers.items()), kept), []).append(page)
    for group in groups.values():
        subject = listed([page.subject for page in group], "and")
        private = [page for page in group if page.private]
        yield replace((private or group)[0], subject=subject)


def _headers(run: Run, came: Came) -> "Iterator[Headers | Unreadable]":
    answer, origin = came.answer, run.client.origin
    if answer is None:
        yield from came.unreadable
        return
    private = came.request.who != ANONYMOUS
    if answer.media_type not in HTML:
        return
    session = run.session(came.request.who)
    yield Headers(
        subject=came.request.subject,
        location=came.request.place,
        place=came.request.place,
        https=origin.scheme == "https",
        loopback=origin.is_loopback,
        headers={name: answer.headers[name] for name in SENT if name in answer.headers},
        private=private,
        kept=caching.shared(answer, by_cookie=not (session and session.headers)),
    )
