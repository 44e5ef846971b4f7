"""What is judged of the ways that lead to the app: LR-DOM020 to 029."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.web.facts import Homes, Hosted, Page, Redirected, Visit
from launchready_ci.nodes import shown


@rule("LR-DOM020", "plain-http", judges=Visit, severity=Severity.WARNING, security=5.9)
def plain_http(facts: Visit) -> Iterator[Finding]:
    """A name shows the app over plain http.

    Why: passwords and sessions go over the network for everybody to read.
    Fix: answer http with a 301 to https of the same name: "force HTTPS" at most hosts,
    `return 301 https://$host$request_uri;` in nginx.
    """
    ends = urlsplit(facts.end)
    if not facts.secure and 200 <= facts.status < 300 and ends.scheme == "http":
        yield Finding(f"{facts.subject} shows the app without https", facts.place)


@rule("LR-DOM021", "redirect-loop", judges=Visit)
def redirect_loop(facts: Visit) -> Iterator[Finding]:
    """The redirects of a name go round in a circle.

    Why: browsers give up: "redirected you too many times". Often a proxy speaks http to the app,
    which sends everybody to https.
    Fix: at Cloudflare set SSL to "Full (strict)"; else let the app trust `X-Forwarded-Proto` of
    its proxy, and let only one of both redirect. Where `www` and the domain itself lead to each
    other, the host, the proxy and the app have to mean the same one.
    """
    if facts.loops:
        yield Finding(f"{facts.subject}: {facts.failed}", facts.place)


@rule("LR-DOM022", "https-by-detour", judges=Visit, severity=Severity.NOTE)
def https_by_detour(facts: Visit) -> Iterator[Finding]:
    """Plain http leads to another name before it leads to https.

    Why: the first name never gets its HSTS header, so its next visit begins in the open again.
    Fix: redirect to https of the same name first, and to the other name after that.
    """
    if facts.secure or not facts.steps:
        return
    first, asked = urlsplit(facts.steps[0].to), urlsplit(facts.subject)
    if first.hostname != asked.hostname:
        yield Finding(f"{facts.subject} leads to {shown(facts.steps[0].to)} first", facts.place)


@rule("LR-DOM023", "two-homes", judges=Homes, severity=Severity.WARNING)
def two_homes(facts: Homes) -> Iterator[Finding]:
    """The app answers under several names, and none leads to the other.

    Why: a session holds under one of them only, so people are signed out "at random"; search
    engines see two sites.
    Fix: choose one, let the other redirect to it with a 301, and name it under `canonical`.
    """
    if len(facts.urls) > 1:
        yield Finding(f"{' and '.join(facts.urls)} both show the app", facts.place)


@rule("LR-DOM024", "not-at-home", judges=Visit)
def not_at_home(facts: Visit) -> Iterator[Finding]:
    """The canonical URL does not answer, or leads away.

    Why: it is the one that people are told.
    Fix: see what answers there: a parked page, the old host, a missing domain at the new one.
    """
    if not facts.home or facts.subject.rstrip("/") != facts.home:
        return
    if facts.steps and urlsplit(facts.end).netloc != urlsplit(facts.home).netloc:
        yield Finding(f"{facts.subject} leads to {shown(facts.end)}", facts.place)
    elif facts.status >= 400:
        yield Finding(f"{facts.subject} gives status {facts.status}", facts.place)


@rule("LR-DOM025", "redirect-differs", judges=Redirected)
def redirect_differs(facts: Redirected) -> Iterator[Finding]:
    """An old address does not lead where the map says.

    Why: links in mails, bookmarks and search results end in an error, or at the wrong page.
    Fix: mend the redirect in the host or the app, or the line of the map.
    """
    for misfit in facts.misfits:
        yield Finding(f"{facts.subject} {misfit}", facts.place, misfit)


@rule("LR-DOM026", "host-differs", judges=Hosted)
def host_differs(facts: Hosted) -> Iterator[Finding]:
    """A further name of the domain does not answer as it should.

    Why: it is another app than the one you mean, or open where it should not be.
    Fix: see what answers under the name, or change what is expected of it.
    """
    for place, message in facts.misfits:
        yield Finding(f"{facts.subject}: {message}", place, message)


@rule("LR-DOM027", "stray-link", judges=Page, severity=Severity.WARNING)
def stray_link(facts: Page) -> Iterator[Finding]:
    """A link or a form of a page leads to another name of the app, or to plain http.

    Why: under the other name people are signed out, and over http what they send is open.
    Fix: use relative links, and set the app's own URL (`SITE_URL`, `APP_URL`, `SERVER_NAME`).
    """
    for first in facts.stray[:1]:
        more = f" and {len(facts.stray) - 1} more" if len(facts.stray) > 1 else ""
        yield Finding(f"{facts.subject} {shown(first)}{more}", facts.place)


@rule("LR-DOM029", "stray-cookie", judges=Page, severity=Severity.WARNING)
def stray_cookie(facts: Page) -> Iterator[Finding]:
    """A page sets a cookie for another host.

    Why: browsers refuse it (RFC 6265, 5.3), so nobody stays signed in, or every form is refused.
    Fix: leave `Domain` out of the cookie, or name the host that people use or its parent
    (`SESSION_COOKIE_DOMAIN` in Django and Flask, `SESSION_DOMAIN` in Laravel).
    """
    for name, domain in facts.cookies:
        told = f"{facts.subject} sets the cookie {shown(name)} for {shown(domain)}"
        yield Finding(told, facts.place, name)


@rule("LR-DOM028", "no-hsts", judges=Visit, severity=Severity.NOTE)
def no_hsts(facts: Visit) -> Iterator[Finding]:
    """The app does not tell browsers to come by https only.

    Why: without it the first request of every visit may go out in the open.
    Fix: once https works on all names, send `Strict-Transport-Security: max-age=31536000`.
    """
    if facts.secure and 200 <= facts.status < 300 and not facts.steps and not facts.hsts:
        yield Finding(f"{facts.subject} sends no Strict-Transport-Security", facts.place)


RULES = (
    plain_http,
    redirect_loop,
    https_by_detour,
    two_homes,
    not_at_home,
    redirect_differs,
    host_differs,
    stray_link,
    no_hsts,
    stray_cookie,
)
