"""Which server does a URL name, and how is it shown?"""

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.http.errors import BadUrl
from launchready_ci.nodes import shown
from launchready_ci.redact import redact

if TYPE_CHECKING:
    import httpx

PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """RFC 6454: credentials go to the origin that they are bound to."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)

    def covers(self, other: "Origin") -> bool:
        """The same server; the step from http to https on the usual ports only makes it safer."""
        upgraded = self._replace(scheme="https", port=443)
        return other in (self, upgraded if (self.scheme, self.port) == ("http", 80) else self)


def is_loopback(host: str) -> bool:
    """``localhost`` and the names below it (RFC 6761), 127.0.0.0/8 and ::1."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse(text: "str | httpx.URL") -> "httpx.URL":
    """An absolute http or https URL; raises BadUrl, in words that do not repeat it."""
    import httpx

    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise BadUrl("this is no URL") from None
    if url.scheme not in PORTS or not url.host:
        raise BadUrl("expected a URL that begins with http:// or https:// and names a host")
    if url.userinfo:
        raise BadUrl("the URL holds a user name or password: give it as `basic` of a user instead")
    return url


def origin(url: "httpx.URL") -> Origin:
    """Scheme, host (in lower case, IDNA) and port of an absolute URL."""
    host = url.raw_host.decode("ascii").strip("[]")
    return Origin(url.scheme, host, url.port or PORTS[url.scheme])


def where(method: str, url: "httpx.URL | str") -> str:
    """Method and URL for people: the query and what looks like a token in the path may be one."""
    text = re.split("[?#]", str(url), maxsplit=1)[0]
    return f"{method} {shown(redact(re.sub('//[^/]*@', '//', text)))}"
