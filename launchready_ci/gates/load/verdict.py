"""Is a quantile of the latency, or the share of errors, within its limit? Pure; no numpy.

A run of 30 s is a sample: its p95 is an estimate, and "p95 > limit" fails a healthy service at
0.95 of its limit in every fifth run. So the quantile gets an interval of order statistics (David
and Nagaraja, Order Statistics, 7.1), and only an interval on one side of the limit is a verdict.

Requests of one second share its weather: the number of them above the quantile varies more from
second to second than independent requests would. The interval is widened by that design effect
(Kish, Survey Sampling, 5.4: the variance of a ratio over clusters), with one-second blocks.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

Outcome = Literal["passed", "failed", "inconclusive"]

ENOUGH = 300
"""Samples of a pass: fewer say little of a p95."""
FEWEST = 72
"""Below, even the largest of them may lie under the true p95: 0.95 ** 72 < 0.025."""
CONFIDENCE = 0.95
"""That the interval holds the true value, over all looks together."""
LOOKS = {1: (0.05,), 2: (0.025, 0.0336), 3: (0.0125, 0.0163, 0.0321)}
"""Error of each look where each sees twice as much as the one before, so that all together err in
5 %: spent in proportion to what was seen (Lan and DeMets, Biometrika 70, 1983), by simulation."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run says of one quantile, in ms (or of a share, from 0 to 1)."""

    outcome: Outcome
    p95: float
    """The estimate; of another quantile, where that was asked for."""
    low: float
    high: float
    """Bounds of the true value; ``inf`` where there is none."""


def judge(samples: Sequence[tuple[float, float]], threshold_ms: float) -> Verdict:
    """Hold the p95 of ``(start in seconds, latency in ms)`` against a limit; order does not matter.

    A latency that is no number counts as endless. Raises ValueError for a limit that is not
    positive.
    """
    return judge_quantile(samples, threshold_ms, 0.95)


def judge_look(
    samples: Sequence[tuple[float, float]], threshold_ms: float, look: int, of: int
) -> Verdict:
    """The same at one of several looks (from 0) at a growing run, so that stopping early is safe.

    A look that ends the run is judged as strictly as ``LOOKS`` says; more looks than it lists share
    the error equally.
    """
    if not 0 <= look < of:
        raise ValueError(f"look {look} of {of}: they count from 0")
    return judge_quantile(samples, threshold_ms, 0.95, confidence=confidence(look, of))


def confidence(look: int, of: int) -> float:
    """What the interval of this look has to hold."""
    return 1 - (LOOKS[of][look] if of in LOOKS else (1 - CONFIDENCE) / of)


def judge_quantile(
    samples: Sequence[tuple[float, float]],
    threshold_ms: float,
    quantile: float,
    *,
    confidence: float = CONFIDENCE,
) -> Verdict:
    """Hold any quantile (0.5, 0.95, 0.99) against a limit."""
    if not threshold_ms > 0:
        raise ValueError(f"a limit of {threshold_ms} ms: it has to be positive")
    known = [(start, math.inf if math.isnan(took) else took) for start, took in samples]
    ordered = sorted(took for _, took in known)
    estimate = _at(ordered, quantile * len(ordered))
    blocks = _blocks([(start, took > estimate) for start, took in known])
    reach = min(_reach(blocks, 1 - quantile, confidence), len(ordered) + 1)
    low = _at(ordered, math.floor(quantile * len(ordered) - reach), below=0.0)
    high = _at(ordered, math.ceil(quantile * len(ordered) + reach))
    return Verdict(_outcome(low, high, threshold_ms, len(ordered)), estimate, low, high)


def judge_share(
    samples: Sequence[tuple[float, bool]], limit: float, *, confidence: float = CONFIDENCE
) -> Verdict:
    """Hold the share of ``(start in seconds, failed)`` against a limit from 0 to 1."""
    count = len(samples)
    bad = sum(failed for _, failed in samples)
    share = bad / count if count else math.inf
    reach = _reach(_blocks(samples), share if count else 1.0, confidence) / max(count, 1)
    nothing = 1 - (1 - confidence) ** (1 / count) if count else math.inf  # the rule of three
    low, high = max(share - reach, 0.0), max(share + reach, nothing)
    if bad == 0 and count >= ENOUGH:
        return Verdict("passed", share, 0.0, high)
    if bad and limit == 0:  # none at all were to be seen
        return Verdict("failed", share, low, high)
    return Verdict(_outcome(low, min(high, 1.0), limit, count), share, low, high)


def _outcome(low: float, high: float, limit: float, count: int) -> Outcome:
    if count < FEWEST:
        return "inconclusive"
    if low > limit:
        return "failed"
    return "passed" if high <= limit and count >= ENOUGH else "inconclusive"


def _at(ordered: Sequence[float], index: float, below: float = math.inf) -> float:
    """The order statistic, ``below`` or ``inf`` where there is none."""
    if index < 0:
        return below
    return ordered[int(index)] if index < len(ordered) else math.inf


def _blocks(marked: Sequence[tuple[float, bool]]) -> list[tuple[int, int]]:
    """Of each second: how many samples, and how many of them are marked."""
    blocks: dict[int, list[int]] = {}
    for start, marks in marked:
        block = blocks.setdefault(math.floor(start), [0, 0])
        block[0] += 1
        block[1] += marks
    return [(size, marks) for size, marks in blocks.values()]


def _reach(blocks: Sequence[tuple[int, int]], share: float, confidence: float) -> float:
    """How many samples the number of marked ones may be off; never less than independence says."""
    count = sum(size for size, _ in blocks)
    if len(blocks) < 2:
        return math.inf if not count else float(count)
    rate = sum(marks for _, marks in blocks) / count
    clustered = sum((marks - rate * size) ** 2 for size, marks in blocks)
    clustered *= len(blocks) / (len(blocks) - 1)
    independent = share * (1 - share) * count
    return _student(0.5 + confidence / 2, len(blocks) - 1) * math.sqrt(max(clustered, independent))


def _student(p: float, freedom: int) -> float:
    """Quantile of Student's t (Abramowitz and Stegun 26.7.5), within 1 % from 3 degrees on."""
    z, f = NormalDist().inv_cdf(p), max(freedom, 3)
    return (
        z
        + (z**3 + z) / (4 * f)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * f**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * f**3)
    )
