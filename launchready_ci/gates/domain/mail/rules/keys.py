"""Can receivers check what the domain's services sign? DKIM, RFC 6376."""

import re
from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import Measured, rule
from launchready_ci.gates.domain.mail import tags
from launchready_ci.gates.domain.mail.dkim import parse
from launchready_ci.gates.domain.mail.facts import Signature
from launchready_ci.gates.domain.mail.rules.paste import instead

LEAST, ENOUGH = 1024, 2048
"""Bits of an RSA key: receivers refuse less (RFC 8301, 3.2); less than enough is weak."""


@rule("LR-DOM080", "dkim-missing", judges=Signature)
def dkim_missing(facts: Signature) -> Iterator[Finding]:
    """A DKIM selector has no key in DNS.

    Why: every signature with it fails, so DMARC fails where SPF does: after a forward, always.
    Fix: copy the record that the mail service shows; mind the name, which ends in
    `._domainkey.` and the domain. A selector that is used no more leaves `mail.dkim`.
    """
    if not facts.records:
        yield Finding(f"{facts.subject} has no DKIM key", facts.place)


@rule("LR-DOM081", "dkim-invalid", judges=Signature)
def dkim_invalid(facts: Signature) -> Iterator[Finding]:
    """Receivers cannot use the key of a DKIM selector.

    Why: every signature with it fails.
    Fix: copy the record of the mail service anew, as one record, without quotes or spaces in
    the key; make a new key where it is revoked or shorter than 1024 bits.
    """
    if len(facts.records) > 1:
        told = f"{facts.subject} has {len(facts.records)} records, and only one may be there"
        yield Finding(told, facts.place, fix=_sound(facts))
    elif facts.dkim is None:
        return
    elif facts.dkim.faults:
        told = f"{facts.subject}: {facts.dkim.faults[0].message}"
        yield Finding(told, facts.place, fix=_sound(facts))
    elif facts.dkim.is_revoked:
        yield Finding(f"{facts.subject}: the key is revoked, p= is empty", facts.place)
    elif facts.dkim.kind == "rsa" and facts.dkim.bits < LEAST:
        told = f"the key has {facts.dkim.bits} bits, receivers refuse less than {LEAST}"
        yield Finding(f"{facts.subject}: {told}", facts.place)


@rule("LR-DOM082", "dkim-weak", judges=Signature, severity=Severity.NOTE)
def dkim_weak(facts: Signature) -> Iterator[Finding | Measured]:
    """A DKIM key is shorter than it should be.

    Why: 1024 bits can be broken with money; who does signs in your name.
    Fix: make a key of 2048 bits under a new selector, and change over.
    """
    if facts.dkim and facts.dkim.bits:
        yield Measured({"bits": facts.dkim.bits})
        if facts.dkim.kind == "rsa" and LEAST <= facts.dkim.bits < ENOUGH:
            told = f"{facts.subject}: the key has {facts.dkim.bits} bits, {ENOUGH} are better"
            yield Finding(told, facts.place)


@rule("LR-DOM083", "dkim-testing", judges=Signature, severity=Severity.WARNING)
def dkim_testing(facts: Signature) -> Iterator[Finding]:
    """A DKIM key says that it is only being tried out.

    Why: with `t=y` receivers may treat signed mail as unsigned.
    Fix: take `t=y` out of the record.
    """
    if facts.dkim and not facts.dkim.faults and facts.dkim.is_testing:
        flags = [each for each in facts.dkim.tags.get("t").split(":") if each.strip() != "y"]
        fix = instead(facts.subject, tags.mended(facts.dkim.record, (), {"t": ":".join(flags)}))
        told = f"{facts.subject} says t=y: it is only being tried out"
        yield Finding(told, facts.place, fix=fix)


def _sound(facts: Signature) -> str:
    """The one of its records that receivers can use once its tags are mended; of none the key."""
    for record in facts.records:
        key = re.sub(r"[\s\"\\]", "", tags.parse(record).get("p"))
        whole = tags.mended(record, parse(record).faults, {"v": "DKIM1", "p": key})
        if not (read := parse(whole)).faults and (read.kind != "rsa" or read.bits >= LEAST):
            return instead(facts.subject, whole)
    return ""


RULES = (dkim_missing, dkim_invalid, dkim_weak, dkim_testing)
