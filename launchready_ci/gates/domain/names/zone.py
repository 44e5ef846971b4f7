"""Do the domain's name servers serve one and the same zone, and does DNSSEC lead to it?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import Facts, NotLookedAt
from launchready_ci.gates.domain.names.facts import Chain, Zone
from launchready_ci.gates.domain.resolver import Distrusted, NoAnswer, Resolver


def dead(
    name: str, place: Location, why: NoAnswer, resolver: Resolver
) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """A domain of which nothing is answered; of a broken DNSSEC chain that is the one finding."""
    if isinstance(why, Distrusted):
        yield _chain(name, place, resolver, str(why))
        yield NotLookedAt(Facts, str(why), failing=True)
    else:
        yield Unreadable(str(why), name, place)


def collect(
    name: str, place: Location, resolver: Resolver, pool: ThreadPoolExecutor
) -> Iterator[Facts | Unreadable]:
    """What is not answered is an error."""
    try:
        yield from _zone(name, place, resolver, pool)
    except NoAnswer as error:
        yield Unreadable(str(error), name, place)


def _zone(
    name: str, place: Location, resolver: Resolver, pool: ThreadPoolExecutor
) -> Iterator[Facts]:
    """Raises NoAnswer."""
    try:
        found = resolver.ask(name, "NS").values
    except Distrusted as error:
        yield _chain(name, place, resolver, str(error))
        return
    yield _chain(name, place, resolver)
    servers = sorted(text.rstrip(".").lower() for text in found)
    said = list(pool.map(partial(_serial, resolver, name), servers))
    both = list(zip(servers, said, strict=True))
    serials = {server: each for server, each in both if isinstance(each, int)}
    lame = {server: each for server, each in both if isinstance(each, str)}
    yield Zone(subject=name, place=place, serials=serials, lame=lame)


def _chain(name: str, place: Location, resolver: Resolver, refused: str = "") -> Facts:
    """``refused`` is what a resolver says that checks DNSSEC."""
    from launchready_ci.gates.domain.names.chain import broken

    facts = Chain(subject=name, place=place, refused=refused)
    try:
        return replace(facts, broken=broken(name, resolver))
    except NoAnswer as error:
        return replace(facts, unanswered=str(error))


def _serial(resolver: Resolver, zone: str, server: str) -> int | str:
    """What the server has of the zone, else why it has nothing; raises NoAnswer."""
    asked = resolver.at(server)
    if asked is None:
        return "it has no address"
    try:
        return asked.serial(zone)
    except NoAnswer as error:
        return str(error)
