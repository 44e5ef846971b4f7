"""What is judged of cookies and headers: LR-GRD080 to 099."""

import re
from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, Said, rule
from launchready_ci.gates.guardrails.browsers.facts import Headers, SessionCookie
from launchready_ci.nodes import shown

WARNING, NOTE = Severity.WARNING, Severity.NOTE
HALF_A_YEAR = 15_768_000
"""Seconds."""
NEEDS_TLS = NotJudged(Outcome.SKIPPED, "over plain http on this machine there is nothing to judge")


@rule("LR-GRD080", "readable-session", judges=SessionCookie, severity=WARNING, security=5.4)
def readable_session(facts: SessionCookie) -> Iterator[Finding]:
    """Scripts of the page can read the session's cookie.

    Why: one line of foreign script, in a comment or a package, sends it away, and whoever has it
    is signed in.
    Fix: set it with `HttpOnly`.
    """
    if "httponly" not in facts.attributes:
        yield Finding(f"{_named(facts)} is set without HttpOnly", facts.place, facts.name)


@rule(
    "LR-GRD081",
    "session-in-the-open",
    judges=SessionCookie,
    severity=WARNING,
    security=5.9,
)
def session_in_the_open(facts: SessionCookie) -> Iterator[Said]:
    """The session's cookie goes over plain http too.

    Why: one link to `http://` is enough for everybody on the way to read it.
    Fix: set it with `Secure`: `SESSION_COOKIE_SECURE = True` in Flask and Django,
    `cookie: {secure: true}` in Express, with the app told to trust its proxy.
    """
    if facts.loopback and not facts.https:
        yield NEEDS_TLS
    elif "secure" not in facts.attributes:
        yield Finding(f"{_named(facts)} is set without Secure", facts.place, facts.name)


@rule("LR-GRD082", "session-from-other-sites", judges=SessionCookie, severity=WARNING)
def session_from_other_sites(facts: SessionCookie) -> Iterator[Finding]:
    """The session's cookie is sent with requests that other websites make.

    Why: a page elsewhere can press the app's buttons in the name of its visitor (CSRF).
    Fix: set it with `SameSite=Lax`. Where the app must work in frames of other sites keep `None`,
    and hold a CSRF token with every change.
    """
    if facts.attributes.get("samesite", "").lower() == "none":
        yield Finding(f"{_named(facts)} is set with SameSite=None", facts.place, facts.name)


@rule("LR-GRD083", "session-without-samesite", judges=SessionCookie, severity=NOTE)
def session_without_samesite(facts: SessionCookie) -> Iterator[Finding]:
    """The session's cookie does not say whether other websites' requests may carry it.

    Why: Chrome takes that for `Lax`, Safari and Firefox send it along.
    Fix: set it with `SameSite=Lax`.
    """
    if not facts.attributes.get("samesite"):
        yield Finding(f"{_named(facts)} is set without SameSite", facts.place, facts.name)


@rule("LR-GRD090", "no-content-policy", judges=Headers, severity=NOTE)
def no_content_policy(facts: Headers) -> Iterator[Finding]:
    """A page does not say from where scripts may come.

    Why: a Content-Security-Policy is what still holds when somebody gets a script into a page.
    Fix: begin with the header that the message names, and add what the browser's console reports;
    `Content-Security-Policy-Report-Only` breaks nothing while you look.
    """
    if not facts.policy:
        told = "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'"
        yield Finding(f"{facts.subject}: no policy; add {told}", facts.place, facts.subject)


@rule("LR-GRD091", "toothless-content-policy", judges=Headers, severity=NOTE)
def toothless_content_policy(facts: Headers) -> Iterator[Finding]:
    """A page's policy lets any script run.

    Why: with `'unsafe-inline'`, or scripts from everywhere, it does not stop the one that matters.
    Fix: move inline scripts into files, or give each a nonce that is new with every answer.
    """
    policy = facts.policy
    sources = policy.get("script-src", policy.get("default-src"))
    if not policy:
        return
    if sources is None:
        yield Finding(f"{facts.subject}: no script-src or default-src", facts.place, facts.subject)
        return
    words = sources.lower().split()
    # a nonce or a hash switches 'unsafe-inline' off (CSP3, section 6.7.3.2)
    strict = any(re.match("'(?:nonce-|sha(?:256|384|512)-|strict-dynamic)", word) for word in words)
    loose = [w for w in words if w in ("*", "http:", "https:", "data:", "'unsafe-inline'")]
    if loose and not strict:
        told = f"{facts.subject}: scripts may come from {shown(', '.join(loose))}"
        yield Finding(told, facts.place, facts.subject)


