"""Services of known latency, and how often the load gate is right about them. All seeded.

Latencies are lognormal; each second is slower or quicker as a whole, by ``BLOCK``.
``benchmarks/load_simulations.py`` runs this in full, the tests at a size that takes seconds.
"""

import math
from collections import Counter
from random import Random
from typing import NamedTuple

from launchready_ci.gates.load.history import regressed, suspects
from launchready_ci.gates.load.verdict import judge, judge_look

SIGMA, BLOCK = 0.5, 0.15
Z95 = 1.6448536269514722
PHI95 = math.exp(-Z95 * Z95 / 2) / math.sqrt(2 * math.pi)
P95 = 100 * math.exp(Z95 * math.hypot(SIGMA, BLOCK))
"""The true one, in ms."""
SECONDS = (30, 60, 120)
"""When a run is looked at."""
RUNS, BAD_RUNS, BAD_RUN = 0.05, 0.03, 0.3
"""How much a p95 differs from run to run, how many runs are bad, and how much worse these are, in
logarithms."""


def samples(
    random: Random, count: int, seconds: float, factor: float = 1.0, block: float = BLOCK
) -> list[tuple[float, float]]:
    """A run whose seconds differ: some are slower as a whole, as a neighbour would make them."""
    levels = [random.gauss(0, block) for _ in range(math.ceil(seconds) + 1)]
    found = []
    for number in range(count):
        start = number * seconds / count
        level = levels[int(start)] + random.gauss(0, SIGMA)
        found.append((start, 100 * factor * math.exp(level)))
    return found


def coverage(count: int, times: int) -> float:
    """Share of 30-s runs whose interval holds the true p95."""
    random = Random(count)
    verdicts = (judge(samples(random, count, 30), P95) for _ in range(times))
    return sum(verdict.low <= P95 <= verdict.high for verdict in verdicts) / times


def one_look(count: int, factor: float, times: int) -> float:
    """Share of 30-s runs that fail at so many times the limit."""
    random = Random(count)
    outcomes = [judge(samples(random, count, 30, factor), P95).outcome for _ in range(times)]
    return outcomes.count("failed") / times


class Looks(NamedTuple):
    """Of runs that were looked at until they were clear."""

    failed: float
    passed: float
    seconds: float
    """How long they took on average."""


def looks(factor: float, times: int, rate: int = 33) -> Looks:
    """Runs at so many times the limit."""
    random, outcomes, seconds = Random(rate), Counter[str](), 0
    for _ in range(times):
        outcome, took = _looked(samples(random, rate * SECONDS[-1], SECONDS[-1], factor))
        outcomes[outcome] += 1
        seconds += took
    return Looks(outcomes["failed"] / times, outcomes["passed"] / times, seconds / times)


def _looked(run: list[tuple[float, float]]) -> tuple[str, int]:
    for look, until in enumerate(SECONDS):
        seen = [one for one in run if one[0] < until]
        outcome = judge_look(seen, P95, look, len(SECONDS)).outcome
        if outcome != "inconclusive":
            return outcome, until
    return "inconclusive", SECONDS[-1]


def history(factor: float, times: int, count: int = 1000) -> float:
    """Share of histories of 20 runs after which two more are a suspect and then a regression.

    They are at so many times the p95. Each p95 is off by chance twice: from run to run, and as the
    estimate of ``count`` requests.
    """
    random, alarms = Random(7), 0
    estimated = math.sqrt(0.05 * 0.95 / count) / (PHI95 / SIGMA)  # David and Nagaraja, 10.2

    def p95(factor: float) -> float:
        bad = random.expovariate(1 / BAD_RUN) if random.random() < BAD_RUNS else 0
        return 100 * factor * math.exp(random.gauss(0, RUNS) + random.gauss(0, estimated) + bad)

    for _ in range(times):
        past, first, second = [p95(1) for _ in range(20)], p95(factor), p95(factor)
        is_suspect = bool(suspects({"": past}, {"": first}))
        alarms += is_suspect and regressed(past, [first, second])
    return alarms / times
