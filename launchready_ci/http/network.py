"""How do bytes get to the server and back? httpcore's network, within one request's deadline.

httpx and httpcore have a timeout per read, so a server that drips may hold them for ever
(https://www.python-httpx.org/advanced/timeouts/).
"""

import ipaddress
import queue
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from launchready_ci.http.errors import (
    ConnectionLost,
    ConnectionRefused,
    DnsFailed,
    HttpError,
    TlsFailed,
    Unreachable,
)
from launchready_ci.http.exchange import CURRENT, Exchange

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to addresses, the best first; raises OSError."""
CERTIFICATE = {
    9: "is not valid yet",
    10: "has expired",
    18: "is self-signed",
    19: "is signed by an authority that this machine does not know",
    20: "does not come with the chain up to an authority that this machine knows",
    62: "is for another host name",
    64: "is for another address",
}
"""By X509_V_ERR_*: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/"""


def addresses(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Backend(httpcore.NetworkBackend):
    """Connects on behalf of the current exchange."""

    def __init__(self, resolve: Resolver) -> None:
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        exchange = CURRENT.get()
        exchange.connected = True
        with exchange.phase("dns", f"looking up {host}"):
            found = self._look_up(host, port, exchange)
        with exchange.phase("connect", f"connecting to {host}, port {port}"):
            return Stream(_connect(found, port, exchange))

    def _look_up(self, host: str, port: int, exchange: Exchange) -> Sequence[str]:
        if _is_address(host):
            return [host]
        answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except Exception as error:  # noqa: BLE001 - raised again where it is waited for
                answer.put(error)

        # a resolver cannot be interrupted, so it is left behind when the time is up
        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answer.get(timeout=exchange.left())
        except queue.Empty:
            raise exchange.timed_out() from None
        if isinstance(found, Exception) or not found:
            raise _dns_failed(host, found)
        return found


class Stream(httpcore.NetworkStream):
    """A socket whose every wait ends at the deadline of the exchange it is used for."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        exchange = CURRENT.get()
        self._socket.settimeout(exchange.left())
        try:
            data = self._socket.recv(max_bytes)
        except TimeoutError:
            raise exchange.timed_out() from None
        except OSError:
            raise ConnectionLost(_lost(exchange)) from None
        exchange.got(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        exchange = CURRENT.get()
        exchange.peer = exchange.peer or _peer(self._socket)
        exchange.doing = "sending the request"
        rest = memoryview(buffer)
        while rest:
            self._socket.settimeout(exchange.left())
            try:
                rest = rest[self._socket.send(rest) :]
            except TimeoutError:
                raise exchange.timed_out() from None
            except OSError:
                # the server may have answered already: httpcore reads on after this one
                raise httpcore.WriteError from None
        exchange.sent()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        exchange = CURRENT.get()
        exchange.received = 0  # a proxy's answer is none of the server's
        with exchange.phase("tls", "in the TLS handshake"):
            try:
                self._socket.settimeout(exchange.left())
                # the timeout is for the whole handshake: Modules/_ssl.c keeps a deadline
                return Stream(
                    ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
                )
            except (OSError, ValueError) as error:
                self.close()
                raise _tls_failed(error, exchange) from None

    def close(self) -> None:
        self._socket.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return _is_readable(self._socket) if info == "is_readable" else None


def _connect(found: Sequence[str], port: int, exchange: Exchange) -> socket.socket:
    """The first address that answers; none may use up the time of those after it."""
    failures: list[OSError] = []
    for index, address in enumerate(found):
        share = exchange.left() / (len(found) - index)
        try:
            sock = socket.create_connection((address, port), share)
        except OSError as error:
            failures.append(error)
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    raise _no_connection(failures, port, exchange)


def _no_connection(failures: Sequence[OSError], port: int, exchange: Exchange) -> HttpError:
    if any(isinstance(error, TimeoutError) for error in failures):
        return exchange.timed_out()
    if any(isinstance(error, ConnectionRefusedError) for error in failures):
        return ConnectionRefused(f"connection refused: nothing listens on port {port}")
    why = failures[-1].strerror or "the network does not say why"
    return Unreachable(f"no connection to port {port}: {why.lower()}")


def _dns_failed(host: str, found: Sequence[str] | Exception) -> HttpError:
    if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
        return DnsFailed(f"the name {host} could not be looked up: no name server answers")
    return DnsFailed(f"the name {host} has no address: is it spelt right, is the DNS record there?")


def _tls_failed(error: Exception, exchange: Exchange) -> HttpError:
    if isinstance(error, TimeoutError):
        return exchange.timed_out()
    if isinstance(error, ssl.SSLCertVerificationError):
        why = CERTIFICATE.get(error.verify_code, f"is not valid: {error.verify_message}")
        return TlsFailed(f"the TLS certificate {why}")
    if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return TlsFailed("the port speaks no TLS: is the app served over plain http there?")
    if isinstance(error, ssl.SSLError):
        why = (error.reason or "the handshake failed").replace("_", " ").lower()
        return TlsFailed(f"no TLS connection: {why}")
    if isinstance(error, OSError):
        return TlsFailed("the server hung up during the TLS handshake")
    return TlsFailed("TLS knows no host of this name")


def _lost(exchange: Exchange) -> str:
    if exchange.answered:
        return "the server broke the connection off within the body"
    return "the server broke the connection off before it had answered"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _peer(sock: socket.socket) -> str:
    try:
        return str(sock.getpeername()[0])
    except OSError:
        return ""


def _is_readable(sock: socket.socket) -> bool:
    """An idle connection with something to read has been closed by the server."""
    if sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
