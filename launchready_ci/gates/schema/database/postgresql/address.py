"""Where is the server, and why can it not be reached? In words that show nothing of its address."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from launchready_ci.gate import CannotLook

if TYPE_CHECKING:
    import psycopg

Server = Mapping[str, Any]
"""What psycopg connects with; holds a password."""
DRIVER = re.compile(r"^(postgres(?:ql)?)\+\w+(?=://)")
"""SQLAlchemy names its driver there."""
FORM = "expected postgresql://host:5432/database, with user and password"
WAITS = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""A server that has gone is noticed."""
REASONS = {
    "password authentication failed": "the server does not take its user and password",
    "no password supplied": "the server wants a password",
    "no pg_hba.conf entry": "the server's pg_hba.conf does not let its user in from here",
    "not permitted to log in": "its user may not log in",
    "does not exist": "the server has no such database or user",
    "permission denied": "its user may not connect to its database",
    "too many": "all connections of the server are taken",
    "remaining connection slots": "all connections of the server are taken",
    "starting up": "the server is starting",
    "shutting down": "the server is shutting down",
    "refused": "nothing listens there",
    "timeout expired": "the server does not answer",
    "timed out": "the server does not answer",
    "resolve host": "there is no such host",
    "name or service": "there is no such host",
    "host name": "there is no such host",
    "certificate": "the certificates do not fit",
    "ssl": "the server and its address do not agree on TLS",
    "no such file": "there is no such socket",
    "definition of service": "PGSERVICE names a service that is defined nowhere",
}


def read(url: str) -> Server:
    """What a URL says; raises CannotLook."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {**WAITS, **conninfo_to_dict(DRIVER.sub(r"\1", url.strip()))}
    except (psycopg.Error, UnicodeError):
        raise CannotLook(f"no address of PostgreSQL, {FORM}") from None


def connect(server: Server) -> "psycopg.Connection[Any]":
    """A connection that commits each statement; raises CannotLook."""
    import psycopg

    more = {"client_encoding": "UTF8", "application_name": "launchready"}
    try:
        return psycopg.connect(**{**server, **more}, autocommit=True, prepare_threshold=None)
    except UnicodeError:  # of IDNA: an empty label, or one of more than 63 characters
        raise CannotLook(REASONS["resolve host"]) from None
    except psycopg.Error as error:
        said = str(error).lower()
        why = (reason for words, reason in REASONS.items() if words in said)
        raise CannotLook(next(why, "no connection can be made")) from None
