"""Without steps: the pages and routes that most apps have."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from launchready_ci.conditions import Expect
from launchready_ci.gates.smoke import health, markup, openapi, pages, schemas
from launchready_ci.gates.smoke import steps as stepping
from launchready_ci.gates.smoke.asking import Item, Request, Run, ask
from launchready_ci.gates.smoke.config import Step
from launchready_ci.gates.smoke.facts import Done
from launchready_ci.gates.smoke.facts import Page as PageFacts
from launchready_ci.http import Answer
from launchready_ci.http.forms import Page

LOGINS = ("/login", "/signin", "/accounts/login/", "/users/sign_in", "/auth/login", "/admin/login/")
ROUTES = 5
"""Of an OpenAPI document, so many are asked."""


def everything(run: Run) -> Iterator[Item]:
    """The homepage with its assets, a login page, a health route, routes of an OpenAPI document."""
    healthy = run.tasks.submit(health.route, run)
    routes = run.tasks.submit(_routes, run)
    request = Request("GET /", run.place(), "/")
    came = ask(run, request)
    found: dict[str, list[Item] | None] = {"homepage": list(came.items)}
    if came.answer:
        homepage = [
            *pages.page(run, request, came.answer),
            *pages.builds(run, request, came.answer),
        ]
        found = {"homepage": [*came.items, *homepage], "login page": _login(run, came.answer)}
    found |= {"health route": healthy.result(), "OpenAPI document": routes.result()}
    for items in found.values():
        yield from items or ()
    run.context.notes.append(_note(found))


def _note(found: Mapping[str, list[Item] | None]) -> str:
    """What a pass means that nobody has configured."""
    looked = dict.fromkeys(name for items in found.values() for name in _names(items or ()))
    missing = [name for name, items in found.items() if items is None]
    lacking = f"; there is no {', no '.join(missing)}" if missing else ""
    return f"smoke: no steps in launchready.yaml, so it looked at {', '.join(looked)}{lacking}"


def _names(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, PageFacts):
            yield f"{item.subject} with {item.assets} assets" if item.assets else item.subject
        elif isinstance(item, Done):
            yield item.subject


def _login(run: Run, homepage: Answer) -> list[Item] | None:
    """The login page, by a link of the homepage or in the usual places."""
    if Page.of(homepage).asks_password:
        return []
    link = markup.read(homepage.url, homepage.text).link(markup.LOGIN)
    if link and run.client.allows(link):
        request = Request(f"GET {run.name(link)}", run.place(), link)
        came = ask(run, request)
        shown = pages.page(run, request, came.answer) if came.answer else ()
        return [*came.items, *shown]
    answers = run.pool.map(lambda path: health.get(run, path), LOGINS)
    for path, answer in zip(LOGINS, answers, strict=True):
        if answer and answer.status == 200 and Page.of(answer).asks_password:
            return list(pages.page(run, Request(f"GET {path}", run.place(), path), answer))
    return None


def _routes(run: Run) -> list[Item] | None:
    """Routes of the app's OpenAPI document that anybody may ask, without parameters."""
    document = run.documents.get(run)
    if document is None:
        return None
    own = urlsplit(run.client.url("/"))
    steps = []
    for operation in openapi.open_routes(document, own.netloc):
        if operation.path.startswith(own.path):
            codes = openapi.statuses(document, operation)
            named = {200, *(int(code) for code in codes if code.isdecimal())}
            status = {"one_of": sorted(named)} if len(named) > 1 else 200
            expect = Expect(status=status, openapi=schemas.available())
            steps.append(Step(get=f"/{operation.path.removeprefix(own.path)}", expect=expect))
    futures = [run.pool.submit(_route, run, step) for step in steps[:ROUTES]]
    return [item for future in futures for item in future.result()]


def _route(run: Run, step: Step) -> list[Item]:
    """What a route answers, if it is for everybody."""
    answer = health.get(run, step.path)
    if answer and (answer.status in (401, 403) or (answer.hops and Page.of(answer).asks_password)):
        return []
    return stepping.perform(run, -1, step, {}).items
