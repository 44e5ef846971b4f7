"""Times in log buckets that merge exactly: what workers send, a second of an endpoint in one row.

A bucket is 0.5 % wide, so its middle is at most 0.25 % off; counts are exact.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, floor, log, log1p

from launchready_ci.gates.load.wire import Sample

WIDTH = log1p(0.005)
LEAST = 1e-6
"""Seconds: nothing is quicker."""

Row = tuple[int, int, list[tuple[int, int]], list[tuple[int, int]], list[tuple[str, int]]]
"""Endpoint; second since the warm-up; how often each bucket of response times, of service times,
and each error came. What has an error has no place in the buckets."""


def bucket(seconds: float) -> int:
    return round(log(max(seconds, LEAST) / LEAST) / WIDTH)


def middle(number: int) -> float:
    """Seconds."""
    return LEAST * exp(number * WIDTH)


@dataclass
class _Second:
    response: Counter[int] = field(default_factory=Counter)
    service: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


def rows(samples: Iterable[Sample], warm_up: float) -> list[Row]:
    seconds: dict[tuple[int, int], _Second] = {}
    for call, due, response, service, error in samples:
        second = seconds.setdefault((call, floor(due - warm_up)), _Second())
        if error:
            second.errors[error] += 1
        else:
            second.response[bucket(response)] += 1
            second.service[bucket(service)] += 1
    return [
        (
            *place,
            list(one.response.items()),
            list(one.service.items()),
            list(one.errors.items()),
        )
        for place, one in seconds.items()
    ]


def samples(rows: Iterable[Row], warm_up: float) -> Iterator[Sample]:
    """The same times again, in the middle of their buckets and evenly over their second."""
    for call, second, response, service, errors in rows:
        took = list(zip(_times(response), _times(service), strict=True))
        wrong = [kind for kind, count in errors for _ in range(count)]
        count = len(took) + len(wrong)
        starts = (warm_up + second + (at + 0.5) / count for at in range(count))
        for slow, quick in took:
            yield (call, next(starts), slow, quick, "")
        for kind in wrong:
            yield (call, next(starts), 0.0, 0.0, kind)


def _times(buckets: Sequence[tuple[int, int]]) -> list[float]:
    return [middle(number) for number, count in sorted(buckets) for _ in range(count)]
