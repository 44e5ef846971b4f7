"""What the load gate holds against an app, in the order in which a person would ask."""

from collections.abc import Iterator
from math import inf
from typing import Any

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import Facts, Measured, NotJudged, Rule, Said, never, rule
from launchready_ci.gates.load.facts import Compared, Held
from launchready_ci.gates.load.verdict import ENOUGH, Verdict

SLIPS = 0.02
"""Share of late starts from which the rate was not the one that was asked for."""


@rule("LR-LOD000", "not-measured", judges=Facts)
def not_measured(facts: Facts) -> Iterator[Said]:
    """The app could not be loaded, or not in a way that says anything about it.

    Why: a number that nobody measured, or that tells how slow the load generator was, is no pass.
    Fix: do what the reason says: let the generator reach the app, give it a machine that is not
    busy with other work, ask for a rate that one process can send.
    """
    yield from never(facts)


@rule("LR-LOD001", "too-slow", judges=Held)
def too_slow(facts: Held) -> Iterator[Said]:
    """An endpoint is slower than its limit: the whole interval of the p95 lies beyond it.

    Why: one user in twenty waits longer than this, each time; they try again, or leave.
    Fix: look at what the slow requests have in common (a query without an index, a list without
    pages, a call to another service), or set the limit to what users really need. Where several
    endpoints are slow, one may hold up the others: it is the one of which the app itself times the
    most, if it sends `Server-Timing`.
    """
    yield Measured(facts.figures)
    yield from _unjudged(facts)
    for name, verdict in _judged(facts, of_errors=False):
        if verdict.outcome == "failed":
            told = f"{_quantile(name, verdict, facts)}, expected at most {_ms(facts.limits[name])}"
            message = f"{facts.subject}: {told}; {_sample(facts)}"
            message += _timed(facts)
            yield Finding(message, facts.places[name], name)
        elif facts.stopped:
            yield NotJudged(Outcome.SKIPPED, facts.stopped)
        elif verdict.outcome == "inconclusive":
            yield NotJudged(Outcome.INCONCLUSIVE, _why(name, verdict, facts))


@rule("LR-LOD002", "too-many-errors", judges=Held)
def too_many_errors(facts: Held) -> Iterator[Said]:
    """An endpoint answers with errors under load, or does not answer at all.

    Why: what works for one user at a time breaks for many: a pool that runs out of connections, a
    worker that is killed, a rate limit in front of the app.
    Fix: look into the app's log for the time of the run; the message says which errors came.
    """
    yield from _unjudged(facts)
    most = ", ".join(f"{count} times {kind}" for kind, count in list(facts.errors.items())[:3])
    stopped = f" ({facts.stopped}, so the run was stopped)" if facts.stopped else ""
    for name, verdict in _judged(facts, of_errors=True):
        if verdict.outcome == "failed" or (facts.stopped and facts.errors):
            told = f"{verdict.p95:.2%} of the answers are errors, expected at most"
            message = f"{facts.subject}: {told} {facts.limits[name]:.2%}: {most}{stopped}"
            message += _timed(facts)
            yield Finding(message, facts.places[name], name)
        elif facts.stopped:
            yield NotJudged(Outcome.SKIPPED, facts.stopped)
        elif verdict.outcome == "inconclusive":
            yield NotJudged(Outcome.INCONCLUSIVE, _why(name, verdict, facts))


@rule("LR-LOD003", "rate-not-held", judges=Held)
def rate_not_held(facts: Held) -> Iterator[Said]:
    """The app did not take the load that was asked for: too many requests were open at once.

    Why: requests come whether the app has answered the last ones or not. Where they pile up, the
    app is beyond what it can do, whatever the answers that did come took.
    Fix: lower the rate to what is expected of the launch, or give the app more workers.
    """
    if facts.unfit:
        yield NotJudged(Outcome.SKIPPED, facts.unfit)
    elif facts.slipped > SLIPS:
        told = f"{facts.slipped:.0%} of the requests could not start in time"
        message = f"{facts.subject}: {told}: too many were still waiting for an answer"
        yield Finding(message, facts.places["rate"])


@rule("LR-LOD004", "inconclusive", judges=Held, severity=Severity.WARNING)
def inconclusive(facts: Held) -> Iterator[Said]:
    """A limit lies within the interval: the run does not tell whether it is held.

    Why: near a limit, pass and fail are luck, and a gate that cries wolf is switched off.
    Fix: measure longer (`duration`) or faster (`rate`), or move the limit away from what is usual.
    `on_inconclusive: error` or `note` says how much it matters.
    """
    yield from _unclear(facts, "warning")


