"""What one endpoint answered, and what that says of its limits."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

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


def decided(verdicts: Mapping[str, Verdict]) -> bool:
    return all(verdict.outcome != "inconclusive" for verdict in verdicts.values())
