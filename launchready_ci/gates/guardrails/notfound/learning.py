"""Ask for names that do not exist."""

from collections.abc import Iterable, Iterator

from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Request, Run
from launchready_ci.gates.guardrails.notfound import names


def learned(run: Run, paths: Iterable[str]) -> Iterator[Unreadable]:
    """Two names for each folder and extension of these paths that nobody has asked for yet."""
    unknown = [path for path in paths if not run.missing.knows(path)]
    asked = [Request(path, run.place()) for path in names(unknown, run.word)]
    for came in run.ask_all(asked):
        if came.answer:
            run.missing.add(came.request.path, came.answer)
        elif not came.hung_up:
            yield from came.unreadable
