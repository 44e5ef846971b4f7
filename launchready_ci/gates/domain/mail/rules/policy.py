"""What becomes of mail that only claims to be the domain's? DMARC, RFC 7489."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.mail.dmarc import POLICIES, Dmarc, parse
from launchready_ci.gates.domain.mail.facts import Asked
from launchready_ci.gates.domain.mail.rules.paste import instead, new
from launchready_ci.nodes import shown

ONCE_READ = "Once the reports show nothing of yours failing:"


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
    fix = instead(facts.subject, record) if facts.nearly else new(facts.subject, record)
    yield Finding(f"{facts.subject} has no DMARC record{near}", facts.place, fix=fix)


@rule("LR-DOM071", "dmarc-invalid", judges=Asked)
def dmarc_invalid(facts: Asked) -> Iterator[Finding]:
    """Receivers cannot use the DMARC record.

    Why: they treat the domain as if it had none.
    Fix: put the corrected record into DNS in the place of the broken one.
    """
    if len(facts.records) > 1:
        told = f"{facts.subject} has {len(facts.records)} DMARC records, and only one may be there"
        strictest = max(map(parse, facts.records), key=lambda each: POLICIES.index(each.policy))
        yield Finding(told, facts.place, fix=_instead(facts, strictest))
    elif facts.dmarc and facts.dmarc.is_void:
        wrong = [fault for fault in facts.dmarc.faults if not fault.risky]
        told = f"{facts.subject}: {wrong[0].message}, in {shown(facts.dmarc.record)}"
        yield Finding(told, facts.place, fix=_instead(facts, facts.dmarc))


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
        yield Finding(told, facts.place, fault.message, fix=_instead(facts, facts.dmarc))


@rule("LR-DOM073", "dmarc-lets-pass", judges=Asked, severity=Severity.NOTE)
def dmarc_lets_pass(facts: Asked) -> Iterator[Finding]:
    """The DMARC policy lets forged mail pass.

    Why: with `p=none`, or a `pct` below 100, receivers only watch.
    Fix: once the reports show nothing of yours failing, say `p=quarantine`, then `p=reject`.
    """
    dmarc = facts.dmarc
    if dmarc is None or dmarc.is_void:
        return
    policy = "quarantine" if dmarc.policy == "none" else dmarc.policy
    fix = f"{ONCE_READ}\n{_instead(facts, dmarc, p=policy, pct='')}"
    if dmarc.policy == "none":
        yield Finding(f"{facts.subject}: p=none lets forged mail pass", facts.place, fix=fix)
    elif dmarc.percent < 100:
        told = f"pct={dmarc.percent} lets {100 - dmarc.percent} of 100 forged mails pass"
        yield Finding(f"{facts.subject}: {told}", facts.place, fix=fix)


@rule("LR-DOM074", "dmarc-open-subdomains", judges=Asked, severity=Severity.WARNING)
def dmarc_open_subdomains(facts: Asked) -> Iterator[Finding]:
    """Subdomains are guarded less than the domain.

    Why: who forges mail takes `billing.` and the domain, where the policy is weaker.
    Fix: take `sp=` out, or make it as strict as `p=`.
    """
    dmarc = facts.dmarc
    if dmarc and POLICIES.index(dmarc.subdomains) < POLICIES.index(dmarc.policy):
        told = f"sp={dmarc.subdomains} is weaker than p={dmarc.policy}"
        yield Finding(f"{facts.subject}: {told}", facts.place, fix=_instead(facts, dmarc, sp=""))


@rule("LR-DOM075", "dmarc-report-refused", judges=Asked, severity=Severity.WARNING)
def dmarc_report_refused(facts: Asked) -> Iterator[Finding]:
    """Reports go to a domain that does not say that it takes them.

    Why: receivers then send none (RFC 7489, 7.1), and nobody hears of forged or failing mail.
    Fix: its owner adds the record below, or the reports go to an address of your own domain.
    """
    domain = facts.subject.removeprefix("_dmarc.")
    for to in facts.refused:
        told = f"{facts.subject}: reports go to {shown(to)}, which does not say that it takes them"
        fix = (
            f"{new(f'{domain}._report._dmarc.{to}', 'v=DMARC1')}\nThe owner of {shown(to)} adds it."
        )
        yield Finding(told, facts.place, to, fix=fix)


@rule("LR-DOM076", "dmarc-unheard", judges=Asked, severity=Severity.NOTE)
def dmarc_unheard(facts: Asked) -> Iterator[Finding]:
    """Nobody gets the DMARC reports.

    Why: without them nobody knows which of your services fail, so the policy stays at `none`.
    Fix: add `rua=mailto:` and an address that somebody, or a service, reads.
    """
    if facts.dmarc and not facts.dmarc.is_void and not facts.dmarc.tags.get("rua"):
        address = f"mailto:dmarc@{facts.subject.removeprefix('_dmarc.')}"
        fix = (
            f"{_instead(facts, facts.dmarc, rua=address)}\nThe address is one that somebody reads."
        )
        yield Finding(f"{facts.subject} names no address for reports", facts.place, fix=fix)


def _instead(facts: Asked, dmarc: Dmarc, **changed: str) -> str:
    return instead(facts.subject, dmarc.mended(**changed))


RULES = (
    dmarc_missing,
    dmarc_invalid,
    dmarc_doubtful,
    dmarc_lets_pass,
    dmarc_open_subdomains,
    dmarc_report_refused,
    dmarc_unheard,
)
