"""A database of our own on a server, with an owner of its own; both go again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.postgresql.address import WAITS, Server, connect

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

OLDEST = 130_000
LACKS = "its user lacks CREATEDB or CREATEROLE: the throwaway database has an owner of its own"
RIGHTS = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
PREPARED = "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()"


class Throwaway:
    """How to connect to it; its owner has no rights outside of it."""

    def __init__(self, server: Server) -> None:
        import secrets

        self.name = f"launchready_{secrets.token_hex(8)}"
        self.admin = connect(server)
        self._server, self._password = server, secrets.token_urlsafe()
        self._begun = False

    @property
    def url(self) -> str:
        """The address of its owner, as libpq and SQLAlchemy read it."""
        from urllib.parse import urlencode

        mine = ("dbname", "user", "password", *WAITS)
        others = {key: said for key, said in self._server.items() if said and key not in mine}
        more = urlencode(others)
        return f"postgresql://{self.name}:{self._password}@/{self.name}?{more}"

    def connect(self) -> "Connection":
        """As its owner; raises CannotLook where the server does not let that in."""
        more = {"dbname": self.name, "user": self.name, "password": self._password}
        try:
            return connect({**self._server, **more})
        except CannotLook as error:
            told = "the role that was made for the throwaway database cannot log in"
            raise CannotLook(f"{told}: {error}") from None

    def make(self) -> None:
        """Make the role and the database; raises CannotLook."""
        import psycopg

        if self.admin.info.server_version < OLDEST:
            raise CannotLook("the server is older than PostgreSQL 13")
        try:
            is_super, *may = self.admin.execute(RIGHTS).fetchone() or (False, False)
            if not (is_super or all(may)):
                raise CannotLook(LACKS)
            self._begun = True
            name, password = self.name, self._password.encode()
            hashed = self.admin.pgconn.encrypt_password(password, name.encode(), b"scram-sha-256")
            _run(self.admin, f"CREATE ROLE {name} LOGIN PASSWORD '{hashed.decode()}'")
            if is_super:
                _run(self.admin, f"ALTER ROLE {name} SET temp_file_limit = '256MB'")
            else:
                _run(self.admin, f"GRANT {name} TO CURRENT_USER")
            _run(self.admin, f"CREATE DATABASE {name} OWNER {name} TEMPLATE template0")
        except psycopg.Error as error:
            told = f"the throwaway database cannot be made: {_told(error)}"
            raise CannotLook(told) from None

    def drop(self) -> str:
        """Drop both; gives why they could not be, and nothing where they are gone."""
        import psycopg

        if not self._begun:
            return ""
        try:
            with connect(self._server) as admin:
                try:
                    _run(admin, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
                except psycopg.Error:  # a superuser is connected, or a migration is in the way
                    _run(admin, f"ALTER DATABASE {self.name} IS_TEMPLATE false")
                    self._roll_back()
                    _run(admin, f"DROP DATABASE IF EXISTS {self.name}")
                _run(admin, f"DROP ROLE IF EXISTS {self.name}")
        except CannotLook as error:
            return str(error)
        except psycopg.Error as error:
            return _told(error)
        return ""

    def _roll_back(self) -> None:
        from psycopg import sql

        with self.connect() as owner:
            for (gid,) in owner.execute(PREPARED).fetchall():
                owner.execute(sql.SQL("ROLLBACK PREPARED {}").format(gid))


@contextmanager
def made(server: Server, note: Callable[[str], None]) -> Iterator[Throwaway]:
    """Make one, and drop it afterwards; raises CannotLook.

    ``note`` is told where that fails, as nobody else would find out.
    """
    database, left = Throwaway(server), ""
    try:
        database.make()
        yield database
    finally:
        database.admin.close()
        try:
            left = database.drop()
        except KeyboardInterrupt:  # there is but one
            left = database.drop()
            raise
        finally:
            if left:
                name = database.name
                note(f"schema: DROP DATABASE {name} and DROP ROLE {name} are left to you: {left}")


def _run(connection: "Connection", sql: str) -> None:
    connection.execute(sql.encode())


def _told(error: "psycopg.Error") -> str:
    return error.diag.message_primary or "the connection was lost"
