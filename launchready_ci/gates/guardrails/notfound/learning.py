"""Ask for names that do not exist."""

from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Run
from launchready_ci.gates.guardrails.notfound import GONE, names
from launchready_ci.gates.guardrails.request import Came, Request


def learned(run: Run, paths: Iterable[str]) -> Iterator[Unreadable]:
    """Two names for each folder and extension of these paths that nobody has asked for yet.

    One right after the other: of a server whose answers take turns, they see both.
    """
    unknown = [path for path in paths if not run.missing.knows(path)]
    for name in names(unknown, run.word):
        came = run.ask(Request(name, run.place()))
        if came.answer:
            run.missing.add(came.request.path, came.answer)
        elif not came.is_closed:
            yield from came.unreadable


def learned_beside(run: Run, came: Sequence[Came]) -> Iterator[Unreadable]:
    """Beside what has been answered: whatever says 404 itself is not held against anything."""
    there = [one.request.path for one in came if one.answer and one.answer.status not in GONE]
    yield from learned(run, there)
