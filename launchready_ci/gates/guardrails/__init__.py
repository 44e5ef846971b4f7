"""Is anything open that should not be?

Rule ids: LR-GRD000 not looked at, 001 to 029 exposure, 030 to 039 error leaks, 040 to 059 roles and
objects, 060 to 069 CORS, 070 to 079 rate limits, 080 to 099 cookies and headers, 100 to 109 logs.

A part is a package of this one: ``rules.RULES``, ``planned(run)`` (every request that it may make),
and ``collect(run)`` (the facts of what came).
"""

from collections.abc import Iterator
from typing import Any

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
from launchready_ci.gates.guardrails.app_log.rules import RULES as APP_LOG
from launchready_ci.gates.guardrails.browsers.rules import RULES as BROWSERS
from launchready_ci.gates.guardrails.configuration import Guardrails, validate
from launchready_ci.gates.guardrails.cors.rules import RULES as CORS
from launchready_ci.gates.guardrails.exposure.rules import RULES as EXPOSURE
from launchready_ci.gates.guardrails.leaks.rules import RULES as LEAKS
from launchready_ci.gates.guardrails.rate_limits.rules import RULES as RATE_LIMITS
from launchready_ci.gates.guardrails.roles.rules import RULES as ROLES

RULES: tuple[Rule[Any], ...] = (
    *EXPOSURE,
    *LEAKS,
    *ROLES,
    *CORS,
    *BROWSERS,
    *RATE_LIMITS,
    *APP_LOG,
)


@rule("LR-GRD000", "not-looked-at", judges=Facts)
def not_looked_at(facts: Facts) -> Iterator[Said]:
    """The app, or a part of it, could not be looked at.

    Why: what nobody looked at may be open to everybody.
    Fix: do what the reason says: give the URL that the app answers under (`--url` or
    `app: {url: ...}`), let the gate's address through, set the credential that is missing.
    """
    yield from never(facts)


def collect(config: Guardrails, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Learn what "not found" looks like here, then look at one part after the other."""
    from launchready_ci.gates.guardrails import plan
    from launchready_ci.gates.guardrails.start import started

    with started(config, context) as run:
        parts = plan.parts()
        planned = plan.planned(run, parts)
        if config.dry_run:
            yield from plan.told(run, planned)
            return
        yield from plan.learn(run, planned)
        for part in parts:
            yield from part.collect(run)
        context.count("requests", run.pace.sent)


GATE = Gate("guardrails", ("post-deploy",), Guardrails, collect, RULES, not_looked_at, validate)