@rule("LR-GRD092", "may-be-framed", judges=Headers, severity=WARNING)
def may_be_framed(facts: Headers) -> Iterator[Finding]:
    """Other websites may show a page in a frame of theirs.

    Why: what visitors click there is the app's button, under something else (clickjacking).
    Fix: add `frame-ancestors 'none'` (or `'self'`) to the Content-Security-Policy, or
    `X-Frame-Options: DENY`.
    """
    held = facts.headers.get("x-frame-options", "").strip().lower() in ("deny", "sameorigin")
    if not held and facts.policy.get("frame-ancestors", "*").strip() == "*":
        told = "add Content-Security-Policy: frame-ancestors 'none'"
        yield Finding(f"{facts.subject} may be framed; {told}", facts.place, facts.subject)


@rule("LR-GRD093", "sniffed-type", judges=Headers, severity=NOTE)
def sniffed_type(facts: Headers) -> Iterator[Finding]:
    """Browsers may guess the type of an answer.

    Why: what one user uploaded as a picture runs as a script for another.
    Fix: send `X-Content-Type-Options: nosniff` with every answer.
    """
    if facts.headers.get("x-content-type-options", "").strip().lower() != "nosniff":
        told = "add X-Content-Type-Options: nosniff"
        yield Finding(f"{facts.subject} may be sniffed; {told}", facts.place, facts.subject)


@rule("LR-GRD094", "no-hsts", judges=Headers, severity=WARNING)
def no_hsts(facts: Headers) -> Iterator[Said]:
    """Browsers are not told to come by https only, or for less than half a year.

    Why: the first request of a visit may go out in the open, and whoever answers it is the app.
    Fix: send the header that the message names, once https works under all names.
    """
    if facts.loopback and not facts.https:
        yield NEEDS_TLS
        return
    given = facts.headers.get("strict-transport-security", "")
    age = re.search(r'max-age\s*=\s*"?([0-9]{1,12})', given, re.IGNORECASE)
    if not facts.https or not age or int(age[1]) < HALF_A_YEAR:
        came = shown(given) if given else "no Strict-Transport-Security"
        told = f"{came}; add Strict-Transport-Security: max-age=31536000"
        yield Finding(f"{facts.subject}: {told}", facts.place, facts.subject)


@rule("LR-GRD095", "telling-referrer", judges=Headers, severity=NOTE)
def telling_referrer(facts: Headers) -> Iterator[Finding]:
    """Other websites learn the whole address of the page that led to them.

    Why: addresses hold tokens of invitations and resets, names of customers, search words.
    Fix: send `Referrer-Policy: strict-origin-when-cross-origin`, or `same-origin`.
    """
    given = facts.headers.get("referrer-policy", "").lower()
    # browsers take the last one that they know (https://www.w3.org/TR/referrer-policy/)
    last = given.replace(",", " ").split()[-1:]
    if not last or last[0] in ("unsafe-url", "no-referrer-when-downgrade"):
        came = shown(last[0]) if last else "no Referrer-Policy"
        told = f"{came}; add Referrer-Policy: strict-origin-when-cross-origin"
        yield Finding(f"{facts.subject}: {told}", facts.place, facts.subject)


@rule("LR-GRD096", "stored-signed-in-page", judges=Headers, severity=WARNING, security=5.3)
def stored_signed_in_page(facts: Headers) -> Iterator[Finding]:
    """A cache that many share may keep the page of a user who has signed in.

    Why: the next visitor sees it: somebody else's name, orders, messages.
    Fix: send `Cache-Control: private, no-store` with all that depends on who asks.
    """
    if facts.private and facts.kept:
        told = f"{shown(facts.kept)}; add Cache-Control: private, no-store"
        yield Finding(f"{facts.subject} may be shared: {told}", facts.place, facts.subject)


def _named(facts: SessionCookie) -> str:
    return f"the cookie {shown(facts.name)}, without which {facts.subject} is signed out,"


RULES = (
    readable_session,
    session_in_the_open,
    session_from_other_sites,
    session_without_samesite,
    no_content_policy,
    toothless_content_policy,
    may_be_framed,
    sniffed_type,
    no_hsts,
    telling_referrer,
    stored_signed_in_page,
)
