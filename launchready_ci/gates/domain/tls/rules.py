"""What is judged of certificates and TLS: LR-DOM030 to 039."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import Measured, NotJudged, rule
from launchready_ci.gates.domain.tls.caa import forbids
from launchready_ci.gates.domain.tls.facts import Certificate, Versions
from launchready_ci.nodes import listed, shown
from launchready_ci.units import Duration

LAST_DAYS = 7
"""Fewer left is a launch blocker: somebody has to be there at the weekend."""
LEAST = {"rsa": 2048}
CURVES = 224
BROKEN = ("md5", "sha1")


@rule("LR-DOM030", "certificate-refused", judges=Certificate)
def certificate_refused(facts: Certificate) -> Iterator[Finding]:
    """Browsers refuse the certificate of a name.

    Why: people see a warning in the place of the app, and programs nothing at all.
    Fix: get a certificate for this very name, serve it with its whole chain, and let the host
    renew it by itself.
    """
    if facts.invalid:
        yield Finding(f"{facts.subject}: the certificate {facts.invalid}", facts.place)


@rule("LR-DOM031", "certificate-ends-now", judges=Certificate)
def certificate_ends_now(facts: Certificate) -> Iterator[Finding | Measured]:
    """A certificate is valid for less than a week.

    Why: renewal should have been done weeks ago, so it is broken; after the end nobody gets in.
    Fix: renew it today, and find out why it was not: the log of certbot, or the host's page for
    the domain. CAA records, a closed port 80 and a moved DNS zone are what stops it most often.
    """
    if facts.days_left <= 0:
        return  # refused, and told so
    yield Measured({"days_left": round(facts.days_left, 1)})
    if facts.days_left < LAST_DAYS:
        yield Finding(f"{facts.subject}: {_ends(facts)}", facts.place)


@rule("LR-DOM032", "certificate-ends-soon", judges=Certificate, severity=Severity.WARNING)
def certificate_ends_soon(facts: Certificate) -> Iterator[Finding]:
    """A certificate is valid for less time than is asked for.

    Why: most are renewed a month before their end; one that was not will run out.
    Fix: see why it is not renewed; `domain: {certificate: {expect: {valid_for: 21d}}}` is what
    is asked for.
    """
    if facts.days_left >= LAST_DAYS and facts.days_left * 86_400 < facts.wanted:
        days = Duration(facts.wanted) / 86_400
        told = f"{_ends(facts)}, expected at least {days:g} days"
        yield Finding(f"{facts.subject}: {told}", facts.place)


@rule("LR-DOM033", "certificate-weak", judges=Certificate, severity=Severity.WARNING)
def certificate_weak(facts: Certificate) -> Iterator[Finding]:
    """A certificate has a key or a signature that can be broken.

    Why: who breaks it can show itself as your app; browsers refuse such ones more and more.
    Fix: get a new certificate, with an RSA key of 2048 bits or an elliptic curve.
    """
    least = LEAST.get(facts.key, CURVES)
    if 0 < facts.bits < least:
        told = f"its key has {facts.bits} bits, expected at least {least}"
        yield Finding(f"{facts.subject}: {told}", facts.place, "key")
    if facts.digest in BROKEN:
        told = f"it is signed with {facts.digest.upper()}"
        yield Finding(f"{facts.subject}: {told}", facts.place, "signature")


@rule("LR-DOM035", "caa-forbids-issuer", judges=Certificate, severity=Severity.WARNING)
def caa_forbids_issuer(facts: Certificate) -> Iterator[Finding]:
    """CAA records forbid the authority that issued the certificate to issue another.

    Why: the next renewal fails, and nobody hears of it until the certificate has ended.
    Fix: add a CAA record for the authority: `0 issue "letsencrypt.org"`, for example.
    """
    if forbids(facts.issuers, facts.issuer):
        names = listed(name or "nobody" for name in facts.issuers or ())
        told = f"CAA lets {shown(names)} issue, the certificate is by {shown(facts.issuer)}"
        yield Finding(f"{facts.subject}: {told}", facts.place)


@rule("LR-DOM034", "old-tls", judges=Versions, severity=Severity.WARNING)
def old_tls(facts: Versions) -> Iterator[Finding | NotJudged]:
    """A server still speaks a version of TLS that is out of use.

    Why: RFC 8996 forbids TLS 1.0 and 1.1, and so do audits; browsers do not need them.
    Fix: allow TLS 1.2 and 1.3 only: `ssl_protocols TLSv1.2 TLSv1.3;` in nginx, "minimum TLS
    version" at Cloudflare and other hosts.
    """
    if facts.spoken:
        told = f"{facts.subject} still speaks {listed(facts.spoken, 'and')}"
        yield Finding(told, facts.place)
    elif facts.untried:
        told = f"this machine's OpenSSL cannot ask for {listed(facts.untried)}"
        yield NotJudged(Outcome.SKIPPED, told)


def _ends(facts: Certificate) -> str:
    by = f" (by {shown(facts.issuer)})" if facts.issuer else ""
    return f"the certificate{by} ends in {facts.days_left:.0f} days, on {facts.ends:%Y-%m-%d}"


RULES = (
    certificate_refused,
    certificate_ends_now,
    certificate_ends_soon,
    certificate_weak,
    old_tls,
    caa_forbids_issuer,
)
