"""Under which names do people meet the app? The domain, its ``www``, and those of the section."""

import ipaddress
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Context
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver, organisation


class Host(NamedTuple):
    """One name, with the addresses that it leads to."""

    name: str
    place: Location
    addresses: tuple[str, ...] = ()

    @property
    def reachable(self) -> tuple[str, ...]:
        """The addresses that may be connected to: public ones, and those of this machine."""
        found = {text: ipaddress.ip_address(text) for text in self.addresses}
        return tuple(text for text, a in found.items() if a.is_global or a.is_loopback)


def hosts(
    config: Domain, context: Context, name: str, resolver: Resolver, pool: ThreadPoolExecutor
) -> tuple[Host, ...]:
    """The names to look at; what DNS does not answer has no address, and is told by ``names``."""

    def found(named: tuple[str, Location]) -> Host:
        host, place = named
        try:
            return Host(host, place, resolver.addresses(host))
        except OSError:
            return Host(host, place)

    return tuple(pool.map(found, _named(config, context, name, resolver)))


def _named(
    config: Domain, context: Context, name: str, resolver: Resolver
) -> Iterator[tuple[str, Location]]:
    yield name, context.place("name")
    www = f"www.{name}"
    try:
        has_www = organisation(name) == name and resolver.ask(www, "CNAME").exists
    except NoAnswer:
        has_www = False
    if has_www:
        yield www, context.place("name")
    for index, each in enumerate(config.hosts if name == config.domain else ()):
        yield config.whole(each.host), context.place("hosts", index, "host")
