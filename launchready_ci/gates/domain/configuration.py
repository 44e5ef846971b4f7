"""The domain, and what is expected of it: the section ``domain``."""

import ipaddress
import re
from dataclasses import dataclass, field

from launchready_ci.conditions import Expect
from launchready_ci.config import Duration
from launchready_ci.nodes import shown
from launchready_ci.options import option
from launchready_ci.unusable import Misplaced

NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}\.?", re.IGNORECASE
)

SERVER = "expected an address, such as 127.0.0.1:5353 or [::1]:53"


@dataclass(frozen=True)
class Mail:
    """Mail in the domain's name."""

    sends: bool = True
    """False: nobody sends, and the records should say so."""
    dkim: tuple[str, ...] = ()
    """Selectors: the names before ``._domainkey.``, one per service that sends."""


@dataclass(frozen=True)
class Host:
    """A further name of the domain: ``admin`` for ``admin.example.com``."""

    host: str
    expect: Expect | None = None
    """Of a GET of its front page."""


@dataclass(frozen=True)
class Led:
    """What a redirect is like."""

    location: str
    """A path of the canonical URL, or a URL."""
    status: int = 301
    hops: int | None = None
    """Redirects until the end."""
    query: bool = False
    """The query is kept."""


@dataclass(frozen=True)
class Redirect:
    """One line of the redirect map."""

    get: str
    expect: Led


@dataclass(frozen=True)
class Cloudflare:
    """What is behind its proxies; names are of the domain: ``mail`` for ``mail.example.com``."""

    proxied: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()
    """What must not be behind them."""
    origin: str = ""
    """Address of the machine behind them, which should serve nobody else."""

    def __post_init__(self) -> None:
        """Refuse what is no address."""
        try:
            ipaddress.ip_address(self.origin or "::1")
        except ValueError:
            raise Misplaced("expected an address such as 192.0.2.1", "origin") from None


@dataclass(frozen=True)
class Held:
    """What every certificate must hold."""

    valid_for: Duration = Duration(1_814_400.0)
    """From now on, at least."""


@dataclass(frozen=True)
class Certificates:
    """Of all names."""

    expect: Held = field(default_factory=Held)


@dataclass(frozen=True)
class Domain:
    """The section."""

    name: str = ""
    canonical: str = ""
    """The URL under which people should end up: ``https://example.com``."""
    hosts: tuple[Host, ...] = ()
    """Beside the domain itself and ``www``."""
    redirects: tuple[Redirect, ...] | str = ()
    """The map, or a CSV file of the repository: ``/old,/new,301``."""
    cloudflare: Cloudflare | None = None
    mail: Mail | None = None
    """Unsaid: what the records show is judged, and DKIM is not looked for."""
    certificate: Certificates = field(default_factory=Certificates)
    asked: tuple[str, ...] = option("NAME", default=(), help="A domain. [domain.name]")
    http_port: str = option(
        "--http-port", default="80", metavar="PORT", help="Where the names serve plain HTTP. [80]"
    )
    https_port: str = option(
        "--https-port", default="443", metavar="PORT", help="Where the names serve HTTPS. [443]"
    )
    nameserver: str = ""
    """Whom to ask, ``HOST:PORT``; unsaid: the name servers of this machine."""
    server: str = option(
        "--nameserver", default="", metavar="HOST:PORT", help="Whom to ask. [domain.nameserver]"
    )

    def __post_init__(self) -> None:
        """Refuse a name that DNS cannot hold, and what is no port or address."""
        for name in filter(None, (self.name, *self.asked)):
            if not NAME.fullmatch(name):
                raise Misplaced(f"{shown(name)}: expected a domain such as {meant(name)}", "name")
        for name, port in (("--http-port", self.http_port), ("--https-port", self.https_port)):
            if not is_port(port):
                raise ValueError(f"{name} {shown(port)}: expected a port of 1 to 65535")
        if self.server and not server(self.server):
            raise ValueError(f"--nameserver {shown(self.server)}: {SERVER}")
        if self.nameserver and not server(self.nameserver):
            raise Misplaced(f"{shown(self.nameserver)}: {SERVER}", "nameserver")
        if self.redirects and not self.canonical:
            raise Misplaced("needs canonical: the URL that these paths are of", "redirects")
        if self.cloudflare and self.cloudflare.origin and not self.canonical:
            raise Misplaced("needs canonical: what the origin must not serve", "cloudflare")
        if self.canonical and not re.fullmatch(r"https?://[^/?#@]+/?", self.canonical):
            raise Misplaced("expected a URL such as https://example.com", "canonical")

    @property
    def asks(self) -> tuple[tuple[str, int], ...]:
        """The name servers to ask: address and port; none: those of this machine."""
        found = server(self.server or self.nameserver)
        return (found,) if found else ()

    @property
    def domain(self) -> str:
        """The one that the section is about, as DNS compares it."""
        return self.name.rstrip(".").lower()

    def whole(self, host: str) -> str:
        """A name of ``hosts`` in full."""
        name = host.rstrip(".").lower()
        is_whole = name == self.domain or name.endswith(f".{self.domain}")
        return name if is_whole else f"{name}.{self.domain}"

    def front(self, scheme: str, host: str) -> str:
        """The URL of a name's front page."""
        port, usual = {
            "http": (self.http_port, "80"),
            "https": (self.https_port, "443"),
        }[scheme]
        return f"{scheme}://{host}/" if port == usual else f"{scheme}://{host}:{port}/"

    @property
    def main_host(self) -> str:
        """Of ``canonical``; empty where the section does not say."""
        from urllib.parse import urlsplit

        return (urlsplit(self.canonical).hostname or "").lower()

    @property
    def names(self) -> tuple[str, ...]:
        """The domains to look at, as DNS compares them."""
        found = self.asked or ((self.name,) if self.name else ())
        return tuple(dict.fromkeys(name.rstrip(".").lower() for name in found))

    def mail_of(self, name: str) -> Mail | None:
        """What the section says about the mail of a domain: of the one that it names."""
        return self.mail if name == self.domain else None


def meant(text: str) -> str:
    """The name in a URL, or as DNS has it (``xn--…``); else any."""
    host = re.sub(r"^[a-z+]+://|[/:?#].*", "", text, flags=re.IGNORECASE)
    try:
        name = host.encode("idna").decode()
    except UnicodeError:
        return "example.com"
    return name if NAME.fullmatch(name) else "example.com"


def server(text: str) -> tuple[str, int] | None:
    """Read ``HOST:PORT``, where the port may be left out; None for what is no address."""
    host, colon, port = text.rpartition(":")
    if not colon or (":" in host and not host.startswith("[")):
        host, port = text, "53"
    host = host.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return None
    return (host, int(port)) if is_port(port) else None


def is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) < 65_536
