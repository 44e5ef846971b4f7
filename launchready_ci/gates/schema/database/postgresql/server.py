"""A throwaway database of PostgreSQL, on the server that is named or on one that is started."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec

from launchready_ci.credentials import Secret
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.database.postgresql import address, embedded, programs
from launchready_ci.gates.schema.database.postgresql.address import Server
from launchready_ci.gates.schema.database.postgresql.database import made
from launchready_ci.gates.schema.database.postgresql.engine import Postgresql


@contextmanager
def throwaway_on(url: Secret | None, context: Context) -> Iterator[Postgresql]:
    """Make one, and remove it afterwards; raises CannotLook."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(_server(url, context))
            note = context.notes.append if url else _no_note
            database = stack.enter_context(made(server, note))
            engine = stack.enter_context(closing(Postgresql(database)))
        except CannotLook as error:
            where = f"the server of {url.name}" if url else "schema.database"
            raise CannotLook(f"{context.place('database', 'url')}: {where}: {error}") from None
        yield engine


def _no_note(_: str) -> None:
    """What is left on a server of ours goes with it."""


@contextmanager
def _server(url: Secret | None, context: Context) -> Iterator[Server]:
    if find_spec("psycopg") is None:
        raise CannotLook(programs.NEEDED)
    if url:
        yield address.read(url.read(context.environ).get_secret_value())
        return
    context.progress("schema: starting PostgreSQL")
    with embedded.server(programs.installed()) as server:
        yield server
