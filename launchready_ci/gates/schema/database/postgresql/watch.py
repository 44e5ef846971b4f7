"""Ends a statement that takes too long, or that fills the disk; SQL can switch time-outs off."""

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

SECONDS = 10.0
"""That one statement may take."""
GRACE = 2.0
"""Seconds until one that was cancelled, and goes on, is ended with its connection."""
TICK = 0.1
"""Seconds between two looks at the clock and the size."""
LARGEST = 1 << 30
"""Bytes of the database."""


class Watch:
    """Over whatever runs on ``connection`` while it is open; ``admin`` may end that."""

    def __init__(self, connection: "Connection", admin: "Connection") -> None:
        from threading import Event, Thread

        self.reason = ""
        """Why it was ended."""
        self.lost = False
        """The server is gone, or nobody can watch over it any more."""
        self._connection = connection
        self._pid, self._name = connection.info.backend_pid, connection.info.dbname
        self._admin = admin
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        from psycopg import Error

        began = time.monotonic()
        try:
            while not (self.reason or self._over.wait(TICK)):
                self.reason = self._trouble(time.monotonic() - began)
            if self.reason:
                self._admin.execute("SELECT pg_cancel_backend(%s)", [self._pid])
                while not self._over.wait(GRACE):
                    self._admin.execute("SELECT pg_terminate_backend(%s)", [self._pid])
        except Error:
            self.lost = True
            with suppress(Error):
                self._connection.cancel()

    def _trouble(self, seconds: float) -> str:
        if seconds > SECONDS:
            return f"it took longer than {SECONDS:g} s"
        return too_large(self._admin, self._name)


def too_large(admin: "Connection", name: str) -> str:
    """What is said of that database, if it is."""
    asked = admin.execute("SELECT pg_database_size(%s)", [name]).fetchone()
    return f"the database grew above {LARGEST >> 20} MiB" if asked and asked[0] > LARGEST else ""
