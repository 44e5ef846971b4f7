"""What belongs to one user: does another get it by its address?"""

from collections.abc import Iterator

from launchready_ci.calls import SLOT
from launchready_ci.conditions import search
from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.configuration import Thing
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.gates.guardrails.roles.facts import Owned
from launchready_ci.gates.guardrails.roles.sight import same, sight
from launchready_ci.http import Answer, NotJson
from launchready_ci.nodes import shown


def planned(run: Run) -> Iterator[Request]:
    for index, thing in enumerate(run.config.objects):
        if thing.list:
            yield _request(run, index, thing.list, thing.owner)
        for who in (thing.owner, *thing.denied):
            yield _request(run, index, thing.get, who)


def collect(run: Run) -> Iterator[Item]:
    for index, thing in enumerate(run.config.objects):
        path = _path(run, index, thing)
        if isinstance(path, Unreadable):
            yield path
            continue
        own = run.ask(_request(run, index, path, thing.owner))
        if own.answer is None or sight(run, own) != "page":
            came = f"status {own.answer.status}" if own.answer else str(own.error)
            told = f"{thing.owner}, who should have it, gets {came}"
            yield Unreadable(told, own.request.subject, own.request.place)
            continue
        for who in thing.denied:
            yield from _owned(run, run.ask(_request(run, index, path, who)), own.answer, thing)


def _request(run: Run, index: int, path: str, who: str) -> Request:
    return Request(path, run.place("objects", index), who=who)


def _path(run: Run, index: int, thing: Thing) -> str | Unreadable:
    """The address, with what stands in the list in its slots."""
    if not thing.list:
        return thing.get
    came = run.ask(_request(run, index, thing.list, thing.owner))
    place, subject = came.request.place, came.request.subject
    if came.answer is None:
        return Unreadable(str(came.error), subject, place)
    try:
        body = came.answer.json
    except NotJson as error:
        return Unreadable(str(error), subject, place)
    found = {name: search(path, body) for name, path in thing.capture.items()}
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            told = f"nothing to capture as {name} at {shown(thing.capture[name])}"
            return Unreadable(told, subject, place)
    return SLOT.sub(lambda slot: str(found[slot[1]]), thing.get)


def _owned(run: Run, came: Came, own: Answer, thing: Thing) -> Iterator[Item]:
    request, answer, seen = came.request, came.answer, sight(run, came)
    if seen is None:
        told = f"status {answer.status}: an error of the app's" if answer else str(came.error)
        yield Unreadable(told, request.subject, request.place)
        return
    yield Owned(
        subject=request.subject,
        location=request.place,
        place=request.place,
        user=request.who,
        owner=thing.owner,
        status=answer.status if answer else 0,
        same=bool(answer and seen == "page" and same(answer, own, None)),
    )
