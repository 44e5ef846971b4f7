"""Lets the project reach the throwaway database, and no other."""

import os
import sys
from typing import Any, Iterator, List, Optional, Tuple
from urllib.parse import parse_qsl, unquote, urlsplit

REFUSED: List[str] = []
"""Files that a statement wanted to open."""


class Elsewhere(ConnectionRefusedError):
    """The project asks for another database, or for the network."""


class Throwaway:
    """The database that the project may use, and no other."""

    def __init__(self) -> None:
        self.url = os.environ.pop("LAUNCHREADY_URL")
        parts = urlsplit(self.url)
        self.kind, self.more = parts.scheme, dict(parse_qsl(parts.query))
        is_file = self.kind == "sqlite"
        self.name = self.url[len("sqlite:///") :] if is_file else parts.path[1:]
        self.user, self.password = parts.username or "", parts.password or ""
        self.host, self.port = self.more.pop("host", ""), self.more.pop("port", "5432")

    def guard(self) -> None:
        """Refuse every other SQLite file, and every other server, before anything runs."""
        kept = os.path.realpath(self.name) if self.kind == "sqlite" else ""
        ours = {f"{self.host}/.s.PGSQL.{self.port}", *self._addresses()}

        def hook(event: str, values: "Tuple[Any, ...]") -> None:
            if event == "sqlite3.connect":
                name = _file(os.fsdecode(values[0]))
                if name and os.path.realpath(name) != kept:
                    raise Elsewhere(f"the project opens another database: {name}")
            elif event == "socket.connect":
                address = values[1]
                if (address[:2] if isinstance(address, tuple) else address) not in ours:
                    raise Elsewhere(f"the project asks the network: {address}")

        sys.addaudithook(hook)

    def _addresses(self) -> "Iterator[Any]":
        import socket

        if self.kind == "sqlite" or self.host.startswith("/"):
            return
        for found in socket.getaddrinfo(self.host, int(self.port), type=socket.SOCK_STREAM):
            yield found[4][:2]


def _file(name: str) -> str:
    """The file that SQLite opens; empty for a database in memory."""
    if name.startswith("file:"):
        name, _, query = name[5:].partition("?")
        name = "" if "mode=memory" in query else unquote(name)
        name = name[2:] if name.startswith("///") else name
    return "" if name == ":memory:" else name


def shut(connection: Any) -> None:
    """Let no other file in by ATTACH or VACUUM INTO."""
    import sqlite3

    def allowed(action: int, first: "Optional[str]", *_: object) -> int:
        if action != sqlite3.SQLITE_ATTACH or first in ("", ":memory:"):
            return sqlite3.SQLITE_OK
        REFUSED.append(f"the project opens another database: {first}")
        return sqlite3.SQLITE_DENY

    if isinstance(connection, sqlite3.Connection):
        connection.set_authorizer(allowed)
