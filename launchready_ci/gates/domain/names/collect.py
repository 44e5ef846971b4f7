"""Do the names that people type lead to the app, and only there?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import Facts, NotLookedAt
from launchready_ci.gates.domain.claimable import service
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.names.facts import Chain, Name, Zone
from launchready_ci.gates.domain.resolver import Distrusted, NoAnswer, Resolver

MOST_ALIASES = 10
BESIDE = ("TXT", "MX", "NS", "SOA")


def collect(
    name: str,
    place: Location,
    hosts: tuple[Host, ...],
    resolver: Resolver,
    pool: ThreadPoolExecutor,
) -> Iterator[Facts | Unreadable]:
    """Each host, and the zone; what is not answered is an error."""
    running = [(host, pool.submit(_name, host.name, host.place, resolver)) for host in hosts]
    try:
        yield from _zone(name, place, resolver, pool)
    except NoAnswer as error:
        yield Unreadable(str(error), name, place)
    for host, future in running:
        try:
            yield future.result()
        except NoAnswer as error:
            yield Unreadable(str(error), host.name, host.place)


def dead(name: str, place: Location, why: NoAnswer) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """A domain of which nothing is answered; of a broken DNSSEC chain that is the one finding."""
    if isinstance(why, Distrusted):
        yield Chain(subject=name, place=place, distrusted=str(why))
        yield NotLookedAt(Facts, str(why), failing=True)
    else:
        yield Unreadable(str(why), name, place)


def exists(name: str, resolver: Resolver) -> bool:
    """Does DNS know the name at all? Where it does not answer, that is told elsewhere."""
    try:
        return any(resolver.ask(name, kind).exists for kind in ("A", "TXT", "MX"))
    except NoAnswer:
        return True


def _name(host: str, place: Location, resolver: Resolver) -> Facts:
    aliases, loops = _aliases(host, resolver)
    last = aliases[-1] if aliases else host
    found = (
        ()
        if loops
        else tuple(address for kind in ("A", "AAAA") for address in resolver.ask(last, kind).values)
    )
    beside = tuple(
        kind for kind in BESIDE if aliases and not loops and _stands(resolver, host, kind)
    )
    is_free = bool(aliases) and not loops and not found and not resolver.ask(last, "A").exists
    return Name(
        subject=host,
        place=place,
        exists=exists(host, resolver),
        addresses=found,
        aliases=aliases,
        loops=loops,
        beside=beside,
        claimable=service(last) if is_free else "",
    )


def _aliases(host: str, resolver: Resolver) -> tuple[tuple[str, ...], bool]:
    found = [host]
    while len(found) <= MOST_ALIASES:
        records = resolver.ask(found[-1], "CNAME").values
        if not records:
            return tuple(found[1:]), False
        target = records[0].rstrip(".").lower()
        if target in found:
            break
        found.append(target)
    return tuple(found[1:]), True


def _stands(resolver: Resolver, host: str, kind: str) -> bool:
    """Does a record of the type stand at this very name, and not where the alias leads?"""
    answer = resolver.ask(host, kind)
    return bool(answer.records) and answer.canonical in ("", host)


def _zone(
    name: str, place: Location, resolver: Resolver, pool: ThreadPoolExecutor
) -> Iterator[Facts]:
    """Raises NoAnswer."""
    try:
        found = resolver.ask(name, "NS").values
    except Distrusted as error:
        yield Chain(subject=name, place=place, distrusted=str(error))
        return
    yield Chain(subject=name, place=place)
    servers = sorted(text.rstrip(".").lower() for text in found)
    said = list(pool.map(partial(_serial, resolver, name), servers))
    both = list(zip(servers, said, strict=True))
    serials = {server: each for server, each in both if isinstance(each, int)}
    lame = {server: each for server, each in both if isinstance(each, str)}
    yield Zone(subject=name, place=place, serials=serials, lame=lame)


def _serial(resolver: Resolver, zone: str, server: str) -> int | str:
    """What the server has of the zone, else why it has nothing; raises NoAnswer."""
    asked = resolver.at(server)
    if asked is None:
        return "it has no address"
    try:
        return asked.serial(zone)
    except NoAnswer as error:
        return str(error)
