"""Do the names that people type lead to the app, and only there?"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context, Facts
from launchready_ci.gates.domain.claimable import service
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.names.facts import Name
from launchready_ci.gates.domain.names.unclaimed import proof
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver

MOST_ALIASES = 10
BESIDE = ("TXT", "MX", "NS", "SOA")


def collect(
    config: Domain,
    context: Context,
    hosts: tuple[Host, ...],
    resolver: Resolver,
    pool: ThreadPoolExecutor,
) -> Iterator[Facts | Unreadable]:
    """Each host, once it is asked for; all are looked at from now on."""
    asked = partial(_name, config, context.environ, resolver)
    return _answered([(host, pool.submit(asked, host)) for host in hosts])


def _answered(running: "list[tuple[Host, Future[Facts]]]") -> Iterator[Facts | Unreadable]:
    """What is not answered is an error."""
    for host, future in running:
        try:
            yield future.result()
        except NoAnswer as error:
            yield Unreadable(str(error), host.name, host.place)


def exists(name: str, resolver: Resolver) -> bool:
    """Does DNS know the name at all? Where it does not answer, that is told elsewhere."""
    try:
        return any(resolver.ask(name, kind).exists for kind in ("A", "TXT", "MX"))
    except NoAnswer:
        return True


def _name(config: Domain, environ: Mapping[str, str], resolver: Resolver, host: Host) -> Facts:
    aliases, loops = _aliases(host.name, resolver)
    is_there, top = exists(host.name, resolver), host.name.rpartition(".")[2]
    facts = Name(
        subject=host.name,
        place=host.place,
        exists=is_there,
        top="" if is_there or exists(top, resolver) else top,
        aliases=aliases,
        loops=loops,
    )
    if loops:
        return facts
    last = aliases[-1] if aliases else host.name
    addresses = tuple(a for kind in ("A", "AAAA") for a in resolver.ask(last, kind).values)
    facts = replace(facts, addresses=addresses)
    if not aliases:
        return facts
    beside = tuple(kind for kind in BESIDE if _stands(resolver, host.name, kind))
    facts, owner = replace(facts, beside=beside), service(aliases)
    if owner is None:
        return facts
    is_free = not addresses and owner.gives(last) and not resolver.ask(last, "A").exists
    shows = "" if is_free else proof(config, environ, host, owner)
    return replace(facts, claimable=owner.name, proof=shows) if is_free or shows else facts


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
