"""Is the new release the one that answers, and does what matters work for a real user?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from launchready_ci.config import App
from launchready_ci.gate import CannotLook, Context, Facts, Gate, NotLookedAt, Unreadable
from launchready_ci.gates.smoke.config import Smoke, validate
from launchready_ci.gates.smoke.rules import RULES, unreachable

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from launchready_ci.gates.smoke.asking import Item, Run

THREADS = 16


def collect(config: Smoke, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Wait for the release, then look at everything at once."""
    from launchready_ci import users
    from launchready_ci.gates.smoke import openapi, ready
    from launchready_ci.gates.smoke.asking import Run
    from launchready_ci.gates.smoke.facts import Readiness
    from launchready_ci.http import Client
    from launchready_ci.sessions import Sessions

    app = context.configuration.section("app", App, context.environ)
    url = config.url or app.url
    if not url:
        raise CannotLook("no URL of the app: give --url, or app: {url: ...} in launchready.yaml")
    known = users.load(context.configuration, context.environ)
    with Client(url, environ=context.environ) as client, _threads() as (tasks, pool):
        sessions = Sessions(client, known, context.environ)
        run = Run(config, context, client, sessions, tasks, pool, openapi.Documents())
        is_ready = False
        for item in ready.wait(run, app.version):
            is_ready |= isinstance(item, Readiness) and item.ready
            yield item
        if is_ready:
            yield from _looked_at(run)
        else:
            yield NotLookedAt(Facts, "the app did not become ready", failing=True)


@contextmanager
def _threads() -> "Iterator[tuple[ThreadPoolExecutor, ThreadPoolExecutor]]":
    """For tasks and for requests; a signal leaves behind what is still under way."""
    from concurrent.futures import ThreadPoolExecutor

    both = ThreadPoolExecutor(THREADS), ThreadPoolExecutor(THREADS)
    patient = True
    try:
        yield both
    except (KeyboardInterrupt, GeneratorExit):
        patient = False
        raise
    finally:
        for pool in both:
            pool.shutdown(wait=patient, cancel_futures=True)


def _looked_at(run: "Run") -> "Iterator[Item]":
    from launchready_ci.gates.smoke import discover, logins, steps, unknown

    signing_in = logins.submit(run)
    other = [run.tasks.submit(unknown.page, run)]
    if run.config.steps:
        yield from steps.results(steps.submit(run, run.config.steps))
    else:
        yield from discover.everything(run)
    for future in (*signing_in, *other):
        yield from future.result()


GATE = Gate("smoke", ("post-deploy",), Smoke, collect, RULES, unreachable, validate)
