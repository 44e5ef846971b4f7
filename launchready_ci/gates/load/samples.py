"""What one endpoint answered, and what that says of its limits."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from launchready_ci.gates.load.config import QUANTILES, Expect
from launchready_ci.gates.load.verdict import Verdict, confidence, judge_quantile, judge_share

LOOKS = 3
"""At half of the duration, at the whole, and at twice."""


class Asked(NamedTuple):
    """One request: seconds since the first start, seconds that it took, and what was wrong."""

    due: float
    response: float
    service: float
    error: str

    @property
    def answered(self) -> bool:
        return not self.error.startswith("!")

    @property
    def took_ms(self) -> float | None:
        """A user who waits in vain waits for ever; an error page's time is nobody's."""
        if self.error:
            return None if self.answered else math.inf
        return self.response * 1000


@dataclass
class Samples:
    """All requests of one endpoint."""

    asked: list[Asked] = field(default_factory=list)

    def between(self, since: float, until: float) -> "Samples":
        return Samples([one for one in self.asked if since <= one.due < until])

    def errors(self) -> Counter[str]:
        return Counter(one.error.removeprefix("!") for one in self.asked if one.error)

    def verdicts(self, expect: Expect, look: int) -> dict[str, Verdict]:
        """By ``p95`` and the like, and ``errors``."""
        sure = confidence(look, LOOKS)
        took = [(one.due, ms) for one in self.asked if (ms := one.took_ms) is not None]
        found = {
            name: judge_quantile(took, limit, QUANTILES[name], confidence=sure)
            for name, limit in expect.limits.items()
        }
        wrong = [(one.due, bool(one.error)) for one in self.asked]
        return found | {"errors": judge_share(wrong, expect.errors, confidence=sure)}

    def figures(self, seconds: float, look: int) -> dict[str, Any]:
        """What the report says of them, whatever the limits are; times in ms, None for no bound."""
        response = sorted(ms for one in self.asked if (ms := one.took_ms) is not None)
        service = sorted(one.service * 1000 for one in self.asked if not one.error)
        took = [(one.due, ms) for one in self.asked if (ms := one.took_ms) is not None]
        p95 = judge_quantile(took, math.inf, 0.95, confidence=confidence(look, LOOKS))
        count = len(self.asked)
        return {
            "samples": count,
            "p50_ms": at(response, 0.5),
            "p95_ms": at(response, 0.95),
            "p99_ms": at(response, 0.99),
            "p95_low_ms": _rounded(p95.low) if took else None,
            "p95_high_ms": _rounded(p95.high),
            "response_p95_ms": at(response, 0.95),
            "service_p95_ms": at(service, 0.95),
            "rate": round(count / seconds, 2) if seconds > 0 else 0.0,
            "errors": round(sum(self.errors().values()) / max(count, 1), 6),
        }


def decided(verdicts: Mapping[str, Verdict]) -> bool:
    return all(verdict.outcome != "inconclusive" for verdict in verdicts.values())


def at(ordered: Sequence[float], quantile: float) -> float | None:
    """Interpolated between the two nearest, as most tools do; None of nothing, or for no bound."""
    if not ordered:
        return None
    place = quantile * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return _rounded(low + (high - low) * (place % 1) if low < high < math.inf else high)


def _rounded(ms: float) -> float | None:
    return round(ms, 3) if ms < math.inf else None
