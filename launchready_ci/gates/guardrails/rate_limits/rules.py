"""What is judged of rate limits: LR-GRD070 to 079."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import Measured, NotJudged, Said, rule
from launchready_ci.gates.guardrails.rate_limits.facts import Tried


@rule("LR-GRD070", "no-rate-limit", judges=Tried, security=7.5)
def no_rate_limit(facts: Tried) -> Iterator[Said]:
    """Passwords may be tried without end.

    Why: lists of passwords from other sites' leaks are tried everywhere, thousands an hour.
    Fix: count wrong ones per account and per address, and answer 429 with Retry-After after
    five or so: Flask-Limiter, django-axes, express-rate-limit, rack-attack. Where the lock shows
    in a text, name it: `text` of `guardrails.rate_limits`.
    """
    yield Measured({"attempts": facts.attempts})
    if facts.everywhere:
        told = f"{facts.subject} gives status 429 after {facts.attempts} attempts, as GET / does"
        why = "that may be a limit of all requests: let this machine ask, as an exception"
        yield NotJudged(Outcome.INCONCLUSIVE, f"{told}: {why}")
    if not facts.locked:
        times = f"{facts.attempts} wrong attempts in a row"
        told = f"{facts.subject} answers {times} with {facts.answered}"
        yield Finding(told, facts.place, facts.subject)


@rule("LR-GRD071", "rate-limit-reset", judges=Tried, security=7.5)
def rate_limit_reset(facts: Tried) -> Iterator[Finding]:
    """A rate limit is lifted by what anybody can change.

    Why: who guesses passwords sends another header with every try.
    Fix: count by account as well as by address; take the address from the last proxy that you run
    (`trust proxy`, `ProxyFix`), never from all of X-Forwarded-For; count by route, not by path.
    """
    for way in facts.reset:
        told = f"{facts.subject} is locked after {facts.attempts} attempts, and open with {way}"
        yield Finding(told, facts.place, way)


@rule("LR-GRD072", "lock-without-end", judges=Tried, severity=Severity.NOTE)
def lock_without_end(facts: Tried) -> Iterator[Finding]:
    """A refusal for too many attempts does not say when to come back.

    Why: people try again at once, and programs that would wait do not know how long.
    Fix: send `Retry-After: 60` with the 429.
    """
    if facts.locked == "status 429" and not facts.waits:
        told = f"{facts.subject} gives status 429 without Retry-After"
        yield Finding(told, facts.place, facts.subject)


RULES = (no_rate_limit, rate_limit_reset, lock_without_end)
