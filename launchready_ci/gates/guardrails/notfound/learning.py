"""Ask for names that do not exist."""

from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Came, Request, Run
from launchready_ci.gates.guardrails.notfound import GONE, names


def learned(run: Run, paths: Iterable[str]) -> Iterator[Unreadable]:
    """Two names for each folder and extension of these paths that nobody has asked for yet."""
    unknown = [path for path in paths if not run.missing.knows(path)]
    asked = [Request(path, run.place()) for path in names(unknown, run.word)]
    for came in run.ask_all(asked):
        if came.answer:
            run.missing.add(came.request.path, came.answer)
        elif not came.hung_up:
            yield from came.unreadable


def learned_beside(run: Run, came: Sequence[Came]) -> Iterator[Unreadable]:
    """Beside what has been answered: whatever says 404 itself is not held against anything."""
    there = [one.request.path for one in came if one.answer and one.answer.status not in GONE]
    yield from learned(run, there)
