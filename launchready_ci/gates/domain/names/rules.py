"""What is judged of the names that people type: LR-DOM001 to 019."""

import ipaddress
from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.domain.names.facts import Chain, Name, Zone
from launchready_ci.nodes import shown


@rule("LR-DOM001", "name-without-address", judges=Name)
def name_without_address(facts: Name) -> Iterator[Finding]:
    """A name that people type has no address.

    Why: nobody reaches the app by it: the browser says that the site does not exist.
    Fix: add the A and AAAA records, or the CNAME, that your host shows for the name.
    """
    if not (facts.addresses or facts.loops or facts.claimable):
        way = f", it is an alias of {shown(facts.aliases[-1])}" if facts.aliases else ""
        told = f"has no address{way}" if facts.exists else "does not exist: is it registered?"
        if facts.top:
            told = f"does not exist, nor does .{facts.top}: does the resolver know the public DNS?"
        yield Finding(f"{facts.subject} {told}", facts.place)


@rule("LR-DOM002", "dangling-alias", judges=Name, security=8.1)
def dangling_alias(facts: Name) -> Iterator[Finding]:
    """A name is an alias of something that anybody can register.

    Why: whoever registers it serves pages under your name, with your cookies, and gets a
    certificate for it.
    Fix: take the CNAME record out of DNS today; then, if you still need it, set the service up
    again first and the record after it.
    """
    if not facts.claimable:
        return
    told = f"{facts.subject} is an alias of {shown(facts.aliases[-1])}"
    if facts.proof:
        lacks = f"{facts.claimable} has no site of that name, and anybody may claim it"
        yield Finding(f"{told}; {lacks}: {facts.proof}", facts.place)
    else:
        yield Finding(f"{told}, which is free to take at {facts.claimable}", facts.place)


@rule("LR-DOM003", "alias-loop", judges=Name)
def alias_loop(facts: Name) -> Iterator[Finding]:
    """The aliases of a name lead in a circle, or on and on.

    Why: nobody reaches the app by it.
    Fix: let the CNAME lead to the name that your host shows.
    """
    if facts.loops:
        way = " → ".join(map(shown, (facts.subject, *facts.aliases[:5])))
        yield Finding(f"the aliases of {facts.subject} do not end: {way}", facts.place)


@rule("LR-DOM004", "alias-beside-records", judges=Name)
def alias_beside_records(facts: Name) -> Iterator[Finding]:
    """A name is an alias and has records of its own.

    Why: that is not allowed (RFC 1034, 3.6.2): resolvers see one or the other, and the mail of a
    domain whose own name is an alias gets lost from time to time.
    Fix: at the domain itself use A and AAAA, or what your DNS host calls ALIAS, ANAME or
    flattening; elsewhere take the other records out.
    """
    if facts.beside:
        told = f"{facts.subject} is an alias, and has {', '.join(facts.beside)} too"
        yield Finding(told, facts.place)


@rule("LR-DOM005", "private-address", judges=Name)
def private_address(facts: Name) -> Iterator[Finding]:
    """A public name has an address that only works inside a network.

    Why: people outside get a time-out, or some machine of their own.
    Fix: publish the public address; keep private ones in a zone of their own.
    """
    private = [address for address in facts.addresses if not _public(address)]
    if private and not all(ipaddress.ip_address(a).is_loopback for a in facts.addresses):
        told = f"{facts.subject} has {', '.join(private)}, which nobody outside can reach"
        yield Finding(told, facts.place)


@rule("LR-DOM006", "name-servers-disagree", judges=Zone, severity=Severity.WARNING)
def name_servers_disagree(facts: Zone) -> Iterator[Finding]:
    """The domain's name servers do not serve the same version of it.

    Why: some people get the old records, and others the new ones, for as long as it lasts.
    Fix: wait some minutes after a change, and look again; else ask your DNS host, and take name
    servers out of the registrar's list that no longer serve the domain.
    """
    if len(set(facts.serials.values())) > 1:
        each = ", ".join(f"{shown(name)} {serial}" for name, serial in facts.serials.items())
        yield Finding(f"the serials of {facts.subject} differ: {each}", facts.place)


@rule("LR-DOM007", "name-server-silent", judges=Zone, severity=Severity.WARNING)
def name_server_silent(facts: Zone) -> Iterator[Finding]:
    """A name server of the domain does not serve it.

    Why: each question that goes to it takes seconds longer, or fails.
    Fix: take it out of the NS records and of the registrar's list, or set the zone up on it.
    """
    for server, why in facts.lame.items():
        yield Finding(f"{facts.subject}: {shown(server)}: {shown(why)}", facts.place, server)


@rule("LR-DOM008", "dnssec-broken", judges=Chain)
def dnssec_broken(facts: Chain) -> Iterator[Finding | NotJudged]:
    """The domain's DNSSEC signatures do not hold.

    Why: for everybody whose resolver checks them, Google's and Cloudflare's among them, the
    domain does not exist.
    Fix: take the DS record out at the registrar, or let the DNS host sign anew and copy its DS.
    """
    if facts.refused or facts.broken:
        told = facts.refused or f"the DNSSEC signatures of {facts.subject} do not hold"
        why = facts.broken or "who checks them gets no answer"
        yield Finding(f"{told}: {why}", facts.place)
    elif facts.unanswered:
        yield NotJudged(Outcome.SKIPPED, facts.unanswered)


def _public(address: str) -> bool:
    return ipaddress.ip_address(address).is_global or _is_documentation(address)


def _is_documentation(address: str) -> bool:
    """192.0.2.0/24 and the like (RFC 5737): an example is no mistake."""
    blocks = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
    found = ipaddress.ip_address(address)
    return any(found in ipaddress.ip_network(block) for block in blocks)


RULES = (
    name_without_address,
    dangling_alias,
    alias_loop,
    alias_beside_records,
    private_address,
    name_servers_disagree,
    name_server_silent,
    dnssec_broken,
)
