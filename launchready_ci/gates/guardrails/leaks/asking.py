"""Ask for what must be refused: 404, 405, broken JSON, too much, and a type that nobody takes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.leaks.facts import Banners, ErrorAnswer, ErrorAnswers
from launchready_ci.gates.guardrails.request import Request
from launchready_ci.gates.smoke import leaks
from launchready_ci.http import Answer

LOGINS = ("/login", "/api/login")
"""Where apps take passwords, if launchready.yaml does not say."""
MOST_LOGINS = 3
LARGE = 1_500_000
"""Bytes: above the limits of nginx (1 MB), Express (100 KB) and PHP's uploads."""
BROKEN = b'{"launchready": '
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}
BANNER_HEADERS = (
    *("server", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator"),
    "via",
)
BANNER = re.compile(
    r"\b(?:nginx|openresty|apache(?:-coyote)?|php|werkzeug|python|gunicorn|uvicorn|waitress|express"
    r"|phusion passenger|tomcat|jetty|jboss|wildfly|iis|microsoft-iis|asp\.net|openssl|litespeed"
    r"|caddy|kestrel|puma|cowboy|simplehttp|basehttp|wsgiserver|cpython|drupal|wordpress|next\.js)"
    r"[ /]?v?\d+(?:\.\d+)+[\w.-]{0,12}",
    re.IGNORECASE,
)
IN_BODY = re.compile(
    r"<center>((?:nginx|openresty)/[\d.]+)</center>|<address>(Apache/[\d.]+)[^<]{0,99}</address>"
    r"|<h3>(Apache Tomcat/[\d.]+)</h3>",
    re.IGNORECASE,
)


class Wrong(NamedTuple):
    """A request that must be refused, and what is wrong with it."""

    subject: str
    request: Request


def wrong(run: Run) -> Iterator[Wrong]:
    """GETs, and POSTs to where logins go."""
    place, page = run.place(), f"/{run.word}"
    accept = {"Accept": "text/html"}
    yield Wrong("a page that does not exist", Request(page, place, headers=accept))
    api = Request(f"/api{page}", place, headers={"Accept": "application/json"})
    yield Wrong("an API route that does not exist", api)
    strange = Request("/?launchready=%FF%00%5B", place, note="bytes that are no text")
    yield Wrong("bytes that are no text in the query of GET /", strange)
    path = Request("/%FF%00", place, note="bytes that are no text")
    yield Wrong("bytes that are no text in the path", path)
    for login in _logins(run):
        yield from _posts(login, Request(login, place, "POST", follow=False))
        if login not in _forms(run):
            yield Wrong(f"GET {login}, which takes POST", Request(login, place))


def _posts(login: str, post: Request) -> Iterator[Wrong]:
    broken = post._replace(headers=JSON, content=BROKEN, note="broken JSON")
    yield Wrong(f"broken JSON to POST {login}", broken)
    kind = post._replace(headers=XML, content=b"<launchready/>", note="XML")
    yield Wrong(f"XML to POST {login}", kind)
    large = post._replace(headers=JSON, content=b" " * LARGE, note=f"{LARGE:,} bytes")
    yield Wrong(f"{LARGE:,} bytes to POST {login}", large)


def _logins(run: Run) -> list[str]:
    """Where users log in, as launchready.yaml says, else the usual places.

    Not where a rate limit is tried: broken attempts may count there.
    """
    limited = [limit.form or limit.post for limit in run.config.rate_limits]
    posts = [user.login.post for user in run.sessions.users.values() if user.login.post]
    usual = () if limited else LOGINS
    found = [path.partition("?")[0] for path in [*_forms(run), *posts] or usual]
    return [path for path in dict.fromkeys(found) if path not in limited][:MOST_LOGINS]


def _forms(run: Run) -> list[str]:
    logins = [user.login for user in run.sessions.users.values()]
    return list(dict.fromkeys(login.form.partition("?")[0] for login in logins if login.form))


def collect(run: Run) -> Iterator[Item]:
    """The facts of each answer, and the versions that all of them told."""
    asked = list(wrong(run))
    answers, seen = [run.homepage] if run.homepage else [], list[ErrorAnswer]()
    for (subject, request), came in zip(
        asked, run.ask_all(one.request for one in asked), strict=True
    ):
        if came.answer:
            answers.append(came.answer)
            seen.append(_seen(run, subject, came.answer))
        elif not came.is_closed:  # a server may do that to what is too large, or no text
            told = came.unreadable
            yield from (Unreadable(one.reason, subject, request.place) for one in told)
    place = run.place()
    yield ErrorAnswers(location=place, place=place, answers=tuple(seen))
    banners = {banner: where for answer in answers for banner, where in _banners(answer)}
    yield Banners(location=place, place=place, seen=banners)


def _seen(run: Run, wrong: str, answer: Answer) -> ErrorAnswer:
    key, traces = run.context.key, leaks.traces(answer.body)
    found = [*leaks.credentials(answer.body, key), *leaks.fields(answer, key)]
    return ErrorAnswer(
        wrong,
        answer.status,
        traces,
        run.sessions.mask(leaks.trace(answer.body)) if traces else "",
        leaks.debug_page(answer.body),
        tuple({one.key: one for one in found}.values()),
    )


def _banners(answer: Answer) -> Iterator[tuple[str, str]]:
    """Product with version, and where it stands."""
    for name in BANNER_HEADERS:
        for banner in BANNER.findall(answer.headers.get(name, "")[:300]):
            yield banner, f"the header {'-'.join(word.title() for word in name.split('-'))}"
    if version := answer.headers.get("x-aspnet-version", "")[:20]:
        yield f"ASP.NET {version}", "the header X-Aspnet-Version"
    for found in IN_BODY.findall(answer.text[:100_000]) if answer.status >= 400 else ():
        yield max(found), f"the page of status {answer.status}"
