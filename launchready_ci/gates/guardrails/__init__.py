"""Is anything open that should not be?

Rule ids: LR-GRD000 not looked at, 001 to 029 exposure, 030 to 039 error leaks, 040 to 059 roles and
objects, 060 to 069 CORS, 070 to 079 rate limits, 080 to 099 cookies and headers, 100 to 109 logs.

A part is a package of this one: ``RULES``, ``planned(run)`` (every request that it may make), and
``collect(run)`` (the facts of what came).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from launchready_ci.gate import (
    Context,
    Facts,
    Gate,
    NotLookedAt,
    Rule,
    Said,
    Unreadable,
    never,
    rule,
)
from launchready_ci.gates.guardrails import (
    app_log,
    browsers,
    cors,
    exposure,
    leaks,
    rate_limits,
    roles,
)
from launchready_ci.gates.guardrails.configuration import Guardrails, validate

if TYPE_CHECKING:
    from launchready_ci.gates.guardrails.plan import Part

PARTS: "tuple[Part, ...]" = (exposure, leaks, roles, cors, browsers, app_log, rate_limits)
"""In the order in which they ask: what may lock an account comes last."""
RULES: tuple[Rule[Any], ...] = tuple(rule for part in PARTS for rule in part.RULES)


@rule("LR-GRD000", "not-looked-at", judges=Facts)
def not_looked_at(facts: Facts) -> Iterator[Said]:
    """The app, or a part of it, could not be looked at.

    Why: what nobody looked at may be open to everybody.
    Fix: do what the reason says: give the URL that the app answers under (`--url` or
    `app: {url: ...}`), let the gate's address through, set the credential that is missing.
    """
    yield from never(facts)


def collect(config: Guardrails, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """The homepage and what "not found" looks like here, then one part after the other."""
    from launchready_ci.gates.guardrails import plan
    from launchready_ci.gates.guardrails.start import started

    with started(config, context) as run:
        planned = plan.planned(run, PARTS)
        if config.dry_run:
            yield from plan.told(run, planned)
            return
        yield from plan.begin(run, planned)
        for part in PARTS:
            yield from part.collect(run)
        context.count("requests", run.pace.sent)


GATE = Gate("guardrails", ("post-deploy",), Guardrails, collect, RULES, not_looked_at, validate)
