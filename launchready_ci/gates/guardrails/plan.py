"""Which requests will be made, and what does "not found" look like here?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import NamedTuple

from launchready_ci.gate import Facts, NotLookedAt
from launchready_ci.gates.guardrails.asking import Item, Request, Run
from launchready_ci.gates.guardrails.notfound import Kind, Look, NotFound, look, names

NAMES: tuple[str, ...] = ()
"""Of the parts, in the order in which they ask: what may lock an account comes last, and then what
reads the log of all that."""


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
    compared = [request.path for request in asked if request.compared]
    for _, path in names(compared, run.word):
        yield Request(path, run.place(), note="what does not exist")


def told(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """The plan as notes of the run."""
    listed = list(dict.fromkeys(map(str, planned)))
    run.context.notes += [f"guardrails would send {request}" for request in listed]
    run.context.count("requests that would be sent", len(listed))
    yield NotLookedAt(Facts, "--dry-run: nothing was sent")


def learn(run: Run, planned: Sequence[Request]) -> Iterator[Item]:
    """Ask for what does not exist; raises HttpError where even the homepage is not answered."""
    homepage, *_ = planned
    came = run.ask(homepage)
    if came.error:
        raise came.error
    yield Facts(subject=homepage.subject, location=homepage.place)
    compared = [request.path for request in planned if request.compared]
    kinds = list(names(compared, run.word))
    asked = [Request(path, homepage.place) for _, path in kinds]
    known: dict[Kind, list[Look]] = defaultdict(list)
    for (kind, path), came in zip(kinds, run.ask_all(asked), strict=True):
        if came.answer:
            known[kind].append(look(path, came.answer))
        elif not came.hung_up:
            yield from came.unreadable
    run.missing = NotFound({kind: tuple(looks) for kind, looks in known.items()})
