"""Is mail to the domain encrypted on its way? MTA-STS, RFC 8461; TLS-RPT, RFC 8460."""

import re
from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.mail import tags
from launchready_ci.gates.domain.mail.facts import Encryption
from launchready_ci.gates.domain.mail.rules.paste import instead, new
from launchready_ci.gates.domain.mail.transport import MODES, REPORT
from launchready_ci.nodes import shown


@rule("LR-DOM090", "mta-sts-broken", judges=Encryption, severity=Severity.WARNING)
def mta_sts_broken(facts: Encryption) -> Iterator[Finding]:
    """The domain announces MTA-STS, and senders cannot use it.

    Why: they go on without it, or hold a policy that no longer fits and stop delivering.
    Fix: serve the file at https://mta-sts.DOMAIN/.well-known/mta-sts.txt, with every mail server
    in it, and give `id=` a new value at each change.
    """
    if not facts.announced:
        return
    for fault in facts.faults:
        yield Finding(
            f"{facts.subject}: {fault.message}", facts.place, fault.message, fix=_again(facts)
        )
    wrong = [facts.unfetched] if facts.unfetched else []
    wrong += [fault.message for fault in facts.policy.faults] if facts.policy else []
    wrong += [f"the policy does not name the server {shown(host)}" for host in facts.unnamed]
    for message in wrong:
        fix = f"{_file(facts)}\n{_again(facts)}"
        yield Finding(f"{facts.subject}: {message}", facts.place, message, fix=fix)


@rule("LR-DOM091", "mta-sts-missing", judges=Encryption, severity=Severity.NOTE)
def mta_sts_missing(facts: Encryption) -> Iterator[Finding]:
    """The domain does not ask senders to encrypt mail.

    Why: who sits on the way can have mail to you sent in the open.
    Fix: announce a policy in `mode: testing` first; your mail service says how.
    """
    if facts.takes_mail and not facts.announced:
        fix = f"{_file(facts)}\n{new(f'_mta-sts.{facts.subject}', 'v=STSv1; id=1')}"
        yield Finding(f"{facts.subject} has no MTA-STS", facts.place, fix=fix)


@rule("LR-DOM092", "tls-rpt-broken", judges=Encryption, severity=Severity.WARNING)
def tls_rpt_broken(facts: Encryption) -> Iterator[Finding]:
    """Senders cannot use the record that says where to report failed encryption.

    Why: no report comes, and nobody hears of mail that is stuck.
    Fix: one TXT record of _smtp._tls.DOMAIN: `v=TLSRPTv1; rua=mailto:tls@DOMAIN`.
    """
    name = f"_smtp._tls.{facts.subject}"
    for fault in facts.report_faults:
        fix = instead(name, _reports(facts))
        yield Finding(f"{name}: {fault.message}", facts.place, fault.message, fix=fix)


@rule("LR-DOM093", "tls-rpt-missing", judges=Encryption, severity=Severity.NOTE)
def tls_rpt_missing(facts: Encryption) -> Iterator[Finding]:
    """A domain with MTA-STS does not say where to report failed encryption.

    Why: with `mode: enforce` such mail is held back, and nobody hears of it.
    Fix: a TXT record of _smtp._tls.DOMAIN: `v=TLSRPTv1; rua=mailto:tls@DOMAIN`.
    """
    if facts.announced and not facts.reporting:
        fix = new(f"_smtp._tls.{facts.subject}", _reports(facts))
        yield Finding(f"{facts.subject} has no TLS-RPT", facts.place, fix=fix)


def _file(facts: Encryption) -> str:
    """A policy that fits; ``testing`` unless it is in force already."""
    mode = facts.policy.mode if facts.policy and facts.policy.mode in MODES else "testing"
    lines = ["version: STSv1", f"mode: {mode}", *(f"mx: {host}" for host in facts.hosts)]
    url = f"https://mta-sts.{facts.subject}/.well-known/mta-sts.txt"
    return "\n".join((f"The file {url}:", *lines, "max_age: 604800"))


def _again(facts: Encryption) -> str:
    """The announcement, with another ``id``, by which senders see that the policy is new."""
    old = re.sub("[^A-Za-z0-9]", "", tags.parse(facts.announced[0]).get("id"))
    return instead(f"_mta-sts.{facts.subject}", f"v=STSv1; id={old[:31]}1")


def _reports(facts: Encryption) -> str:
    """The record with the addresses that count, and an address of the domain where none does."""
    texts = [tags.parse(record).get("rua") for record in facts.reporting]
    given = [address.strip() for text in texts for address in text.split(",")]
    sound = [address for address in dict.fromkeys(given) if REPORT.fullmatch(address)]
    return f"v=TLSRPTv1; rua={','.join(sound) or f'mailto:tls@{facts.subject}'}"


RULES = (mta_sts_broken, mta_sts_missing, tls_rpt_broken, tls_rpt_missing)
