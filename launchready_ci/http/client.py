"""Ask the deployed app: every gate's requests, within time, size and the hosts that are allowed."""

import json as json_
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlencode

from launchready_ci.http.answer import Answer, Hop
from launchready_ci.http.errors import (
    ConnectionLost,
    HostNotAllowed,
    HttpError,
    RedirectedElsewhere,
    RedirectLoop,
    TooManyRedirects,
)
from launchready_ci.http.exchange import Exchange
from launchready_ci.http.limits import Limits
from launchready_ci.http.redirects import SAFE, Ask, follow, leads_on
from launchready_ci.http.session import Session
from launchready_ci.http.urls import Origin, origin, parse, where
from launchready_ci.http.walls import wall

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

    from launchready_ci.http.network import Resolver
    from launchready_ci.http.wire import Wire

IDEMPOTENT = (*SAFE, "PUT", "DELETE", "TRACE")
"""RFC 9110, section 9.2.2."""


class Client:
    """Requests of one app, from any number of threads; a context manager that closes connections.

    ``app`` is the app's URL, ``allowed`` further URLs whose hosts may be asked, and ``headers``
    go to the app's origin with every request, also of nobody (a preview's pass). Proxies of
    ``environ`` are used for all hosts but those of this machine. ``before`` is called with the
    method of everything that is about to be sent, redirects and logins included; what it raises
    ends the request. Raises BadUrl.
    """

    def __init__(  # noqa: PLR0913 - what a run knows of its app, by name
        self,
        app: str,
        *,
        environ: Mapping[str, str],
        allowed: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a named tuple
        connections: int = 100,
        tls: "SSLContext | None" = None,
        resolve: "Resolver | None" = None,
        before: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._base = str(parse(app).copy_with(query=None, fragment=None)).rstrip("/")
        self.origin = origin(parse(app))
        """Of the app: what credentials are bound to."""
        self.limits = limits
        self._allowed = {_server(origin(parse(url))) for url in (app, *allowed)}
        self._headers = dict(headers or {})
        self._connections, self._environ = connections, environ
        self._tls, self._resolve, self._before = tls, resolve, before
        self._lock = threading.Lock()
        self._opened: Wire | None = None

    def url(self, url: str) -> str:
        """A path, ``//admin`` too, is below the app's URL and its path; what is absolute stays."""
        return f"{self._base}{url}" if url.startswith("/") else url

    def allows(self, url: str) -> bool:
        """Whether more than an anonymous request for an asset may go to its host."""
        return self._is_allowed(parse(self.url(url)))

    def request(  # noqa: PLR0913 - what a request may be, by name
        self,
        method: str,
        url: str,
        *,
        session: Session | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        form: Iterable[tuple[str, str]] | None = None,
        content: bytes | None = None,
        follow: bool = True,
        fresh: bool = False,
        asset: bool = False,
        partial: bool = False,
        limits: Limits | None = None,
    ) -> Answer:
        """The answer, after its redirects (``follow``); raises HttpError, whatever the server does.

        Without ``session`` it is nobody's, and cookies last for the redirects. ``fresh`` takes a
        connection of its own; ``asset`` may come from any host, as nobody's; ``partial`` cuts the
        body at ``limits.body``, sent or unpacked, instead of refusing it. ``json``, ``form`` and
        ``content`` are bodies, of which there is one at most.
        """
        limits, hops = limits or self.limits, list[Hop]()
        self._wire()  # loads httpx, which is no time of the app's
        began = time.monotonic()
        with _told(method, self.url(url), hops, began):
            kind, body = _body(json, form, content)
            ask = Ask(
                method=method.upper(),
                url=parse(self.url(url)),
                session=session or Session(),
                limits=limits,
                headers={**kind, **(headers or {})},
                content=body,
                asset=asset,
                partial=partial,
            )
            answer = self._walk(
                self._held(ask), hops, began + limits.time, follow_on=follow, fresh=fresh
            )
        return replace(answer, hops=tuple(hops), seconds=time.monotonic() - began)

    def close(self) -> None:
        """Close the connections that were kept."""
        if self._opened:
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _walk(
        self, ask: Ask, hops: list[Hop], deadline: float, *, follow_on: bool, fresh: bool
    ) -> Answer:
        """From answer to answer, as long as they lead on."""
        seen = set[tuple[object, ...]]()
        while True:
            # a login leads back to where it began, with one cookie more
            here = (ask.method, str(ask.url), tuple(sorted(ask.session.cookies.items())))
            if here in seen:
                raise RedirectLoop(f"the redirects go round in a circle: {_trail(hops, ask)}")
            if len(hops) > ask.limits.redirects:
                raise TooManyRedirects(f"more than {ask.limits.redirects} redirects")
            seen.add(here)
            answer = self._send(ask, deadline, fresh=fresh)
            if error := wall(answer):
                raise error
            if not (follow_on and leads_on(answer)):
                return answer
            ask = self._next(ask, answer)
            hops.append(_hop(answer))

    def _send(self, ask: Ask, deadline: float, *, fresh: bool) -> Answer:
        self._before(ask.method)
        exchange = Exchange(deadline, ask.limits.time)
        extra = self._headers if self.origin.covers(origin(ask.url)) else {}
        try:
            return self._wire().send(ask, extra, exchange, fresh=fresh)
        except ConnectionLost:
            # a kept connection that the server closed just then: RFC 9112, section 9.3.1
            idle = not exchange.connected and not exchange.received
            if not (idle and ask.method in IDEMPOTENT):
                raise
        return self._wire().send(ask, extra, Exchange(deadline, ask.limits.time), fresh=True)

    def _next(self, ask: Ask, answer: Answer) -> Ask:
        ask = follow(ask, answer)
        try:
            return self._held(ask)
        except HostNotAllowed:
            told = f"status {answer.status} leads to {origin(ask.url)}"
            raise RedirectedElsewhere(f"{told}, which launchready.yaml does not name") from None

    def _is_allowed(self, url: "httpx.URL") -> bool:
        return _server(origin(url)) in self._allowed

    def _held(self, ask: Ask) -> Ask:
        """The request, as nobody's on a foreign host; raises HostNotAllowed."""
        if self._is_allowed(ask.url):
            return ask
        if ask.asset and ask.method in ("GET", "HEAD") and ask.content is None:
            return replace(ask, session=Session(), headers={})
        raise HostNotAllowed(f"launchready.yaml does not name {origin(ask.url)}: nothing was sent")

    def _wire(self) -> "Wire":
        from launchready_ci.http import network, wire  # httpcore and httpx: 70 ms

        with self._lock:
            if self._opened is None:
                resolve = self._resolve or network.addresses
                self._opened = wire.Wire(self._environ, self._tls, resolve, self._connections)
            return self._opened


class _Kind(NamedTuple):
    headers: Mapping[str, str]
    content: bytes | None


def _body(json: object, form: Iterable[tuple[str, str]] | None, content: bytes | None) -> _Kind:
    """The bytes of the body, and the header that says what they are."""
    if json is not None:
        text = json_.dumps(json, ensure_ascii=False, separators=(",", ":"))
        return _Kind({"Content-Type": "application/json"}, text.encode(errors="surrogateescape"))
    if form is not None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return _Kind(kind, urlencode(list(form), errors="surrogateescape").encode())
    return _Kind({}, content)


def _server(of: Origin) -> tuple[str, int]:
    """Plain http and https, on their usual ports, are one server."""
    return of.host, 443 if of.port == 80 else of.port


def _hop(answer: Answer) -> Hop:
    location = answer.headers.all("location")[0]
    return Hop(
        answer.method, answer.url, answer.status, location, answer.timings.total, answer.headers
    )


def _trail(hops: list[Hop], ask: Ask) -> str:
    urls = [*(hop.url for hop in hops[-4:]), str(ask.url)]
    return " → ".join(where("", url).strip() for url in urls)


@contextmanager
def _told(method: str, url: str, hops: list[Hop], began: float) -> Iterator[None]:
    """Every error says which request it is about, and which redirects led to it."""
    try:
        yield
    except HttpError as error:
        error.where = where(method, url)
        error.hops = tuple(hops)
        error.seconds = time.monotonic() - began
        raise
