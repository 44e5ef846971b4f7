"""Which cookie is the session? The one without which a user is signed out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.browsers.facts import SessionCookie
from launchready_ci.gates.guardrails.request import Request
from launchready_ci.http import Answer
from launchready_ci.http.errors import RedirectError
from launchready_ci.http.forms import Page
from launchready_ci.sessions import LoggedIn

MOST = 6
"""Cookies that are tried."""


@dataclass(frozen=True)
class Entered:
    """A user with cookies, and a page that only those see who have signed in."""

    user: str
    login: LoggedIn
    page: str


def requests(run: Run, one: Entered, whole: Answer) -> Iterator[tuple[str, Request]]:
    """By the name of the cookie that each leaves out of what gave the whole page."""
    cookies = one.login.session.cookies
    for name in list(cookies)[:MOST]:
        left = "; ".join(f"{n}={value}" for n, value in cookies.items() if n != name)
        headers = {"Cookie": left} if left else {}
        yield name, Request(one.page, run.place(), headers=headers, follow=bool(whole.hops))


def collect(run: Run, one: Entered) -> Iterator[Item]:
    """The session's cookies, with what their Set-Cookie said."""
    first = run.ask(Request(one.page, run.place(), who=one.user))
    yield from first.unreadable
    whole = first.answer
    if whole is None:
        return
    asked, set_ = list(requests(run, one, whole)), attributes(one.login.answers)
    came = run.ask_all([request for _, request in asked])
    place = run.context.configuration.place("users", one.user, "login")
    for (name, _), got in zip(asked, came, strict=True):
        led_away = isinstance(got.error, RedirectError)  # to a login at another host
        if not led_away:
            yield from got.unreadable
        if not (led_away or (got.answer and is_out(got.answer, whole))):
            continue
        if name not in set_:
            continue  # launchready.yaml gave it
        origin = run.client.origin
        yield SessionCookie(
            subject=one.user,
            location=place,
            place=place,
            https=origin.scheme == "https",
            loopback=origin.is_loopback,
            name=name,
            attributes=set_[name],
        )


def is_out(answer: Answer, whole: Answer) -> bool:
    """Whether the page came with all cookies, and without this one did not."""
    if whole.status >= 400 or Page.of(whole).asks_password:
        return False
    moved = (answer.status, answer.url) != (whole.status, whole.url)
    return moved or Page.of(answer).asks_password


def attributes(answers: tuple[Answer, ...]) -> dict[str, Mapping[str, str]]:
    """Cookie → attributes, as it was set last on the way."""
    found = dict[str, Mapping[str, str]]()
    for answer in answers:
        for headers in (*(hop.headers for hop in answer.hops), answer.headers):
            for text in headers.all("set-cookie"):
                pair, *rest = text.split(";")
                parts = (part.strip().partition("=") for part in rest)
                found[pair.partition("=")[0].strip()] = {n.lower(): v for n, _, v in parts}
    return found
