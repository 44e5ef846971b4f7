"""A throwaway database of the wanted engine."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

from launchready_ci.gate import Context
from launchready_ci.gates.schema.database.configuration import Database
from launchready_ci.gates.schema.database.engine import Engine


@contextmanager
def throwaway(database: Database, context: Context) -> Iterator[Engine]:
    """Make one, and remove it afterwards; raises CannotLook."""
    if database.engine == "postgresql":
        from launchready_ci.gates.schema.database.postgresql.server import throwaway_on

        with throwaway_on(database.url, context) as engine:
            yield engine
        return
    from tempfile import TemporaryDirectory

    from launchready_ci.gates.schema.database.sqlite import Sqlite

    with (
        TemporaryDirectory(prefix="launchready-") as folder,
        closing(Sqlite(os.path.join(folder, "throwaway.db"))) as engine,
    ):
        yield engine
