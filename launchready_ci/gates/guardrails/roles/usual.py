"""The paths under which admins usually work, for those who need not have them."""

from collections.abc import Iterator

from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.configuration import ANONYMOUS
from launchready_ci.gates.guardrails.notfound.learning import learned_beside
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.gates.guardrails.roles.facts import Found
from launchready_ci.gates.guardrails.roles.paths import WELL_KNOWN
from launchready_ci.gates.guardrails.roles.sight import proof, sight


def planned(run: Run) -> Iterator[Request]:
    for who in (ANONYMOUS, *_low(run)):
        yield from (_request(run, path, who) for path in _unnamed(run))


def collect(run: Run) -> Iterator[Item]:
    """Those who are signed in ask only for what is there, and refused to others."""
    there = list[str]()
    answers = list(run.ask_all([_request(run, path, ANONYMOUS) for path in _unnamed(run)]))
    yield from learned_beside(run, answers)
    for came in answers:
        yield from _found(run, came)
        if sight(run, came) in ("refused", "login", "elsewhere"):
            there.append(came.request.path)
    for who in _low(run):
        for came in run.ask_all([_request(run, path, who) for path in there]):
            yield from _found(run, came)


def _request(run: Run, path: str, who: str) -> Request:
    return Request(path, run.place(), who=who, compared=True)


def _unnamed(run: Run) -> list[str]:
    named = {role.get.rstrip("/") for role in run.config.roles}
    return [path for path in WELL_KNOWN if path.rstrip("/") not in named]


def _low(run: Run) -> list[str]:
    """The users who are denied something, and allowed nothing."""
    allowed = {who for role in run.config.roles for who in role.allowed}
    denied = dict.fromkeys(who for role in run.config.roles for who in role.denied)
    return [who for who in denied if who not in (*allowed, ANONYMOUS)]


def _found(run: Run, came: Came) -> Iterator[Item]:
    if came.answer is None and not came.is_closed:
        yield from came.unreadable
        return
    opened = came.answer if sight(run, came) == "page" else None
    place = came.request.place
    yield Found(
        subject=came.request.subject,
        location=place,
        place=place,
        user=came.request.who,
        answers=bool(opened),
        proof=proof(run, came.request.path, opened) if opened else "",
    )
