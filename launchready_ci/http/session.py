"""What is a user known by, and to which server may it be shown?"""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from launchready_ci.http.urls import Origin

if TYPE_CHECKING:
    import httpx


class Session:
    """Cookies, which go where RFC 6265 sends them, and headers, which go to one origin only.

    Any number of threads may use it at once.
    """

    def __init__(self, origin: Origin | None = None) -> None:
        from launchready_ci.http.cookies import empty_jar

        self.origin = origin
        """Where ``headers`` may be sent; None where there are none."""
        self.headers: Mapping[str, str] = {}
        self._jar = empty_jar()
        self._lock = threading.Lock()  # http.cookiejar's own does not cover a walk over the jar

    def __repr__(self) -> str:
        return f"Session({self.origin})"  # its cookies and headers are credentials

    @property
    def cookies(self) -> dict[str, str]:
        """By name; of two with one name, for different paths, one."""
        with self._lock:
            return {cookie.name: cookie.value or "" for cookie in self._jar}

    def set_cookie(self, name: str, value: str) -> None:
        """As if the origin had set it, for every path of its host."""
        from launchready_ci.http.cookies import host_cookie

        assert self.origin is not None  # noqa: S101 - a session without one is nobody's
        with self._lock:
            self._jar.set_cookie(host_cookie(self.origin, name, value))

    def drop_cookie(self, name: str) -> None:
        """Forget it, whatever its domain and path."""
        with self._lock:
            for cookie in [cookie for cookie in self._jar if cookie.name == name]:
                self._jar.clear(cookie.domain, cookie.path, cookie.name)

    def headers_for(self, origin: Origin) -> Mapping[str, str]:
        """The headers, where this is the server that they are bound to."""
        return self.headers if self.origin and self.origin.covers(origin) else {}

    def cookie_header(self, request: "httpx.Request") -> str:
        """The ``Cookie`` that this request carries."""
        from launchready_ci.http.cookies import header

        with self._lock:
            return header(self._jar, request) if len(self._jar) else ""

    def keep(self, response: "httpx.Response") -> None:
        """Take the cookies that an answer sets."""
        from launchready_ci.http.cookies import extract

        with self._lock:
            extract(self._jar, response)
