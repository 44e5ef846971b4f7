"""Does a person who opens the page see it?"""

import re
from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import rule
from launchready_ci.gates.smoke.facts import Asked, Page
from launchready_ci.gates.smoke.markup import HTML
from launchready_ci.nodes import shown

ERROR_TITLES = re.compile(
    r"^\W*(?:(?:4\d\d|5\d\d)\b|error\b|application error|internal server error|bad gateway"
    r"|service (?:temporarily )?unavailable|page not found|not found$|site not found"
    r"|directory listing for|index of /|welcome to nginx|apache2? .{0,20}default page"
    r"|there isn't a github pages site|heroku \| |the install worked successfully)",
    re.IGNORECASE,
)
"""Titles of error pages, of folders, and of servers that nobody has set up, whatever the status."""


@rule("LR-SMK010", "broken-page", judges=Page)
def broken_page(facts: Page) -> Iterator[Finding]:
    """The page does not show the app: an error, an empty page, or a server's own page.

    Why: it is the first thing that people see, and many error pages come with status 200.
    Fix: open the URL, and the app's log beside it. An API, which has no pages, names its routes
    under `smoke: {steps: ...}`.
    """
    for told in _broken(facts):
        yield Finding(f"{facts.subject}: {told}", facts.place)


def _broken(facts: Page) -> Iterator[str]:
    is_error = facts.as_expected and facts.status >= 400
    if facts.status != 200 and not facts.as_expected:
        yield f"status {facts.status}, expected 200"
    elif facts.media_type not in HTML:
        yield f"{shown(facts.media_type or 'no content type')}, expected text/html"
    elif facts.title and not is_error and ERROR_TITLES.search(facts.title):
        yield f"its title says {shown(facts.title)!r}"
    elif not facts.text:
        yield "the page is empty"
    elif not facts.title:
        yield "the page has no title"


@rule("LR-SMK011", "redirect-loop", judges=Asked)
def redirect_loop(facts: Asked) -> Iterator[Finding]:
    """The redirects go round in a circle, or lead nowhere.

    Why: no browser gets past it.
    Fix: where a proxy ends TLS, the app must trust its `X-Forwarded-Proto`; look for two rules
    that send each other's URLs back (with and without `www` or a slash at the end).
    """
    if facts.trouble == "loop":
        yield Finding(facts.reason, facts.place)


@rule("LR-SMK012", "wrong-host", judges=Asked)
def wrong_host(facts: Asked) -> Iterator[Finding]:
    """The app redirects to a host that is not its own.

    Why: users of the new release end on another one (the old domain, a preview, localhost).
    Fix: set the app's own public URL in its environment; if the other host is the right one, give
    that one as `app: {url: ...}`.
    """
    if facts.trouble == "elsewhere":
        yield Finding(facts.reason, facts.place)


@rule("LR-SMK013", "mixed-content", judges=Page)
def mixed_content(facts: Page) -> Iterator[Finding]:
    """The page refers to scripts, styles or images by plain http.

    Why: on an https page browsers block them, and the page stays without them.
    Fix: refer to them by https or by a path.
    """
    for name in facts.insecure:
        yield Finding(f"{facts.subject} refers to {name} without TLS", facts.place, key=name)


RULES = (broken_page, redirect_loop, wrong_host, mixed_content)
