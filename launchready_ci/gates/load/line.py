"""One user's connection to the app, of what FastHttpUser is made of: gevent and geventhttpclient.

FastHttpUser itself builds every request and its answer anew from URL, headers and cookies, which
costs more than all the rest; here a request is bytes, and of an answer only what is judged is kept.
"""

from select import select
from ssl import SSLContext
from urllib.parse import urlsplit

from gevent import socket
from geventhttpclient._parser import HTTPResponseParser

from launchready_ci.gates.load.wire import Call

CHUNK = 1 << 16
HARMLESS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
"""May be sent again when a kept connection turns out to be closed (RFC 9110, 9.2.2)."""


class ClosedEarly(ConnectionError):
    """The app closed the connection before the end of its answer."""


class Answer(HTTPResponseParser):
    """Status and headers of an answer, and whether it is whole; its body is read and not kept.

    The parser calls what begins with ``_on``.
    """

    def __init__(self, method: str) -> None:
        super().__init__()
        self.headers: dict[str, str] = {}
        """By name in lower case; of several with one name the last."""
        self.has_begun = self.is_whole = False
        self._bodiless = method == "HEAD"
        self._name = self._value = ""

    def _on_message_begin(self) -> None:
        self.has_begun, self.headers = True, {}

    def _on_status(self, text: str) -> None:
        pass

    def _on_header_field(self, text: str) -> None:
        if self._value:
            self._keep()
        self._name += text

    def _on_header_value(self, text: str) -> None:
        self._value += text

    def _keep(self) -> None:
        self.headers[self._name.lower()] = self._value
        self._name = self._value = ""

    def _on_headers_complete(self) -> bool:
        self._keep()
        return self._bodiless

    def _on_body(self, part: bytearray) -> None:
        pass

    def _on_message_complete(self) -> None:
        self.is_whole = self.get_code() >= 200  # RFC 9110, 15.2: a 1xx comes before the answer


class Line:
    """A connection that is kept open between requests, and opened anew when it has to be."""

    def __init__(self, base: str, tls: SSLContext | None) -> None:
        url = urlsplit(base)
        self._host = url.hostname or ""
        self._address = (self._host, url.port or (443 if url.scheme == "https" else 80))
        self._tls = tls
        self._socket: socket.socket | None = None

    def ask(self, request: bytes, method: str) -> Answer:
        """Raises OSError (ClosedEarly too), and HTTPParseError for what is no HTTP."""
        kept = self._socket
        if kept is not None and (method in HARMLESS or not select([kept], [], [], 0)[0]):
            try:
                return self._exchange(kept, request, method)
            except ConnectionError:
                if method not in HARMLESS:
                    raise
        self.close()
        return self._exchange(self._connect(), request, method)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, open_socket: socket.socket, request: bytes, method: str) -> Answer:
        answer = Answer(method)
        try:
            open_socket.sendall(request)
            while not answer.is_whole:
                self._read(open_socket, answer)
        except BaseException:
            self.close()
            raise
        if not answer.should_keep_alive():
            self.close()
        return answer

    @staticmethod
    def _read(open_socket: socket.socket, answer: Answer) -> None:
        got = open_socket.recv(CHUNK)
        if not got and not answer.has_begun:
            raise ClosedEarly("the connection was closed before the answer")
        answer.feed(got)  # nothing more is an end too: of a body without a length
        if not got and not answer.is_whole:
            raise ClosedEarly("the connection was closed within the answer")

    def _connect(self) -> socket.socket:
        made = socket.create_connection(self._address)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = (
            self._tls.wrap_socket(made, server_hostname=self._host) if self._tls else made
        )
        return self._socket


class Sent:
    """What is sent to an endpoint (RFC 9112, 3 and 6), apart from the path and the body."""

    def __init__(self, base: str, call: Call) -> None:
        url = urlsplit(base)
        self._variants = call["variants"]
        self._before = f"{call['method']} {url.path}"
        lines = [" HTTP/1.1", f"Host: {url.netloc.rpartition('@')[2]}"]
        lines += [f"{name}: {value}" for name, value in call["headers"].items()]
        self._after = "\r\n".join([*lines, ""])
        self._has_body = call["method"] in ("POST", "PUT", "PATCH")

    def __call__(self, turn: int) -> bytes:
        """The request of that turn."""
        path, body = self._variants[turn % len(self._variants)]
        if body is None and not self._has_body:
            return f"{self._before}{path}{self._after}\r\n".encode("latin-1")
        content = (body or "").encode()
        head = f"{self._before}{path}{self._after}Content-Length: {len(content)}\r\n\r\n"
        return head.encode("latin-1") + content
