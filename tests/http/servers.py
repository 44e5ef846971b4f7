"""Servers on loopback, well behaved and not."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Talk = Callable[[socket.socket], None]


@dataclass
class Got:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class Reply:
    """What is sent back."""

    body: bytes | str = b""
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)


class Web:
    """A server whose routes are functions from what came to a reply."""

    def __init__(self, route: Callable[[Got], Reply], tls: ssl.SSLContext | None = None) -> None:
        self.got: list[Got] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version, sys_version = "tests", ""
            timeout = 30
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
                pass

            def answer(self) -> None:
                length = int(self.headers.get("content-length", 0))
                got = Got(
                    self.command,
                    self.requestline.split(" ")[1],  # its own path has no // at the front
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(length),
                    self.client_address[1],
                )
                web.got.append(got)
                reply = route(got)
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                self.send_response(reply.status)
                for name, value in [*reply.headers, ("Content-Length", str(len(body)))]:
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_POST = do_HEAD = do_PUT = do_OPTIONS = answer  # noqa: N815 - its names

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                pass  # the client hung up

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_port
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def web(route: Callable[[Got], Reply], tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A well-behaved server."""
    server = Web(route, tls)
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def raw(talk: Talk, family: socket.AddressFamily = socket.AF_INET) -> Iterator[str]:
    """The URL of a server that does what ``talk`` says with every connection."""
    address = "127.0.0.1" if family == socket.AF_INET else "::1"
    listener = socket.create_server((address, 0), family=family)

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            talk(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    host = address if family == socket.AF_INET else f"[{address}]"
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def said(data: bytes, *, end: bool = True) -> Talk:
    """Read a request, send these bytes, and hang up or wait for the client to do so."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(data)
        if not end:
            connection.recv(65_536)

    return talk


def dripped(data: bytes, drop: bytes) -> Talk:
    """These bytes, and then one drop after the other, without end."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(data)
        stop = threading.Event()
        while not stop.wait(0.01):
            connection.sendall(drop)

    return talk
