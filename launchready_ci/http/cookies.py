"""Which cookies does a server set, and which does it get back? (RFC 6265)"""

import re
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from urllib.request import Request

import httpx  # noqa: TID253 - this module is loaded with the first request

from launchready_ci.http.urls import Origin, is_loopback


class Policy(DefaultCookiePolicy):
    """As browsers do: this machine is as safe over http as others are over https."""

    def return_ok_secure(self, cookie: Cookie, request: Request) -> bool:
        # https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy
        host = httpx.URL(request.get_full_url()).host
        return is_loopback(host) or not cookie.secure or request.type == "https"


def empty_jar() -> CookieJar:
    return CookieJar(Policy())


def header(jar: CookieJar, request: httpx.Request) -> str:
    """The value of ``Cookie`` for this request."""
    bare = httpx.Request(request.method, request.url)
    httpx.Cookies(jar).set_cookie_header(bare)
    return str(bare.headers.get("cookie", ""))


def extract(jar: CookieJar, response: httpx.Response) -> None:
    """Take what the answer sets; ``Domain=localhost`` too, which http.cookiejar refuses.

    Of a host without a parent, as of an address, the attribute only names the host itself
    (RFC 6265, section 5.1.3).
    """
    host = response.url.host
    if "." not in host or is_loopback(host):
        own = re.compile(rf";\s*domain\s*=\s*\.?{re.escape(host)}\s*(?=;|$)", re.IGNORECASE)
        pairs = response.headers.multi_items()
        kept = [
            (name, own.sub("", value) if name == "set-cookie" else value) for name, value in pairs
        ]
        response = httpx.Response(response.status_code, headers=kept, request=response.request)
    httpx.Cookies(jar).extract_cookies(response)


def host_cookie(origin: Origin, name: str, value: str) -> Cookie:
    """One that only this host gets, for the whole of it, and till the end of the session."""
    # http.cookiejar's name for a host without a dot: https://docs.python.org/3/library/http.cookiejar.html
    domain = origin.host if "." in origin.host or ":" in origin.host else f"{origin.host}.local"
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        domain=domain,
        domain_specified=False,
        domain_initial_dot=False,
        path="/",
        path_specified=True,
        secure=origin.scheme == "https",
        expires=None,
        discard=True,
        comment=None,
        comment_url=None,
        rest={},
    )
