"""What is judged of the app's log: LR-GRD100 to 109."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, Said, rule
from launchready_ci.gates.guardrails.app_log.facts import Logged, Sent
from launchready_ci.nodes import shown


@rule("LR-GRD100", "password-in-log", judges=Logged, security=7.5)
def password_in_log(facts: Logged) -> Iterator[Said]:
    """The log holds the password of a login.

    Why: logs are copied to services, laptops and tickets, and kept for years.
    Fix: log no bodies and no forms; where you must, by an allow-list of fields.
    """
    if "password" in facts.unsent:
        told = "no login form: name one under guardrails.rate_limits or in a user's login"
        yield NotJudged(Outcome.SKIPPED, told)
    yield from _seen(facts, "password", "the password of a login")


@rule("LR-GRD101", "header-in-log", judges=Logged, security=7.5)
def header_in_log(facts: Logged) -> Iterator[Finding]:
    """The log holds what came in Authorization, Cookie or X-Api-Key.

    Why: whoever reads the log is whoever was signed in at the time.
    Fix: leave these headers out of the log: `redact` in pino, `before_send` in Sentry.
    """
    yield from _seen(facts, "header", "what came as Authorization, Cookie or X-Api-Key")


@rule("LR-GRD102", "query-in-log", judges=Logged, severity=Severity.WARNING, security=4.3)
def query_in_log(facts: Logged) -> Iterator[Finding]:
    """The log holds the query of a request.

    Why: links of invitations and resets, and what people search for, stand in queries.
    Fix: log the path alone: `$uri` instead of `$request` in nginx, `request.path` in an app.
    """
    yield from _seen(facts, "query", "the query of a request")


def _seen(facts: Logged, sent: Sent, what: str) -> Iterator[Finding]:
    for one in facts.seen:
        if one.sent == sent:
            told = f"{shown(one.file)} holds {what}, after {shown(one.before)}"
            yield Finding(told, facts.place, f"{one.file} {sent}")


RULES = (password_in_log, header_in_log, query_in_log)
