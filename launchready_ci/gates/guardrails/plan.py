"""Which requests will be made? And the first of them."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from launchready_ci.gate import Facts, NotLookedAt, Rule
from launchready_ci.gates.guardrails.asking import Item, Request, Run
from launchready_ci.gates.guardrails.notfound import names
from launchready_ci.gates.guardrails.notfound.learning import learned


class Part(Protocol):
    """One kind of what may be open: a package."""

    @property
    def RULES(self) -> tuple[Rule[Any], ...]: ...  # noqa: N802 - a constant of the package

    def planned(self, run: Run, /) -> Iterator[Request]:
        """Every request that it may make."""
        ...

    def collect(self, run: Run, /) -> Iterator[Item]:
        """Ask, and say what came."""
        ...


def planned(run: Run, parts: Sequence[Part]) -> list[Request]:
    """The homepage, the names that do not exist, and what each part may ask."""
    asked = [request for part in parts for request in part.planned(run)]
    return [*_first(run, asked), *asked]


def _first(run: Run, asked: Sequence[Request]) -> Iterator[Request]:
    yield Request("/", run.place(), note="the homepage")
    for path in names(["/", *(one.path for one in asked if one.compared)], run.word):
        yield Request(path, run.place(), note="what does not exist")


def told(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The plan as notes of the run."""
    listed = list(dict.fromkeys(map(str, planned)))
    run.context.notes += [f"guardrails would send {request}" for request in listed]
    run.context.count("planned requests", len(listed))
    yield NotLookedAt(Facts, "--dry-run: nothing was sent")


def begin(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The homepage, and what does not exist beside it; raises HttpError without a homepage."""
    came = run.ask(planned[0])
    if came.error:
        raise came.error
    run.homepage = came.answer
    yield from learned(run, ["/"])
