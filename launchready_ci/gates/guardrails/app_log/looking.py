"""Random texts, sent where secrets are sent, and looked for in the app's log."""

import os
import time
from collections.abc import Iterator, Mapping
from typing import get_args

from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.gates.guardrails.app_log.facts import Logged, Seen, Sent
from launchready_ci.gates.guardrails.app_log.reading import gained, sizes
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.configuration import Logs, RateLimit
from launchready_ci.gates.guardrails.pace import Ended
from launchready_ci.gates.guardrails.rate_limits.door import Door
from launchready_ci.gates.guardrails.request import Request

PATIENCE = 3.0
"""Seconds until what was asked must stand in the log."""
LINGERS = 0.2
"""Seconds between the last request's line and those of the others."""


def planned(run: Run) -> Iterator[Request]:
    if not run.config.logs:
        return
    if form := _form(run):
        yield Request(form, run.place("logs"), note="the form")
        yield Request(form, run.place("logs"), "POST", note="a canary as password, of nobody")
    yield _marked(run, {"header": "…", "query": "…"})


def collect(run: Run) -> Iterator[Item]:
    if not run.config.logs:
        return
    try:
        yield _logged(run, run.config.logs)
    except Ended:
        raise
    except CannotLook as error:
        yield Unreadable(str(error), "the app's log", run.place("logs"))


def _logged(run: Run, logs: Logs) -> Logged:
    import secrets

    canaries: dict[Sent, str] = {sent: secrets.token_hex(12) for sent in get_args(Sent)}
    before, place, form = sizes(run.context.root, logs.files), run.place("logs"), _form(run)
    if form:
        door = Door(run, RateLimit(form=form), f"{run.word}-log")
        door.attempt(door.session(), canaries["password"])
    marked = run.ask(_marked(run, canaries))
    if marked.error:
        raise marked.error
    found = _after(before, f"{run.word}-log".encode())
    return Logged(
        subject="the app's log",
        location=place,
        place=place,
        seen=tuple(_seen(run, found, canaries)),
        unsent=() if form else ("password",),
    )


def _form(run: Run) -> str:
    """The page of a login."""
    of_users = [user.login.form for user in run.sessions.users.values()]
    return next(filter(None, [*(one.form for one in run.config.rate_limits), *of_users]), "")


def _marked(run: Run, canaries: Mapping[Sent, str]) -> Request:
    """A path that nobody else asks for, so that the log shows that it is this app's."""
    canary = canaries["header"]
    headers = {"Authorization": f"Bearer {canary}", "X-Api-Key": canary}
    headers["Cookie"] = f"launchready={canary}"
    path = f"/{run.word}-log?token={canaries['query']}"
    return Request(path, run.place("logs"), headers=headers, note="canaries in headers and query")


def _after(before: dict[str, int], mark: bytes) -> dict[str, bytes]:
    """What the files gained, once the marked request is there; raises CannotLook."""
    end = time.monotonic() + PATIENCE
    while not any(mark in text for text in gained(before).values()):
        if time.monotonic() > end:
            names = ", ".join(sorted(map(os.path.basename, before)))
            told = "does not show the requests of this gate: is it the log of this app?"
            raise CannotLook(f"{names} {told}")
        time.sleep(0.05)
    time.sleep(LINGERS)
    return gained(before)


def _seen(run: Run, found: Mapping[str, bytes], canaries: Mapping[Sent, str]) -> Iterator[Seen]:
    for path, text in found.items():
        below = os.path.relpath(path, run.context.root)
        name = path if below.startswith(os.pardir) else below
        for sent, canary in canaries.items():
            line = next((line for line in text.splitlines() if canary.encode() in line), b"")
            if line:
                before = line.partition(canary.encode())[0].decode(errors="replace")[-30:]
                yield Seen(sent, name, run.sessions.mask(before))
