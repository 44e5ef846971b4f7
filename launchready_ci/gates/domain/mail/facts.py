"""What was seen of a domain's mail; the rules judge it. ``subject`` is the name that was asked."""

from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts
from launchready_ci.gates.domain.mail.dkim import Dkim
from launchready_ci.gates.domain.mail.dmarc import Dmarc
from launchready_ci.gates.domain.mail.spf_tree import Record
from launchready_ci.gates.domain.mail.tags import Fault
from launchready_ci.gates.domain.mail.transport import Policy


@dataclass(frozen=True, kw_only=True)
class Mailing(Facts):
    """Base of the facts about mail."""

    place: Location
    sends: bool = True
    """Mail is sent in the domain's name."""


@dataclass(frozen=True, kw_only=True)
class Sender(Mailing):
    """Who may send: the SPF record with all that it leads to."""

    spf: Record


@dataclass(frozen=True, kw_only=True)
class Asked(Mailing):
    """What receivers do with mail that fails: DMARC."""

    records: tuple[str, ...]
    nearly: tuple[str, ...] = ()
    """TXT records that were meant as DMARC and are none."""
    dmarc: Dmarc | None = None
    """The one record; None unless there is exactly one."""
    refused: tuple[str, ...] = ()
    """Foreign domains that do not say that they take the reports (RFC 7489, 7.1)."""


@dataclass(frozen=True, kw_only=True)
class Signature(Mailing):
    """One DKIM selector."""

    records: tuple[str, ...]
    dkim: Dkim | None = None


class Exchange(NamedTuple):
    """One MX record."""

    preference: int
    host: str
    """``.`` says that the domain takes no mail (RFC 7505)."""
    resolves: bool = True
    alias: str = ""
    """Where a CNAME leads, which an MX must not be (RFC 2181, 10.3)."""


@dataclass(frozen=True, kw_only=True)
class Servers(Mailing):
    """Who takes mail for the domain."""

    exchanges: tuple[Exchange, ...]
    has_address: bool = True
    """Without MX mail goes to the domain's own address (RFC 5321, 5.1)."""


@dataclass(frozen=True, kw_only=True)
class Encryption(Mailing):
    """MTA-STS and TLS-RPT."""

    announced: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    """Of the announcement."""
    policy: Policy | None = None
    unfetched: str = ""
    """Why the policy file could not be read."""
    hosts: tuple[str, ...] = ()
    """The domain's mail servers."""
    unnamed: tuple[str, ...] = ()
    """Those that the policy does not name."""
    reporting: tuple[str, ...] = ()
    report_faults: tuple[Fault, ...] = ()

    @property
    def takes_mail(self) -> bool:
        return bool(self.hosts)
