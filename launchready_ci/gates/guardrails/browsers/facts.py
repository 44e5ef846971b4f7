"""What browsers and caches are told to guard."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.findings import Location
from launchready_ci.gate import Facts


@dataclass(frozen=True, kw_only=True)
class Sent(Facts):
    """Where an answer came from, as far as that decides what is needed."""

    place: Location
    https: bool
    loopback: bool = False

    @property
    def in_the_open(self) -> bool:
        """Over plain http, and not within this machine."""
        return not (self.https or self.loopback)


@dataclass(frozen=True, kw_only=True)
class SessionCookie(Sent):
    """The cookie whose loss signs a user out: ``session of member``."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Of Set-Cookie, in lower case; ``secure`` and ``httponly`` have no value."""


@dataclass(frozen=True, kw_only=True)
class Headers(Sent):
    """The headers of pages that send the same ones: ``GET / and GET /login``."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Those that are judged, in lower case."""
    private: bool = False
    """One of them was asked as a user who has signed in."""
    kept: str = ""
    """The header that lets a shared cache keep the page."""

    @property
    def policy(self) -> Mapping[str, str]:
        """Of Content-Security-Policy: directive → sources.

        The first of a name counts (https://www.w3.org/TR/CSP3/#parse-serialized-policy).
        """
        given = self.headers.get("content-security-policy", "")
        parts = [part.split() for part in given.split(";")]
        found = dict[str, str]()
        for part in filter(None, parts):
            found.setdefault(part[0].lower(), " ".join(part[1:]))
        return found
