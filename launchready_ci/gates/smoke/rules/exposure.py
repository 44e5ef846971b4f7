"""Does an answer show what nobody outside should see?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.smoke.facts import Answered, Unknown
from launchready_ci.nodes import listed


@rule("LR-SMK060", "stack-trace", judges=Answered, security=5.3)
def stack_trace(facts: Answered) -> Iterator[Finding]:
    """An answer holds a stack trace.

    Why: it shows code, paths and versions to everybody, and something has crashed.
    Fix: mend the crash, and show people an error page: switch the debug mode off in production.
    """
    if facts.traces:
        told = f"{facts.subject} shows a stack trace ({listed(facts.traces, 'and')})"
        yield Finding(told, facts.place)


@rule("LR-SMK061", "debug-page", judges=Answered, security=7.5)
def debug_page(facts: Answered) -> Iterator[Finding]:
    """The app runs in debug mode.

    Why: its error pages show settings and code; some let anybody run code on the server.
    Fix: switch it off in the environment of the deploy (`DEBUG=False`, `FLASK_DEBUG=0`,
    `APP_DEBUG=false`, `NODE_ENV=production`).
    """
    if facts.debug:
        yield Finding(f"{facts.subject} shows {facts.debug}", facts.place)


@rule("LR-SMK062", "unknown-page", judges=Unknown)
def unknown_page(facts: Unknown) -> Iterator[Finding | NotJudged]:
    """A page that does not exist is not answered with 404.

    Why: with status 200, dead links and missing routes look healthy to every monitor and to
    search engines; with 500, everybody who mistypes meets a crash.
    Fix: add a handler for what no route takes, with status 404.
    """
    if facts.status in (404, 410):
        return
    if facts.homepage:
        told = "a single-page app answers every path with its homepage"
        yield NotJudged(Outcome.SKIPPED, f"{told}: only its router in the browser could tell")
    elif facts.redirected or facts.status in (401, 403):
        told = "pages that do not exist lead to a login or elsewhere"
        yield NotJudged(Outcome.SKIPPED, told)
    else:
        told = f"status {facts.status}, expected 404"
        yield Finding(f"{facts.subject}, a page that does not exist: {told}", facts.place)


@rule("LR-SMK063", "exposed-credential", judges=Answered, security=9.0)
def exposed_credential(facts: Answered) -> Iterator[Finding]:
    """An answer, or a script of the page, holds a credential.

    Why: whoever opens the page can use it.
    Fix: revoke it first, then keep it on the server: let the browser ask your own app, which
    holds the credential. What was built into a bundle stays in caches.
    """
    for found in facts.credentials:
        told = f"{facts.subject} holds, in line {found.line}: {found.title}. {found.opens}"
        yield Finding(told, facts.place, found.key)


RULES = (stack_trace, debug_page, unknown_page, exposed_credential)
