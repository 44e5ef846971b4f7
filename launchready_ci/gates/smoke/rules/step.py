"""Does every step hold what is expected of it?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.smoke.facts import Asked, Done


@rule("LR-SMK050", "failed-step", judges=Done)
def failed_step(facts: Done) -> Iterator[Finding | NotJudged]:
    """A step was answered, and not as expected.

    Why: a route that matters is broken in the release that is live.
    Fix: the message says what came in place of what was expected; the app's log says why.
    """
    if facts.skipped:
        yield NotJudged(Outcome.SKIPPED, facts.skipped)
    for place, told in facts.failed:
        body = f"; the body begins: {facts.body}" if facts.body else ""
        yield Finding(f"{facts.subject}: {told}{body}", place, key=told.partition(",")[0])


@rule("LR-SMK051", "no-answer", judges=Asked)
def no_answer(facts: Asked) -> Iterator[Finding]:
    """A request ended without an answer that can be read: late, cut off, endless, or no HTTP.

    Why: a browser shows an error, or waits.
    Fix: look at the app's log for this request, and at the time-outs and limits of what stands
    before the app.
    """
    if facts.trouble == "unanswered":
        yield Finding(facts.reason, facts.place)


@rule("LR-SMK052", "flaky-step", judges=Asked, severity=Severity.WARNING)
def flaky_step(facts: Asked) -> Iterator[Finding]:
    """A request was answered only when it was asked again.

    Why: users do not ask again. A replica may be restarting, or a connection pool too small.
    Fix: look at the app's and the proxy's log at the time of the first try.
    """
    if facts.retried and not facts.trouble:
        told = f"{facts.subject} was answered at the second try only; at first: {facts.retried}"
        yield Finding(told, facts.place)


RULES = (failed_step, no_answer, flaky_step)
