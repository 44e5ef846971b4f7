"""The paths that ``guardrails.roles`` names, asked by those who may and those who may not."""

from collections.abc import Iterator

from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.configuration import ANONYMOUS, Role
from launchready_ci.gates.guardrails.notfound import GONE
from launchready_ci.gates.guardrails.notfound.learning import learned_beside
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.gates.guardrails.roles.facts import Allowed, Asked, Ways
from launchready_ci.gates.guardrails.roles.paths import ways
from launchready_ci.gates.guardrails.roles.sight import described, same, sight
from launchready_ci.http import Answer

INSTEAD = {
    "absent": "what a page that does not exist gives: name the JSON that fills it",
    "login": "a login page",
    "elsewhere": "another page, to which it redirects",
}


def planned(run: Run) -> Iterator[Request]:
    for index, role in enumerate(run.config.roles):
        yield from _both(run, index, role)
        for who in role.denied:
            yield Request("/", run.place("roles", index), who=who)
        yield from _others(run, index, role.get, role.denied[-1:])


def collect(run: Run) -> Iterator[Item]:
    for index, role in enumerate(run.config.roles):
        yield from _role(run, index, role)


def _both(run: Run, index: int, role: Role) -> Iterator[Request]:
    for who in (*role.allowed, *role.denied):
        yield Request(role.get, run.place("roles", index), who=who, compared=True)


def _front(run: Run, index: int, who: str) -> Answer | None:
    """The homepage as this user sees it: what stands there too is nothing special."""
    if who == ANONYMOUS:
        return run.homepage
    return run.ask(Request("/", run.place("roles", index), who=who)).answer


def _others(run: Run, index: int, path: str, who: tuple[str, ...]) -> Iterator[Request]:
    for name in who:
        for way in ways(path):
            place = run.place("roles", index)
            yield Request(way.path, place, way.method, name, way.headers, note=way.note)


def _role(run: Run, index: int, role: Role) -> Iterator[Item]:
    came = list(run.ask_all(_both(run, index, role)))
    yield from learned_beside(run, came)
    allowed, denied = came[: len(role.allowed)], came[len(role.allowed) :]
    for one in allowed:
        yield from _allowed(run, one)
    page = next((one for one in allowed if sight(run, one) == "page"), None)
    for one in denied:
        # whom the app knows best of those: what lets anybody pass lets them pass
        is_last, seen = one is denied[-1], sight(run, one)
        yield from _asked(run, one, page, index)
        if is_last and seen not in ("page", None):
            yield from _tried(run, index, one, page)


def _allowed(run: Run, one: Came) -> Iterator[Item]:
    if one.answer is None:
        yield from one.unreadable
        return
    seen, request = sight(run, one), one.request
    status = f"status {one.answer.status}"
    if one.answer.status in GONE:
        got = f"{status}: is the path spelt right?"
    else:
        got = "" if seen == "page" else INSTEAD.get(seen or "", status)
    place = request.place
    yield Allowed(subject=request.subject, location=place, place=place, user=request.who, got=got)


def _asked(run: Run, one: Came, page: Came | None, index: int) -> Iterator[Item]:
    seen, answer, place = sight(run, one), one.answer, one.request.place
    if seen is None:
        told = f"status {answer.status}: an error of the app's" if answer else str(one.error)
        yield Unreadable(told, one.request.subject, place)
        return
    opened = answer if seen == "page" else None
    front = _front(run, index, one.request.who) if opened else None
    yield Asked(
        subject=one.request.subject,
        location=place,
        place=place,
        user=one.request.who,
        sight=seen,
        status=answer.status if answer else 0,
        proof=described(run, opened) if opened else "",
        same=same(opened, page.answer, front) if opened and page and page.answer else None,
        by=page.request.who if page else "",
    )


def _tried(run: Run, index: int, one: Came, page: Came | None) -> Iterator[Item]:
    request = one.request
    asked = list(_others(run, index, request.path, (request.who,)))
    answers = list(run.ask_all(asked))
    for came in answers:
        if not came.is_closed:
            yield from came.unreadable
    opened = [
        _name(came.request)
        for came in answers
        if came.answer and _opens(run, index, came, came.answer, page)
    ]
    yield Ways(
        subject=request.subject,
        location=request.place,
        place=request.place,
        user=request.who,
        tried=len(asked),
        open=tuple(opened),
    )


def _opens(run: Run, index: int, came: Came, answer: Answer, page: Came | None) -> bool:
    """Whether what is refused came all the same, and not the homepage or an empty answer."""
    if sight(run, came) != "page" or not answer.body:
        return False
    front = _front(run, index, came.request.who)
    if page and page.answer:
        return same(answer, page.answer, front) is True
    # nobody shows what the page looks like: then it is anything but the homepage
    return came.request.method == "GET" and not (front and same(answer, front, None))


def _name(request: Request) -> str:
    header = f" with {request.note}" if request.note else ""
    return f"{request.method} {request.path}{header}"
