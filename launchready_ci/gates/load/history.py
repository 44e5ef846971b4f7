"""Did an endpoint get slower than it used to be? Pure: past p95s in, a judgement out.

"10 % worse than the last run" cries wolf in every fifth run. Here a run is held against the median
of all that came before, in units of their own robust spread (Iglewicz and Hoaglin, How to Detect
and Handle Outliers, 1993), and must be a tenth slower as well. One such run is a suspect. Two in a
row are a regression when both together are beyond chance (Stouffer's z). With several endpoints
the level is Holm's (Scandinavian Journal of Statistics 6, 1979): ten endpoints are not ten chances
of a false alarm.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist, median

FEWEST = 5
"""Past runs without which nothing is usual."""
WORSE, EACH_WORSE = math.log(1.10), math.log(1.09)
"""What is less than a tenth slower, over all the newest runs and nearly so in each, is nobody's
business."""
LEAST_SPREAD = 0.03
"""Of the logarithms: runs that were all equal were luck, not precision."""
SUSPECT = 1 - NormalDist().cdf(2.4)
"""How often an ordinary run of one endpoint may look this slow."""
REGRESSED = 1 - NormalDist().cdf(2.5)
"""How often two of them may, together."""


def regressed(past: Sequence[float], now: Sequence[float]) -> bool:
    """Are the newest runs of one endpoint slower than usual?

    p95s in ms, newest last; ``now`` is this run and, where there was one, the suspect before it.
    """
    return bool(regressions({"": past}, {"": now}))


def regressions(
    past: Mapping[str, Sequence[float]], now: Mapping[str, Sequence[float]]
) -> frozenset[str]:
    """The endpoints of ``now`` that were slower than usual twice in a row."""
    chances = {name: _chance(past.get(name, ()), runs, least=2) for name, runs in now.items()}
    return _holm(chances, REGRESSED)


def suspects(past: Mapping[str, Sequence[float]], now: Mapping[str, float]) -> frozenset[str]:
    """The endpoints that are slower than usual in this run."""
    chances = {name: _chance(past.get(name, ()), [run], least=1) for name, run in now.items()}
    return _holm(chances, SUSPECT)


def _chance(past: Sequence[float], runs: Sequence[float], least: int) -> float:
    """How likely ordinary runs are at least this slow; 1 where that cannot be told."""
    usual = [math.log(value) for value in past if 0 < value < math.inf]
    latest = [math.log(run) if run < math.inf else math.inf for run in runs[-least:] if run > 0]
    if len(usual) < FEWEST or len(latest) < least:
        return 1.0
    middle = median(usual)
    spread = max(1.4826 * median(abs(value - middle) for value in usual), LEAST_SPREAD)
    slower = [run - middle for run in latest]
    if min(slower) < EACH_WORSE or sum(slower) < least * WORSE:
        return 1.0
    return 1 - NormalDist().cdf(sum(slower) / spread / math.sqrt(least))


def _holm(chances: Mapping[str, float], level: float) -> frozenset[str]:
    """The least likely first, each against its part of the level."""
    found: set[str] = set()
    for name, chance in sorted(chances.items(), key=lambda item: item[1]):
        if chance > level / (len(chances) - len(found)):
            break
        found.add(name)
    return frozenset(found)
