"""A run of the gate, ready to ask: the app's client, its users, threads and limits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from launchready_ci import users
from launchready_ci.config import App
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.guardrails.asking import Run
from launchready_ci.gates.guardrails.configuration import Guardrails
from launchready_ci.gates.guardrails.notfound import NotFound
from launchready_ci.gates.guardrails.pace import Pace
from launchready_ci.http import Client
from launchready_ci.http.urls import origin, parse
from launchready_ci.sessions import Sessions

THREADS = 8
FAR_THREADS = 2
"""For a host that is not this machine: they wait for their turn within a request's time."""


@contextmanager
def started(config: Guardrails, context: Context) -> Iterator[Run]:
    """Raises CannotLook without a URL; a signal leaves behind what is still under way."""
    import secrets

    app = context.configuration.section("app", App, context.environ)
    url = config.url or app.url
    if not url:
        raise CannotLook("no URL of the app: give --url, or app: {url: ...} in launchready.yaml")
    known = users.load(context.configuration, context.environ)
    near = origin(parse(url)).is_loopback
    pace = Pace(config.requests, config.deadline, loopback=near)
    pool = ThreadPoolExecutor(THREADS if near else FAR_THREADS)
    patient = True
    with Client(url, environ=context.environ, before=pace) as client:
        try:
            yield Run(
                config=config,
                context=context,
                client=client,
                sessions=Sessions(client, known, context.environ),
                pool=pool,
                pace=pace,
                word=f"launchready-{secrets.token_hex(5)}",
                missing=NotFound(),
            )
        except (KeyboardInterrupt, GeneratorExit):
            patient = False
            raise
        finally:  # before the client is closed: a thread that still asks would open it again
            pool.shutdown(wait=patient, cancel_futures=True)
