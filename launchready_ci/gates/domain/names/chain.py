"""Where does the chain of DNSSEC break? RFC 4035, section 5.

Most resolvers do not check it, so the domain's own part is checked here: the DS record of its
parent, its keys, and their signatures of themselves and of its SOA record.
"""

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from launchready_ci.gates.domain.resolver import NoAnswer, Resolver
from launchready_ci.nodes import listed

if TYPE_CHECKING:
    from dns.rdtypes.ANY.DNSKEY import DNSKEY
    from dns.rdtypes.ANY.DS import DS
    from dns.rrset import RRset

MOST = 20
"""Records of a kind: a domain has two or three, and each is tried with each (CVE-2023-50387)."""
KNOWN = (8, 10, 13, 14, 15, 16)
"""Algorithms of keys that can be checked here (RFC 8624, 3.1)."""


def broken(name: str, resolver: Resolver) -> str:
    """What is wrong with it; empty where nothing is, or nobody can tell. Raises NoAnswer."""
    from dns.rrset import from_rdata_list

    promised: Sequence[DS] = tuple(_of(resolver.unchecked(name, "DS"), "DS") or ())
    if not promised:
        return ""
    answer = resolver.unchecked(name, "DNSKEY")
    found = _of(answer, "DNSKEY")
    keys: Sequence[DNSKEY] = tuple(found or ())
    if max(len(promised), len(keys)) > MOST:
        return ""
    trusted = [key for key in keys if any(_fits(name, each, key) for each in promised)]
    if not trusted:
        return _another(promised, keys)
    if found is None or not all(key.algorithm in KNOWN for key in keys):
        return ""
    wrong = _unsigned(answer, "DNSKEY", from_rdata_list(found.name, found.ttl, trusted))
    return wrong or _unsigned(resolver.unchecked(name, "SOA"), "SOA", found)


def _of(records: "Iterable[RRset]", kind: str, covers: str = "NONE") -> "RRset | None":
    from dns.rdatatype import from_text

    wanted = from_text(kind), from_text(covers)
    return next((each for each in records if (each.rdtype, each.covers) == wanted), None)


def _fits(name: str, promised: "DS", key: "DNSKEY") -> bool:
    """Is it the digest of that key? One that nobody here can make counts as such."""
    from dns.dnssec import key_id, make_ds
    from dns.exception import DNSException

    if (promised.key_tag, promised.algorithm) != (key_id(key), key.algorithm):
        return False
    try:
        made = make_ds(f"{name}.", key, promised.digest_type, validating=True)
    except DNSException:
        return True
    return bool(made == promised)


def _another(promised: "Sequence[DS]", keys: "Sequence[DNSKEY]") -> str:
    from dns.dnssec import key_id

    def tags(numbers: Iterable[int]) -> str:
        return listed(map(str, sorted(set(numbers))), "and")

    own = f"key {tags(map(key_id, keys))}" if keys else "no key at all"
    parents = tags(each.key_tag for each in promised)
    return f"its parent has the DS record of key {parents}, and the zone has {own}"


def _unsigned(answer: "Sequence[RRset]", kind: str, keys: "RRset") -> str:
    """Why the signature of the records does not hold; empty without one: who left it out?"""
    from dns.dnssec import validate
    from dns.exception import ValidationFailure

    records, signatures = _of(answer, kind), _of(answer, "RRSIG", kind)
    if records is None or signatures is None or len(signatures) > MOST:
        return ""
    try:
        validate(records, signatures, {keys.name: keys})
    except ImportError:  # dnspython takes no cryptography that is older than it wants
        raise NoAnswer("DNSSEC cannot be checked: pip install -U cryptography") from None
    except ValidationFailure:
        ends = max(each.expiration for each in signatures)
        if ends < time.time():
            return f"they ended on {time.strftime('%Y-%m-%d', time.gmtime(ends))}"
        return f"that of its {kind} records is by no key that counts"
    return ""
