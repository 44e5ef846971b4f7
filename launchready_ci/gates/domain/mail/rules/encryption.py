"""Is mail to the domain encrypted on its way? MTA-STS, RFC 8461; TLS-RPT, RFC 8460."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.mail.facts import Encryption
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
    wrong = [fault.message for fault in facts.faults]
    wrong += [facts.unfetched] if facts.unfetched else []
    wrong += [fault.message for fault in facts.policy.faults] if facts.policy else []
    wrong += [f"the policy does not name the server {shown(host)}" for host in facts.unnamed]
    for message in wrong:
        yield Finding(f"{facts.subject}: {message}", facts.place, message)


@rule("LR-DOM091", "mta-sts-missing", judges=Encryption, severity=Severity.NOTE)
def mta_sts_missing(facts: Encryption) -> Iterator[Finding]:
    """The domain does not ask senders to encrypt mail.

    Why: who sits on the way can have mail to you sent in the open.
    Fix: announce a policy in `mode: testing` first; your mail service says how.
    """
    if facts.takes_mail and not facts.announced:
        yield Finding(f"{facts.subject} has no MTA-STS", facts.place)


@rule("LR-DOM092", "tls-rpt-broken", judges=Encryption, severity=Severity.WARNING)
def tls_rpt_broken(facts: Encryption) -> Iterator[Finding]:
    """Senders cannot use the record that says where to report failed encryption.

    Why: no report comes, and nobody hears of mail that is stuck.
    Fix: one TXT record of _smtp._tls.DOMAIN: `v=TLSRPTv1; rua=mailto:tls@DOMAIN`.
    """
    for fault in facts.report_faults:
        yield Finding(f"_smtp._tls.{facts.subject}: {fault.message}", facts.place, fault.message)


@rule("LR-DOM093", "tls-rpt-missing", judges=Encryption, severity=Severity.NOTE)
def tls_rpt_missing(facts: Encryption) -> Iterator[Finding]:
    """A domain with MTA-STS does not say where to report failed encryption.

    Why: with `mode: enforce` such mail is held back, and nobody hears of it.
    Fix: a TXT record of _smtp._tls.DOMAIN: `v=TLSRPTv1; rua=mailto:tls@DOMAIN`.
    """
    if facts.announced and not facts.reporting:
        yield Finding(f"{facts.subject} has no TLS-RPT", facts.place)


RULES = (mta_sts_broken, mta_sts_missing, tls_rpt_broken, tls_rpt_missing)
