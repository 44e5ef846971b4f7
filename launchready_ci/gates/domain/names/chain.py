"""Where does the chain of DNSSEC break? RFC 4035, section 5."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from launchready_ci.gates.domain.resolver import NoAnswer, Resolver
from launchready_ci.nodes import listed

if TYPE_CHECKING:
    from dns.rdata import Rdata
    from dns.rdtypes.ANY.DNSKEY import DNSKEY
    from dns.rdtypes.ANY.DS import DS
    from dns.rdtypes.ANY.RRSIG import RRSIG

MOST = 20
"""Records of a kind that are looked at: a domain has two or three."""


def broken(name: str, resolver: Resolver) -> str:
    """What is wrong with the domain's own part of it, as far as that can be told."""
    from dns.dnssec import key_id

    try:
        parent = resolver.unchecked(name, "DS")
        keys = resolver.unchecked(name, "DNSKEY")
        signed = [*keys, *resolver.unchecked(name, "SOA")]
    except NoAnswer:
        return "who checks them gets no answer"
    promised: list[DS] = _of(parent, "DS")
    there: list[DNSKEY] = _of(keys, "DNSKEY")
    signatures: list[RRSIG] = _of(signed, "RRSIG")
    if promised and not any(_fits(name, each, key) for each in promised for key in there):
        tags = _listed(each.key_tag for each in promised)
        own = f"key {_listed(map(key_id, there))}" if there else "no key at all"
        return f"its parent has the DS record of key {tags}, and the zone has {own}"
    if ended := [each.expiration for each in signatures if each.expiration < time.time()]:
        return f"they ended on {time.strftime('%Y-%m-%d', time.gmtime(max(ended)))}"
    return "who checks them gets no answer"


def _listed(tags: Iterable[int]) -> str:
    return listed(map(str, sorted(set(tags))), "and")


def _of(records: "Iterable[Rdata]", kind: str) -> list:  # type: ignore[type-arg]
    from dns.rdatatype import from_text

    return [record for record in records if record.rdtype == from_text(kind)][:MOST]


def _fits(name: str, promised: "DS", key: "DNSKEY") -> bool:
    """Is it the digest of that key? One that nobody here can make counts as such."""
    from dns.dnssec import make_ds
    from dns.exception import DNSException

    try:
        made = make_ds(f"{name}.", key, promised.digest_type, validating=True)
    except DNSException:
        return True
    return bool(made == promised)
