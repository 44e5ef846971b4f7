"""What the report tells of an endpoint in figures, whatever came of its limits.

Times are in ms, ``None`` stands for no bound: an answer that never came is slower than any time.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from launchready_ci.gates.load.config import QUANTILES
from launchready_ci.gates.load.samples import LOOKS, Samples
from launchready_ci.gates.load.verdict import confidence, judge_quantile
from launchready_ci.redact import redact

BUCKET = 1.1
"""Each bucket of a histogram ends so many times later than the one before."""
WINDOWS = 30
"""Parts of a run, at most, whose p95 is told."""
LEAST = 20
"""Requests in such a part: fewer have no p95."""
KINDS = 10
"""Of errors, the most frequent ones."""


def figures(
    samples: Samples, limits: Mapping[str, float], since: float, seconds: float, look: int
) -> dict[str, Any]:
    """Of requests that were due from ``since`` on; ``limits`` are those of the quantiles."""
    took = [(one.due - since, ms) for one in samples.asked if (ms := one.took_ms) is not None]
    response = sorted(ms for _, ms in took)
    service = sorted(one.service * 1000 for one in samples.asked if not one.error)
    count, errors = len(samples.asked), samples.errors()
    p95 = at(response, 0.95)
    return {
        "samples": count,
        **_quantiles(took, response, look),
        **{_limit(name): limit for name, limit in limits.items()},
        "response_p95_ms": p95,
        "service_p95_ms": at(service, 0.95),
        "rate": round(count / seconds, 2) if seconds > 0 else 0.0,
        "errors": round(errors.total() / max(count, 1), 6),
        "error_kinds": {redact(kind): times for kind, times in errors.most_common(KINDS)},
        "histogram": [*histogram(response, limits.get("p95", 100.0))],
        "over_time": [*over_time(took)],
    }


def _quantiles(
    took: Sequence[tuple[float, float]], ordered: Sequence[float], look: int
) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for name, quantile in QUANTILES.items():
        verdict = judge_quantile(took, math.inf, quantile, confidence=confidence(look, LOOKS))
        found[f"{name}_ms"] = at(ordered, quantile)
        found[f"{name}_low_ms"] = rounded(verdict.low) if took else None
        found[f"{name}_high_ms"] = rounded(verdict.high)
    return found


def _limit(name: str) -> str:
    """The p95 is what the gate is about."""
    return "limit_ms" if name == "p95" else f"{name}_limit_ms"


def histogram(response: Iterable[float], limit: float) -> Iterator[tuple[float, int]]:
    """Upper bound and how many took that long, quickest first; the limit is one of the bounds."""
    steps = Counter(
        math.ceil(round(math.log(max(ms, 1e-3) / limit, BUCKET), 9))
        for ms in response
        if ms < math.inf
    )
    for step in sorted(steps):
        yield float(f"{limit * BUCKET**step:.4g}") if step else limit, steps[step]


def over_time(took: Sequence[tuple[float, float]]) -> Iterator[tuple[int, float | None]]:
    """The second in which a part of the run began, and the p95 of that part."""
    if not took:
        return
    seconds = math.floor(max(due for due, _ in took)) + 1
    width = max(math.ceil(seconds / WINDOWS), math.ceil(LEAST * seconds / len(took)))
    parts: dict[int, list[float]] = {}
    for due, ms in took:
        parts.setdefault(int(due // width), []).append(ms)
    for part in sorted(parts):
        if len(parts[part]) >= LEAST / 2:  # the last one may be cut short
            yield part * width, at(sorted(parts[part]), 0.95)


def at(ordered: Sequence[float], quantile: float) -> float | None:
    """Interpolated between the two nearest, as most tools do; None of nothing, or for no bound."""
    if not ordered:
        return None
    place = quantile * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return rounded(low + (high - low) * (place % 1) if low < high < math.inf else high)


def rounded(ms: float) -> float | None:
    return round(ms, 3) if ms < math.inf else None
