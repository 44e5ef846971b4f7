"""What DNS says of the names that people type."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.findings import Location
from launchready_ci.gate import Facts


@dataclass(frozen=True, kw_only=True)
class Name(Facts):
    """One host name."""

    place: Location
    exists: bool = True
    """DNS knows it, whatever it has of it."""
    top: str = ""
    """The top-level domain, where DNS does not know that either."""
    addresses: tuple[str, ...] = ()
    """IPv4 and IPv6."""
    aliases: tuple[str, ...] = ()
    """Where CNAMEs lead, one after the other."""
    loops: bool = False
    """The aliases lead back to one of them."""
    beside: tuple[str, ...] = ()
    """Types of records that stand at the name beside its alias."""
    claimable: str = ""
    """The service at which anybody can register what the alias leads to."""
    proof: str = ""
    """What it answers under the name; empty where what the alias leads to does not exist."""


@dataclass(frozen=True, kw_only=True)
class Zone(Facts):
    """The domain's zone."""

    place: Location
    serials: Mapping[str, int] = field(default_factory=dict)
    """Name server → serial of the SOA record that it serves."""
    lame: Mapping[str, str] = field(default_factory=dict)
    """Name server → why it serves none."""


@dataclass(frozen=True, kw_only=True)
class Chain(Facts):
    """Does DNSSEC lead to the domain's records?"""

    place: Location
    refused: str = ""
    """What a resolver refuses that checks it, and answers where it is asked not to."""
    broken: str = ""
    """What is wrong with the domain's own part of it."""
    unanswered: str = ""
    """Why nobody can tell whether anything is."""
