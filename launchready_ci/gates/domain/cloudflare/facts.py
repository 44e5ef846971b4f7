"""Which names are behind Cloudflare's proxies, and which are not."""

from dataclasses import dataclass

from launchready_ci.findings import Location
from launchready_ci.gate import Facts


@dataclass(frozen=True, kw_only=True)
class Proxied(Facts):
    """A name that should be behind the proxies."""

    place: Location
    outside: tuple[str, ...] = ()
    """Its addresses that are none of Cloudflare's."""
    unmarked: bool = False
    """It answered without ``cf-ray``."""


@dataclass(frozen=True, kw_only=True)
class Direct(Facts):
    """A name that must not be behind the proxies: they carry no mail and no SSH."""

    place: Location
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Origin(Facts):
    """The machine behind the proxies, asked past them."""

    place: Location
    same: bool = False
    """It serves the page of the canonical URL to whoever asks."""
