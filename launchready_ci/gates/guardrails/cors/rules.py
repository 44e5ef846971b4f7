"""What is judged of cross-origin sharing: LR-GRD060 to 069."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.guardrails.cors.facts import DOWNGRADE, Cors, Shared
from launchready_ci.nodes import listed, shown


def _told(facts: Cors, answers: list[Shared]) -> str:
    """Who may, by method and kind."""
    who = dict.fromkeys(f"{a.origin} ({a.kind})" for a in answers)
    methods = dict.fromkeys(a.method for a in answers)
    return f"{' and '.join(methods)} {facts.subject} allows {listed(who, 'and')}"


@rule("LR-GRD060", "reflected-origin", judges=Cors, security=8.1)
def reflected_origin(facts: Cors) -> Iterator[Finding]:
    """Other websites may read the app's answers with the cookies of their visitors.

    Why: a visitor who is signed in opens any page, and its script reads and does what they can.
    A check by prefix, suffix or `null` is as open as none: such names can be had by anybody.
    Fix: compare `Origin` with a list of whole origins, `https://app.example.com`, and answer
    without `Access-Control-Allow-*` to all others; leave `Access-Control-Allow-Credentials` out
    where a token in a header does.
    """
    taken = [a for a in facts.answers if a.reflected and a.credentials and a.kind != DOWNGRADE]
    if taken:
        yield Finding(f"{_told(facts, taken)} with credentials", facts.place, facts.subject)


@rule("LR-GRD061", "wildcard-with-credentials", judges=Cors, severity=Severity.WARNING)
def wildcard_with_credentials(facts: Cors) -> Iterator[Finding]:
    """An answer allows every website, and credentials beside it.

    Why: browsers refuse the two together (Fetch, section 3.2.5), so it works for nobody, and who
    mends it by repeating `Origin` opens the app to all.
    Fix: leave out `Access-Control-Allow-Credentials`, or list the origins.
    """
    if any(a.allowed == "*" and a.credentials for a in facts.answers):
        told = f"{facts.subject} sends Access-Control-Allow-Origin: * with credentials"
        yield Finding(told, facts.place, facts.subject)


@rule("LR-GRD062", "plain-http-origin", judges=Cors, severity=Severity.WARNING, security=5.3)
def plain_http_origin(facts: Cors) -> Iterator[Finding]:
    """A website by plain http may read the app's answers with credentials.

    Why: whoever sits in the same café answers for the http name, and reads through it.
    Fix: list the origin with https only.
    """
    taken = [a for a in facts.answers if a.reflected and a.credentials and a.kind == DOWNGRADE]
    if taken:
        yield Finding(f"{_told(facts, taken)} with credentials", facts.place, facts.subject)


@rule("LR-GRD063", "no-vary-origin", judges=Cors, severity=Severity.WARNING)
def no_vary_origin(facts: Cors) -> Iterator[Finding]:
    """An answer depends on Origin, and does not say so to caches.

    Why: a cache gives the answer for one website to another, whose script then breaks "at random".
    Fix: send `Vary: Origin` with every answer of such a path, also with those that allow nothing.
    """
    answers = [a for a in (*facts.wanted, *facts.answers) if a.method == "GET"]
    depends = len({a.allowed for a in answers}) > 1
    if depends and any(a.reflected and a.stored and not a.varies for a in answers):
        told = f"GET {facts.subject} repeats Origin without Vary: Origin"
        yield Finding(told, facts.place, facts.subject)


@rule("LR-GRD064", "beyond-the-list", judges=Cors)
def beyond_the_list(facts: Cors) -> Iterator[Finding]:
    """Websites may read a path that are not among its origins in launchready.yaml.

    Why: the list is what you meant; what is answered is what holds.
    Fix: correct the app's list, or `guardrails.cors` in launchready.yaml.
    """
    taken = [a for a in facts.answers if a.reflected or a.allowed == "*"]
    if facts.listed and taken:
        yield Finding(_told(facts, taken), facts.place, facts.subject)


@rule("LR-GRD065", "origin-shut-out", judges=Cors)
def origin_shut_out(facts: Cors) -> Iterator[Finding]:
    """A website of the list in launchready.yaml may not read the path.

    Why: its pages load, and every call to the app fails in the browser's console.
    Fix: add the origin to the app's list, without a slash at its end.
    """
    for answer in facts.wanted:
        # nginx without "always" shares no refusal; OPTIONS needs no login
        refused = answer.method == "GET" and answer.status in (401, 403)
        if answer.allowed not in ("*", answer.origin) and not refused:
            came = shown(answer.allowed) if answer.allowed else "nothing"
            told = f"{answer.method} {facts.subject} with Origin {answer.origin} allows {came}"
            yield Finding(told, facts.place, f"{answer.method} {answer.origin}")


RULES = (
    reflected_origin,
    wildcard_with_credentials,
    plain_http_origin,
    no_vary_origin,
    beyond_the_list,
    origin_shut_out,
)
