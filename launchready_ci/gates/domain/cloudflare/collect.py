"""Is what should be behind Cloudflare's proxies behind them, and reachable only through them?"""

import ipaddress
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context, Facts, NotLookedAt
from launchready_ci.gates.domain.cloudflare.facts import Direct, Origin, Proxied
from launchready_ci.gates.domain.cloudflare.ranges import RANGES
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver

if TYPE_CHECKING:
    import ssl

    from launchready_ci.http import Answer


def collect(
    config: Domain, context: Context, resolver: Resolver
) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """What the section ``cloudflare`` names; nothing without it."""
    wanted = config.cloudflare
    if wanted is None:
        for facts in (Proxied, Direct, Origin):
            yield NotLookedAt(facts, "no section domain.cloudflare in launchready.yaml")
        return
    for kind, names in (("proxied", wanted.proxied), ("direct", wanted.direct)):
        for index, name in enumerate(names):
            place = context.place("cloudflare", kind, index)
            host = config.whole(name)
            try:
                addresses = resolver.ask(host, "A").values + resolver.ask(host, "AAAA").values
            except NoAnswer as error:
                yield Unreadable(str(error), host, place)
                continue
            inside = tuple(filter(is_proxy, addresses))
            outside = tuple(address for address in addresses if address not in inside)
            if kind == "direct":
                yield Direct(subject=host, place=place, inside=inside)
            else:
                ray = bool(outside) or _has_ray(config, context, resolver, host)
                yield Proxied(subject=host, place=place, outside=outside, unmarked=not ray)
    if wanted.origin:
        yield _origin(config, context, resolver, wanted.origin)


def is_proxy(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return any(found in network for network in _networks())


@cache
def _networks() -> "list[ipaddress.IPv4Network | ipaddress.IPv6Network]":
    return list(map(ipaddress.ip_network, RANGES))


def _has_ray(config: Domain, context: Context, resolver: Resolver, host: str) -> bool:
    """Whether Cloudflare marks its answer; one that does not come is told elsewhere."""
    answer = _asked(config.front("https", host), context, resolver)
    return answer is None or "cf-ray" in answer.headers


def _origin(config: Domain, context: Context, resolver: Resolver, address: str) -> Facts:
    """Is the page there for whoever knows the address? Its certificate may be Cloudflare's own."""
    from launchready_ci.trust import unchecked

    home = f"{config.canonical.rstrip('/')}/"
    there = _asked(home, context, resolver)
    behind = _asked(home, context, resolver, address, unchecked())
    place = context.place("cloudflare", "origin")
    return Origin(subject=address, place=place, same=_same(there, behind))


def _asked(
    url: str,
    context: Context,
    resolver: Resolver,
    address: str = "",
    tls: "ssl.SSLContext | None" = None,
) -> "Answer | None":
    from launchready_ci.http import Client, HttpError

    def resolve(host: str, _: int) -> tuple[str, ...]:
        return (address,) if address else resolver.addresses(host)

    with Client(url, environ=context.environ, tls=tls, resolve=resolve) as client:
        try:
            return client.request("GET", url, follow=False, partial=True)
        except HttpError:
            return None


def _same(one: "Answer | None", other: "Answer | None") -> bool:
    """The same page, but for a nonce in it: its body, or its title."""
    from launchready_ci.gates.smoke.markup import read

    if one is None or other is None or not 200 <= other.status < 400:
        return False
    title = read(one.url, one.text).title
    return one.body == other.body or bool(title and title == read(other.url, other.text).title)
