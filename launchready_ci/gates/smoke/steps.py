"""The steps of the configuration: at once, where none needs what another captures."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from typing import NamedTuple
from urllib.parse import quote

from launchready_ci.calls import SLOT
from launchready_ci.conditions import Failed, failures, search
from launchready_ci.credentials import Secret
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.gates.smoke import pages, schemas
from launchready_ci.gates.smoke.asking import Item, Request, Run, ask
from launchready_ci.gates.smoke.config import Step
from launchready_ci.gates.smoke.facts import Done
from launchready_ci.http import Answer, HttpError, NotJson, Session
from launchready_ci.nodes import shown
from launchready_ci.operators import ABSENT, display
from launchready_ci.sessions import LoginFailed

MARGIN = 10.0
"""Seconds that a slow answer may take beyond what is expected: then it can be told how slow."""
Captured = Mapping[str, object]


class Outcome(NamedTuple):
    """What a step gave: facts, and what it captured, if it could."""

    items: list[Item]
    captured: Captured | None = None


def submit(run: Run, steps: tuple[Step, ...]) -> list[Future[Outcome]]:
    """Start every step; one that needs another waits for it, which stands before it."""
    providers: dict[str, Future[Outcome]] = {}
    futures = []
    for index, step in enumerate(steps):
        needed = {name: providers[name] for name in sorted(step.needs)}
        future = run.tasks.submit(perform, run, index, step, needed)
        providers |= dict.fromkeys(step.capture, future)
        futures.append(future)
    return futures


def perform(run: Run, index: int, step: Step, needed: Mapping[str, "Future[Outcome]"]) -> Outcome:
    """Ask, and hold the answer against what is expected."""
    place = run.place("steps", index)
    values: dict[str, object] = {}
    for name, future in needed.items():
        captured = future.result().captured
        if captured is None:
            told = f"needs {name}, which an earlier step did not get"
            return Outcome([_done(step, place, skipped=told)])
        values[name] = captured[name]
    try:
        session = run.sessions.session(step.as_) if step.as_ else None
    except CannotLook as error:
        return Outcome([_without(run, index, step, error)])
    try:
        request = _request(run, step, place, values, session)
    except CannotLook as error:
        return Outcome([Unreadable(str(error), step.subject, place)])
    came = ask(run, request)
    if came.answer is None:
        return Outcome(list(came.items))
    outcome = _judged(run, index, step, request, came.answer)
    return outcome._replace(items=[*came.items, *outcome.items])


def _without(run: Run, index: int, step: Step, error: CannotLook) -> Item:
    """A step whose user is not signed in: why is told with the user."""
    place = run.place("steps", index)
    if isinstance(error, LoginFailed):
        refused = (run.place("steps", index, "as"), f"{step.as_} could not log in")
        return _done(step, place, failed=(refused,))
    if isinstance(error, HttpError):
        return Unreadable(str(error), step.subject, place)
    return _done(step, place, skipped=f"{step.as_} has no credentials to log in with")


def _judged(run: Run, index: int, step: Step, request: Request, answer: Answer) -> Outcome:
    place, items = request.place, list[Item]()
    try:
        failed = list(failures(step.expect, answer, run.sessions.mask))
        if not _wrong_status(failed):  # an error page fits no schema
            failed += schemas.failures(run, step, answer)
    except CannotLook as error:
        return Outcome([*items, Unreadable(str(error), step.subject, place)])
    told = [(run.place("steps", index, "expect", *f.keys), f.message) for f in failed]
    captured, missing = _captured(run, step, answer)
    told += [(run.place("steps", index, "capture", f.keys[0]), f.message) for f in missing]
    body = begins(run, answer) if failed else ""
    items.append(_done(step, place, failed=tuple(told), body=body, seconds=answer.seconds))
    if step.assets and not _wrong_status(failed):
        items += pages.page(run, request, answer, as_expected=step.expect.status is not None)
        items += pages.builds(run, request, answer)
    return Outcome(items, None if failed or missing else captured)


def _wrong_status(failed: list[Failed]) -> bool:
    return any(one.keys == ("status",) for one in failed)


def begins(run: Run, answer: Answer) -> str:
    """The first lines of a body, without tags and without what looks like a credential."""
    text = answer.text[:20_000]
    if answer.media_type == "text/html":
        text = re.sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>", " ", text)
    lines = [" ".join(line.split()) for line in run.sessions.mask(text).splitlines()]
    first = [shown(line) for line in lines if line][:3]
    return " / ".join(first)


def _done(  # noqa: PLR0913 - as the facts
    step: Step,
    place: Location,
    *,
    failed: tuple[tuple[Location, str], ...] = (),
    body: str = "",
    skipped: str = "",
    seconds: float = 0.0,
) -> Done:
    return Done(
        subject=step.subject,
        location=place,
        failed=failed,
        body=body,
        skipped=skipped,
        seconds=seconds,
    )


def _captured(run: Run, step: Step, answer: Answer) -> tuple[Captured, list[Failed]]:
    captured: dict[str, object] = {}
    missing = []
    for name, path in step.capture.items():
        try:
            found = search(path, answer.json)
        except NotJson:
            found = ABSENT
        if isinstance(found, (str, int, float)):
            captured[name] = found
        else:
            came = display(found, run.sessions.mask)
            told = (
                f"nothing to capture as {name}: {shown(path)} is {came}, expected text or a number"
            )
            missing.append(Failed((name,), told))
    return captured, missing


def _request(
    run: Run, step: Step, place: Location, values: Captured, session: Session | None
) -> Request:
    """The request with everything filled in; raises CannotLook for a missing credential."""
    reveal = run.sessions.reveal
    form = [(name, str(_filled(reveal(text), values))) for name, text in step.form.items()]
    return Request(
        subject=step.subject,
        place=place,
        path=SLOT.sub(lambda found: quote(str(values[found[1]]), safe=""), step.path),
        method=step.method,
        session=session,
        by_cookie=not (session and session.headers),
        headers={n: str(_filled(reveal(text), values)) for n, text in step.headers.items()},
        json=_filled(_revealed(run, step.body), values),
        form=form or None,
        follow=step.expect.follows,
        time=max(MARGIN, (step.expect.time or 0) + MARGIN),
        secret=bool(step.capture),
    )


def _revealed(run: Run, body: object) -> object:
    if isinstance(body, Secret):
        return run.sessions.reveal(body)
    if isinstance(body, Mapping):
        return {key: _revealed(run, value) for key, value in body.items()}
    return [_revealed(run, item) for item in body] if isinstance(body, list) else body


def _filled(value: object, values: Captured) -> object:
    """``{{id}}`` replaced; where it is the whole text, a number stays one."""
    if isinstance(value, str):
        whole = SLOT.fullmatch(value)
        return values[whole[1]] if whole else SLOT.sub(lambda f: str(values[f[1]]), value)
    if isinstance(value, Mapping):
        return {key: _filled(item, values) for key, item in value.items()}
    return [_filled(item, values) for item in value] if isinstance(value, list) else value


def results(futures: "list[Future[Outcome]]") -> Iterator[Item]:
    """The facts of every step, in their order."""
    for future in futures:
        yield from future.result().items