@rule("LR-LOD005", "not-proven", judges=Held)
def not_proven(facts: Held) -> Iterator[Said]:
    """A limit lies within the interval, and `on_inconclusive: error` wants it proven.

    Why: you asked for it: a release that may be too slow is not let through.
    Fix: measure longer (`duration`) or faster (`rate`), or move the limit away from what is usual.
    """
    yield from _unclear(facts, "error")


@rule("LR-LOD006", "suspect", judges=Compared, severity=Severity.WARNING)
def suspect(facts: Compared) -> Iterator[Said]:
    """An endpoint is slower than in its past runs, for the first time.

    Why: it may be this release, or a bad minute of the host. A second run in a row decides.
    Fix: run the gate again; look at what this release changed on the way of that request.
    """
    if facts.suspect and not facts.regressed:
        yield Finding(_slower(facts, "once: the next run decides"), facts.place)


@rule("LR-LOD007", "slower-than-usual", judges=Compared)
def slower_than_usual(facts: Compared) -> Iterator[Said]:
    """An endpoint is slower than in its past runs, twice in a row.

    Why: it is still within its limit, and this is how one gets there: release by release.
    Fix: compare this release with the one before the first suspect, see `launchready load history`.
    """
    if facts.regressed:
        yield Finding(_slower(facts, "twice in a row"), facts.place)


def _judged(facts: Held, *, of_errors: bool) -> Iterator[tuple[str, Verdict]]:
    """The verdicts that count."""
    for name, verdict in facts.verdicts.items():
        if not facts.unfit and (name == "errors") is of_errors:
            yield name, verdict


def _unjudged(facts: Held) -> Iterator[NotJudged]:
    if facts.unfit:
        yield NotJudged(Outcome.SKIPPED, facts.unfit)


def _unclear(facts: Held, wanted: str) -> Iterator[Said]:
    """What does not come out is a finding of one of two rules, or of none."""
    if facts.unfit or facts.stopped or facts.unclear != wanted:
        reason = facts.unfit or facts.stopped or f"on_inconclusive is {facts.unclear}"
        yield NotJudged(Outcome.SKIPPED, reason)
        return
    for name, verdict in facts.verdicts.items():
        if verdict.outcome == "inconclusive":
            told = f"{facts.subject}: {_why(name, verdict, facts)}"
            yield Finding(told, facts.places[name], name)


def _why(name: str, verdict: Verdict, facts: Held) -> str:
    limit = facts.limits[name]
    if name == "errors":
        return (
            f"{verdict.p95:.2%} errors ({verdict.low:.2%} to {verdict.high:.2%}), limit {limit:.2%}"
        )
    few = f", fewer than the {ENOUGH} of a pass" if facts.figures["samples"] < ENOUGH else ""
    told = f"{_quantile(name, verdict, facts)}, limit {_ms(limit)}"
    return f"{told}; {_sample(facts)}{few}"


def _quantile(name: str, verdict: Verdict, facts: Held) -> str:
    """As the tables show it: interpolated, where the verdict takes the next one measured."""
    shown = facts.figures.get(f"{name}_ms")
    estimate = verdict.p95 if shown is None else shown
    return f"{name} is {_ms(estimate)} {_interval(verdict)}"


def _sample(facts: Held) -> str:
    return f"{facts.figures['samples']} requests at {facts.figures['rate']:g}/s"


def _timed(facts: Held) -> str:
    """Where the app itself says that the time goes: a slow query shows as such."""
    timed = list(facts.figures.get("server_timing", {}).items())[:3]
    said = ", ".join(f"{name} {_ms(p95)}" for name, p95 in timed)
    return f"; of what it answered, the app timed (p95) {said}" if said else ""


def _interval(verdict: Verdict) -> str:
    if verdict.high == inf:
        return f"(at least {_ms(verdict.low)})"
    return f"({_ms(verdict.low)} to {_ms(verdict.high)})"


def _slower(facts: Compared, how: str) -> str:
    more = facts.p95_ms / facts.usual_ms - 1
    usual = f"{_ms(facts.usual_ms)}, the median of {facts.runs} runs"
    return f"{facts.subject}: p95 is {_ms(facts.p95_ms)}, {more:.0%} above {usual}, {how}"


def _ms(value: float) -> str:
    if value == inf:
        return "without end"
    return f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


RULES: tuple[Rule[Any], ...] = (
    too_slow,
    too_many_errors,
    rate_not_held,
    inconclusive,
    not_proven,
    suspect,
    slower_than_usual,
)
