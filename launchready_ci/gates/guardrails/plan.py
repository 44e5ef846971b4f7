"""Which requests will be made, and what does "not found" look like here?"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import NamedTuple

from launchready_ci.gate import Facts, NotLookedAt
from launchready_ci.gates.guardrails.asking import Item, Request, Run
from launchready_ci.gates.guardrails.notfound import names
from launchready_ci.gates.guardrails.notfound.learning import learned

NAMES = ("exposure", "leaks", "roles", "cors", "browsers", "app_log", "rate_limits")
"""Of the parts, in the order in which they ask: what may lock an account comes last."""


class Part(NamedTuple):
    """One kind of what may be open."""

    planned: Callable[[Run], Iterator[Request]]
    """Every request that it may make."""
    collect: Callable[[Run], Iterator[Item]]
    """Ask, and say what came."""


def parts() -> list[Part]:
    """The modules are loaded here, since most of them load what asks."""
    modules = [import_module(f"{__package__}.{name}") for name in NAMES]
    return [Part(module.planned, module.collect) for module in modules]


def planned(run: Run, parts: Sequence[Part]) -> list[Request]:
    """The homepage, the names that do not exist, and what each part may ask."""
    asked = [request for part in parts for request in part.planned(run)]
    return [*_first(run, asked), *asked]


def _first(run: Run, asked: Sequence[Request]) -> Iterator[Request]:
    yield Request("/", run.place(), note="the homepage")
    for path in names(_compared(asked), run.word):
        yield Request(path, run.place(), note="what does not exist")


def _compared(asked: Sequence[Request]) -> list[str]:
    return ["/", *(request.path for request in asked if request.compared)]


def told(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The plan as notes of the run."""
    listed = list(dict.fromkeys(map(str, planned)))
    run.context.notes += [f"guardrails would send {request}" for request in listed]
    run.context.count("planned requests", len(listed))
    yield NotLookedAt(Facts, "--dry-run: nothing was sent")


def learn(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The homepage, and what does not exist; raises HttpError where there is no homepage."""
    came = run.ask(planned[0])
    if came.error:
        raise came.error
    run.homepage = came.answer
    yield from learned(run, _compared(planned))
