"""What becomes of mail that only claims to be the domain's? DMARC, RFC 7489."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.mail import tags
from launchready_ci.gates.domain.mail.dmarc import POLICIES, Dmarc
from launchready_ci.gates.domain.mail.facts import Asked
from launchready_ci.nodes import shown


@rule("LR-DOM070", "dmarc-missing", judges=Asked)
def dmarc_missing(facts: Asked) -> Iterator[Finding]:
    """The domain has no DMARC record.

    Why: Gmail, Yahoo and Outlook want one from whoever sends in numbers; without it mail lands
    in spam, and nobody tells you who forges it.
    Fix: begin with `p=none` and an address for reports, as TXT of `_dmarc.` and the domain.
    """
    if facts.records:
        return
    near = f": {shown(facts.nearly[0])} is none, v=DMARC1 comes first" if facts.nearly else ""
    policy = "none" if facts.sends else "reject"
    record = f"v=DMARC1; p={policy}; rua=mailto:dmarc@{facts.subject.removeprefix('_dmarc.')}"
    fix = f"A TXT record of {facts.subject}:\n{record}"
    yield Finding(f"{facts.subject} has no DMARC record{near}", facts.place, fix=fix)


@rule("LR-DOM071", "dmarc-invalid", judges=Asked)
def dmarc_invalid(facts: Asked) -> Iterator[Finding]:
    """Receivers cannot use the DMARC record.

    Why: they treat the domain as if it had none.
    Fix: put the corrected record into DNS in the place of the broken one.
    """
    if len(facts.records) > 1:
        told = f"{facts.subject} has {len(facts.records)} DMARC records, and only one may be there"
        yield Finding(told, facts.place, fix="Keep one of:\n" + "\n".join(facts.records))
    elif facts.dmarc and facts.dmarc.is_void:
        wrong = [fault for fault in facts.dmarc.faults if not fault.risky]
        told = f"{facts.subject}: {wrong[0].message}, in {shown(facts.dmarc.record)}"
        yield Finding(told, facts.place, fix=_instead(facts.dmarc))


@rule("LR-DOM072", "dmarc-doubtful", judges=Asked, severity=Severity.WARNING)
def dmarc_doubtful(facts: Asked) -> Iterator[Finding]:
    """A part of the DMARC record is ignored by receivers.

    Why: it does less than it seems to: reports do not come, or the policy is another one.
    Fix: put the corrected record into DNS.
    """
    if facts.dmarc is None or facts.dmarc.is_void:
        return
    for fault in facts.dmarc.faults:
        told = f"{facts.subject}: {fault.message}"
        yield Finding(told, facts.place, fault.message, fix=_instead(facts.dmarc))


@rule("LR-DOM073", "dmarc-lets-pass", judges=Asked, severity=Severity.NOTE)
def dmarc_lets_pass(facts: Asked) -> Iterator[Finding]:
    """The DMARC policy lets forged mail pass.

    Why: with `p=none`, or a `pct` below 100, receivers only watch.
    Fix: once the reports show nothing of yours failing, say `p=quarantine`, then `p=reject`.
    """
    dmarc = facts.dmarc
    if dmarc is None or dmarc.is_void:
        return
    if dmarc.policy == "none":
        yield Finding(f"{facts.subject}: p=none lets forged mail pass", facts.place)
    elif dmarc.percent < 100:
        told = f"pct={dmarc.percent} lets {100 - dmarc.percent} of 100 forged mails pass"
        yield Finding(f"{facts.subject}: {told}", facts.place)


@rule("LR-DOM074", "dmarc-open-subdomains", judges=Asked, severity=Severity.WARNING)
def dmarc_open_subdomains(facts: Asked) -> Iterator[Finding]:
    """Subdomains are guarded less than the domain.

    Why: who forges mail takes `billing.` and the domain, where the policy is weaker.
    Fix: take `sp=` out, or make it as strict as `p=`.
    """
    dmarc = facts.dmarc
    if dmarc and POLICIES.index(dmarc.subdomains) < POLICIES.index(dmarc.policy):
        told = f"sp={dmarc.subdomains} is weaker than p={dmarc.policy}"
        mended = tags.mended(dmarc.record, (tags.Fault("", {"sp": ""}),))
        fix = f"The corrected record:\n{mended}"
        yield Finding(f"{facts.subject}: {told}", facts.place, fix=fix)


@rule("LR-DOM075", "dmarc-report-refused", judges=Asked, severity=Severity.WARNING)
def dmarc_report_refused(facts: Asked) -> Iterator[Finding]:
    """Reports go to a domain that does not say that it takes them.

    Why: receivers then send none (RFC 7489, 7.1), and nobody hears of forged or failing mail.
    Fix: its owner adds the record below, or the reports go to an address of your own domain.
    """
    domain = facts.subject.removeprefix("_dmarc.")
    for to in facts.refused:
        told = f"{facts.subject}: reports go to {shown(to)}, which does not say that it takes them"
        fix = f"A TXT record of {domain}._report._dmarc.{to}, made by its owner:\nv=DMARC1"
        yield Finding(told, facts.place, to, fix=fix)


@rule("LR-DOM076", "dmarc-unheard", judges=Asked, severity=Severity.NOTE)
def dmarc_unheard(facts: Asked) -> Iterator[Finding]:
    """Nobody gets the DMARC reports.

    Why: without them nobody knows which of your services fail, so the policy stays at `none`.
    Fix: add `rua=mailto:` and an address that somebody, or a service, reads.
    """
    if facts.dmarc and not facts.dmarc.is_void and not facts.dmarc.tags.get("rua"):
        yield Finding(f"{facts.subject} names no address for reports", facts.place)


def _instead(dmarc: Dmarc) -> str:
    return f"The corrected record:\n{tags.mended(dmarc.record, dmarc.faults)}"


RULES = (
    dmarc_missing,
    dmarc_invalid,
    dmarc_doubtful,
    dmarc_lets_pass,
    dmarc_open_subdomains,
    dmarc_report_refused,
    dmarc_unheard,
)
