"""Each door of the section, tried as somebody who does not exist."""

from collections.abc import Iterator

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.configuration import MOST_ATTEMPTS
from launchready_ci.gates.guardrails.pace import Ended
from launchready_ci.gates.guardrails.rate_limits.attempts import Attempts
from launchready_ci.gates.guardrails.rate_limits.door import Door
from launchready_ci.gates.guardrails.rate_limits.facts import Tried
from launchready_ci.gates.guardrails.request import Request


def planned(run: Run) -> Iterator[Request]:
    for index, limit in enumerate(run.config.rate_limits):
        place, path = run.place("rate_limits", index), limit.form or limit.post
        for number in range(1, MOST_ATTEMPTS + 1):
            if limit.form:
                yield Request(path, place, note=f"the form, where attempt {number} needs it")
            yield Request(path, place, "POST", note=f"attempt {number}, of nobody")
        yield Request("/", place, note="is that closed as well?")


def collect(run: Run) -> Iterator[Item]:
    for index, limit in enumerate(run.config.rate_limits):
        place, door = run.place("rate_limits", index), Door(run, limit, f"{run.word}-{index}")
        try:
            yield _tried(Attempts(door), place)
        except Ended:
            raise
        except CannotLook as error:
            yield Unreadable(str(error), f"POST {door.path}", place)


def _tried(attempts: Attempts, place: Location) -> Tried:
    attempts.until_locked()
    sent, first, last = attempts.sent, attempts.first, attempts.last
    return Tried(
        subject=f"POST {attempts.door.path}",
        location=place,
        place=place,
        attempts=sent,
        answered=f"status {first.status}" if first else "",
        locked=attempts.locked,
        everywhere=attempts.is_everywhere(),
        waits=bool(last and "retry-after" in last.headers),
        # locked at once: by earlier attempts, and what a wrong one gives is not known
        reset=tuple(attempts.reset()) if attempts.locked and sent > 1 else (),
    )
