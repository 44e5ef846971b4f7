"""May a cache keep what it should not?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.smoke.facts import Cached

DAY = 86_400


@rule("LR-SMK030", "cached-page", judges=Cached)
def cached_page(facts: Cached) -> Iterator[Finding]:
    """An HTML page may be cached for days without asking.

    Why: the page names the assets of its build. Who has it in a cache does not get the next
    release, and asks for assets that are gone.
    Fix: `Cache-Control: no-cache` for HTML; the long `max-age` belongs to assets with a hash in
    their name.
    """
    if facts.lifetime >= DAY and not facts.private:
        days = facts.lifetime / DAY
        yield Finding(f"{facts.subject} may be cached for {days:.0f} days", facts.place)


@rule("LR-SMK031", "shared-private-answer", judges=Cached, security=7.0)
def shared_private_answer(facts: Cached) -> Iterator[Finding]:
    """The answer to a signed-in user may be stored by caches that others share.

    Why: the CDN hands one user's page to the next.
    Fix: `Cache-Control: private, no-store` for everything that depends on who asks, and no rule
    of the CDN that caches it nevertheless.
    """
    if facts.private and facts.shared:
        told = f"{facts.subject} is the answer to one user, and shared caches may keep it"
        yield Finding(f"{told} ({facts.shared})", facts.place)


@rule("LR-SMK032", "stored-page", judges=Cached, severity=Severity.WARNING)
def stored_page(facts: Cached) -> Iterator[Finding]:
    """The CDN keeps an HTML page.

    Why: after the next deploy it goes on serving this one, whose assets may be gone.
    Fix: take HTML out of the rule that caches everything. Where each deploy purges the CDN:
    `rules: {LR-SMK032: off}`.
    """
    if facts.shared and not facts.private:
        told = f"{facts.subject} is kept by a shared cache ({facts.shared})"
        yield Finding(told, facts.place)


RULES = (cached_page, shared_private_answer, stored_page)
