"""What do the statistics of a server in use say?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.schema.database.facts import Observed
from launchready_ci.gates.schema.database.times import milliseconds


@rule("LR-SCH370", "slow-on-the-server", judges=Observed, severity=Severity.WARNING)
def slow(facts: Observed) -> Iterator[Finding]:
    """A statement takes 100 ms or longer on average, as `pg_stat_statements` of the server says.

    Why: it is slow for real people now, and holds a connection for that time.
    Fix: see what else is found about it; else run it with EXPLAIN (ANALYZE, BUFFERS) on a copy.
    """
    if facts.mean >= facts.slow:
        share = f"{facts.share:.0%} of the time of all statements"
        times = f"{facts.calls:,} calls, {milliseconds(facts.mean)} on average"
        told = f"{facts.normal}: {times}, {milliseconds(facts.slowest)} at most, {share}"
        yield Finding(told, facts.place, facts.normal)


RULES = (slow,)
