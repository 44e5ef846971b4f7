"""The domain, and what is expected of it: the section ``domain``."""

import re
from dataclasses import dataclass

from launchready_ci.nodes import shown
from launchready_ci.options import option
from launchready_ci.unusable import Misplaced

NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}\.?", re.IGNORECASE
)


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


@dataclass(frozen=True)
class Domain:
    """The section."""

    name: str = ""
    hosts: tuple[Host, ...] = ()
    """Beside the domain itself and ``www``."""
    mail: Mail | None = None
    """Unsaid: what the records show is judged, and DKIM is not looked for."""
    asked: tuple[str, ...] = option("NAME", default=(), help="A domain. [domain.name]")
    nameserver: str = option(
        "--nameserver", default="", metavar="HOST:PORT", help="Whom to ask. [this machine's]"
    )

    def __post_init__(self) -> None:
        """Refuse a name that DNS cannot hold."""
        for name in filter(None, (self.name, *self.asked)):
            if not NAME.fullmatch(name):
                raise Misplaced(f"{shown(name)}: expected a domain such as example.com", "name")

    @property
    def domain(self) -> str:
        """The one that the section is about, as DNS compares it."""
        return self.name.rstrip(".").lower()

    @property
    def names(self) -> tuple[str, ...]:
        """The domains to look at, as DNS compares them."""
        found = self.asked or ((self.name,) if self.name else ())
        return tuple(dict.fromkeys(name.rstrip(".").lower() for name in found))

    def mail_of(self, name: str) -> Mail | None:
        """What the section says about the mail of a domain: of the one that it names."""
        return self.mail if name == self.domain else None
