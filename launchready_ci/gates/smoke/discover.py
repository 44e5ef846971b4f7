"""Without steps: the pages and routes that most apps have."""

from collections.abc import Iterator

from launchready_ci.conditions import Expect
from launchready_ci.gates.smoke import markup, pages, schemas
from launchready_ci.gates.smoke import steps as stepping
from launchready_ci.gates.smoke.asking import Item, Request, Run, ask
from launchready_ci.gates.smoke.config import Step
from launchready_ci.gates.smoke.facts import Done
from launchready_ci.http import Answer, HttpError
from launchready_ci.http.forms import Page

HEALTH = ("/healthz", "/health", "/api/health", "/api/healthz", "/readyz", "/livez", "/up")
LOGINS = ("/login", "/signin", "/accounts/login/", "/users/sign_in", "/auth/login", "/admin/login/")
HTML = ("text/html", "application/xhtml+xml")
ROUTES = 5
"""Of an OpenAPI document, so many are asked."""


def everything(run: Run) -> Iterator[Item]:
    """The homepage with its assets, a login page, a health route, routes of an OpenAPI document."""
    health = run.pool.submit(_health, run)
    routes = run.pool.submit(_routes, run)
    yield from _homepage(run)
    yield from health.result()
    for step in routes.result():
        answer = _get(run, step.path)
        if answer is None or answer.status not in (401, 403):
            yield from stepping.perform(run, -1, step, {}).items


def _homepage(run: Run) -> Iterator[Item]:
    place, subject = run.place(), "GET /"
    request = Request(subject, place, "/")
    came = ask(run, request)
    yield from came.items
    if came.answer is None:
        return
    yield from pages.page(run, request, came.answer)
    yield from pages.builds(run, request, came.answer)
    yield from _login_page(run, came.answer)


def _login_page(run: Run, homepage: Answer) -> Iterator[Item]:
    """The login page, by a link of the homepage or in the usual places."""
    if Page.of(homepage).asks_password:
        return
    link = markup.read(homepage.url, homepage.text).link(markup.LOGIN)
    place = run.place()
    if link and run.client.allows(link):
        subject = f"GET {link.partition('?')[0].removeprefix(run.client.url('/').rstrip('/'))}"
        request = Request(subject, place, link)
        came = ask(run, request)
        yield from came.items
        if came.answer:
            yield from pages.page(run, request, came.answer)
        return
    for path, answer in zip(LOGINS, run.pool.map(lambda p: _get(run, p), LOGINS), strict=True):
        if answer and answer.status == 200 and Page.of(answer).asks_password:
            yield from pages.page(run, Request(f"GET {path}", place, path), answer)
            return


def _health(run: Run) -> list[Item]:
    """The first health route that is there: what answers with a page is none."""
    place = run.place()
    for path, answer in zip(HEALTH, run.pool.map(lambda p: _get(run, p), HEALTH), strict=True):
        if answer is None or answer.status in (401, 403, 404, 405) or answer.media_type in HTML:
            continue
        told = () if answer.status < 400 else ((place, f"status {answer.status}, expected 200"),)
        subject = f"GET {path}"
        return [Done(subject=subject, location=place, failed=told, seconds=answer.seconds)]
    return []


def _get(run: Run, path: str) -> Answer | None:
    try:
        return run.client.request("GET", path)
    except HttpError:
        return None  # a place where nothing needs to be


def _routes(run: Run) -> list[Step]:
    """Routes of the app's OpenAPI document that anybody may ask, without parameters."""
    document = run.documents.get(run)
    if document is None:
        return []
    found = []
    for template, item in sorted(document["paths"].items()):
        spec = item.get("get") if isinstance(item, dict) else None
        if (
            not isinstance(spec, dict)
            or "{" in template
            or spec.get("security", document.get("security"))
        ):
            continue
        parameters = [*item.get("parameters", ()), *spec.get("parameters", ())]
        if any(p.get("required") or "$ref" in p for p in parameters):
            continue
        named = [int(code) for code in spec.get("responses", {}) if str(code).isdigit()]
        expect = Expect(status={"one_of": [*named, 200]}, openapi=schemas.available())
        found.append(Step(get=schemas.base_path(document) + template, expect=expect))
    return found[:ROUTES]
