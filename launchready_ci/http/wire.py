"""One request over one connection: httpcore's pools, and its errors in our words."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ssl import SSLContext

import httpcore
import httpx  # noqa: TID253 - this module is loaded with the first request

from launchready_ci import HOME, __version__
from launchready_ci.http.answer import Answer, Headers
from launchready_ci.http.decompress import ACCEPTED, Decompressor
from launchready_ci.http.errors import (
    BadRequest,
    BodyTooLarge,
    ConnectionLost,
    ConnectionRefused,
    DnsFailed,
    HeadersTooLarge,
    HttpError,
    Malformed,
    ProxyFailed,
    Unreachable,
)
from launchready_ci.http.exchange import Exchange
from launchready_ci.http.limits import HEAD
from launchready_ci.http.network import Backend, Resolver
from launchready_ci.http.proxies import proxy_for
from launchready_ci.http.redirects import Ask
from launchready_ci.http.urls import Origin, origin
from launchready_ci.trust import trusted

DEFAULTS = {
    "User-Agent": f"launchready/{__version__} (+{HOME})",
    "Accept": "*/*",
    "Accept-Encoding": ACCEPTED,
}


class Wire:
    """Sends requests, over connections that are kept or over fresh ones."""

    def __init__(
        self,
        environ: Mapping[str, str],
        tls: SSLContext | None,
        resolve: Resolver,
        connections: int,
    ) -> None:
        self._environ, self._connections = environ, connections
        self._backend = Backend(resolve)
        self._tls = tls
        self._lock = threading.Lock()
        self._pools: dict[tuple[str, str], httpcore.ConnectionPool] = {}

    def send(
        self, ask: Ask, extra: Mapping[str, str], exchange: Exchange, *, fresh: bool
    ) -> Answer:
        """The answer, its body read and unpacked; raises HttpError."""
        target = origin(ask.url)
        proxy = proxy_for(target, self._environ)
        request = _request(ask, extra)
        with (
            self._pool(target, proxy, fresh=fresh) as pool,
            exchange.current(),
            _in_our_words(exchange, proxy=proxy),
        ):
            response = pool.handle_request(_for_httpcore(request, exchange))
            try:
                return _answer(ask, request, response, exchange)
            finally:
                response.close()

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    @contextmanager
    def _pool(
        self, target: Origin, proxy: str, *, fresh: bool
    ) -> Iterator[httpcore.ConnectionPool]:
        if fresh:
            with self._new_pool(target, proxy) as pool:
                yield pool
            return
        key = (target.scheme, proxy)
        with self._lock:
            if key not in self._pools:
                self._pools[key] = self._new_pool(target, proxy)
        yield self._pools[key]

    def _new_pool(self, target: Origin, proxy: str) -> httpcore.ConnectionPool:
        if target.scheme == "https" and self._tls is None:
            self._tls = trusted()
        return httpcore.ConnectionPool(
            ssl_context=self._tls,
            proxy=_proxy(proxy) if proxy else None,
            max_connections=self._connections,
            keepalive_expiry=5.0,
            network_backend=self._backend,
        )


def _proxy(text: str) -> httpcore.Proxy:
    url = httpx.URL(text)
    auth = (url.username, url.password) if url.username else None
    return httpcore.Proxy(f"{url.scheme}://{url.netloc.decode()}", auth=auth)


def _request(ask: Ask, extra: Mapping[str, str]) -> httpx.Request:
    request = httpx.Request(ask.method, ask.url, content=ask.content)
    bound = ask.session.headers_for(origin(ask.url))
    try:
        for name, value in {**DEFAULTS, **extra, **ask.headers, **bound}.items():
            request.headers[name] = value
    except UnicodeError:
        raise _not_for_http() from None
    if cookies := ask.session.cookie_header(request):
        request.headers["Cookie"] = cookies
    return request


def _for_httpcore(request: httpx.Request, exchange: Exchange) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.read(),
        # the backend minds the deadline; only the wait for a free connection is httpcore's
        extensions={"timeout": {"pool": exchange.left()}},
    )


def _answer(
    ask: Ask, request: httpx.Request, response: httpcore.Response, exchange: Exchange
) -> Answer:
    exchange.head_read()
    if len(response.headers) > ask.limits.headers:
        raise HeadersTooLarge(f"the answer has more than {ask.limits.headers} headers")
    headers = Headers((_text(name), _text(value)) for name, value in response.headers)
    if "set-cookie" in headers:
        ask.session.keep(httpx.Response(response.status, headers=response.headers, request=request))
    body, complete = _body(ask, headers, response, exchange)
    return Answer(
        method=ask.method,
        url=str(ask.url),
        status=response.status,
        headers=headers,
        body=body,
        timings=exchange.timings,
        complete=complete,
        peer=exchange.peer,
        reused=not exchange.connected,
    )


def _body(
    ask: Ask, headers: Headers, response: httpcore.Response, exchange: Exchange
) -> tuple[bytes, bool]:
    """The body, and whether it is all of it."""
    unpack = Decompressor(headers.get("content-encoding", ""), ask.limits.unpacked)
    body, size = bytearray(), 0
    for chunk in response.iter_stream():
        exchange.left()  # unpacking takes time too
        size += len(chunk)
        if size > ask.limits.body and not ask.partial:
            raise BodyTooLarge(f"the body has more than {ask.limits.body:,} bytes, or no end")
        body += unpack.feed(chunk)
        if ask.partial and max(size, len(body)) >= ask.limits.body:
            return bytes(body[: ask.limits.body]), False
    unpack.finish()
    return bytes(body), True


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@contextmanager
def _in_our_words(exchange: Exchange, *, proxy: str) -> Iterator[None]:
    """The exceptions of httpcore quote what the server sent, or what we did."""
    try:
        yield
    except (DnsFailed, ConnectionRefused, Unreachable) as error:
        if not proxy:
            raise
        raise ProxyFailed(f"the proxy of the environment: {error.reason}") from None
    except httpcore.ProxyError as error:
        told = f"the proxy of the environment answered {str(error)[:3]}"
        raise ProxyFailed(told) from None
    except httpcore.PoolTimeout:
        raise exchange.timed_out() from None
    except httpcore.LocalProtocolError:
        raise _not_for_http() from None
    except (httpcore.RemoteProtocolError, httpcore.WriteError):
        raise _broken(exchange) from None


def _broken(exchange: Exchange) -> HttpError:
    if exchange.answered and exchange.ended:
        return ConnectionLost("the server broke the connection off within the body")
    if exchange.answered:
        return Malformed("the body is not framed as HTTP/1.1 says it must be")
    if exchange.received >= HEAD:
        return HeadersTooLarge(f"the answer's headers have more than {HEAD:,} bytes")
    if not exchange.ended:
        return Malformed("what came is not HTTP: its status line or a header cannot be read")
    return ConnectionLost("the server broke the connection off before it had answered")


def _not_for_http() -> BadRequest:
    return BadRequest(
        "HTTP cannot carry a header of this request: does a credential end with a newline?"
    )
