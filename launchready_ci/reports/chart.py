"""Figures of an endpoint as SVG drawn by hand, each with a text that says the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from launchready_ci.reports.markup import Markup, block, element

WIDTH = 400
LEFT, RIGHT = 14, 386
BARS = 40
"""Of a histogram, at most."""
Buckets = Sequence[tuple[float, int]]
"""Of a histogram: its upper bound in ms, and how many requests it holds."""
Points = Sequence[tuple[float, float]]
"""Of a curve: a run or a second, from 0 on, and a p95 in ms."""


def ms(value: float) -> str:
    return f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


class Interval(NamedTuple):
    """A p95 and what it may truly be, in ms; ``high`` is None where nothing bounds it."""

    p95: float
    low: float
    high: float | None
    limit: float | None = None

    def __str__(self) -> str:
        high = "without end" if self.high is None else ms(self.high)
        limit = "" if self.limit is None else f", limit {ms(self.limit)}"
        return f"p95 {ms(self.p95)}, likely between {ms(self.low)} and {high}{limit}"


def interval(name: str, subject: str, shown: Interval) -> Markup:
    """The p95 and its interval on an axis from 0, with the limit across it."""
    known = [value for value in (shown.p95, shown.high, shown.limit) if value is not None]
    x = _Axis(0, max(known) * 1.15 or 1, LEFT, RIGHT)
    end = RIGHT if shown.high is None else x(shown.high)
    start = x(shown.low)
    parts = [
        *_ticks(x, 62),
        element("rect", class_="band", x=start, y=28, width=max(end - start, 2), height=22, rx=3),
        element("circle", class_="dot", cx=x(shown.p95), cy=39, r=6),
        *_limit(x, shown.limit, 20, 62),
    ]
    return _figure(name, f"p95 of {subject}", str(shown), 84, parts)


def histogram(name: str, subject: str, buckets: Buckets, limit: float | None) -> Markup:
    """How many requests took how long; a step to the right is always as many times longer."""
    count = sum(number for _, number in buckets)
    last = max(upper for upper, number in buckets if number)
    said = f"{count} requests, the slowest about {ms(last)}"
    if limit is not None:
        over = sum(number for upper, number in buckets if upper > limit)
        said += f", {over / count:.1%} of them beyond the limit of {ms(limit)}"
    ends = [upper for upper, _ in buckets] + [limit or last]
    x = _Axis(log(min(ends) / 1.1), log(max(ends) * 1.1), LEFT, RIGHT)
    parts = [
        element("line", class_="axis", x1=LEFT, x2=RIGHT, y1=122, y2=122),
        *(_label(x(log(tick)), 138, f"{tick:g}") for tick in _spread(min(ends), max(ends))),
        *_bars(buckets, x),
        *_limit(x, log(limit) if limit else None, 20, 122),
    ]
    return _figure(name, f"Response times of {subject} in ms", said, 146, parts)


def _bars(buckets: Buckets, x: "_Axis") -> Iterator[Markup]:
    uppers = sorted({log(upper) for upper, _ in buckets})
    step = min((b - a for a, b in pairwise(uppers)), default=x.high - x.low)
    bars = min(BARS, max(1, round((x.high - x.low) / step)))
    width = (RIGHT - LEFT) / bars
    heights: Counter[int] = Counter()
    for upper, number in buckets:
        heights[min(int((x(log(upper)) - LEFT) / width), bars - 1)] += number
    most = max(heights.values())
    for bar, number in sorted(heights.items()):
        if number:
            high = max(94 * number / most, 1)
            left = LEFT + bar * width + 0.5
            yield element("rect", class_="bar", x=left, y=122 - high, width=width - 1, height=high)


def _spread(low: float, high: float) -> Iterator[float]:
    """1, 2 and 5 of each power of ten between the two; only the powers where that is too many."""
    wanted = (1.0, 2.0, 5.0) if high / low < 300 else (1.0,)
    for power in range(-4, 10):
        yield from (tick for one in wanted if low <= (tick := one * 10.0**power) <= high)


def trend(
    name: str, subject: str, past: Sequence[float], now: float, limit: float | None
) -> Markup:
    """The p95 of past runs, oldest first, and of this one."""
    points = [*enumerate([*past, now])]
    ends = (f"{len(past)} runs ago", f"now {ms(now)}")
    said = f"now {ms(now)}; {len(past)} runs before it took {ms(min(past))} to {ms(max(past))}"
    drawn = _curve(points, limit, ends)
    return _figure(name, f"p95 of {subject}, run after run", said + _told(limit), 146, drawn)


def over_time(name: str, subject: str, points: Points, limit: float | None) -> Markup:
    """The p95 of each part of this run, which begins at a second of it."""
    p95s = [p95 for _, p95 in points]
    ends = ("0 s", f"{points[-1][0]:g} s")
    said = f"while it ran: {ms(min(p95s))} to {ms(max(p95s))}, {ms(p95s[-1])} in the end"
    drawn = _curve(points, limit, ends)
    return _figure(name, f"p95 of {subject} while it ran", said + _told(limit), 146, drawn)


def _told(limit: float | None) -> str:
    return "" if limit is None else f"; limit {ms(limit)}"


def _curve(points: Points, limit: float | None, ends: tuple[str, str]) -> list[Markup]:
    """Times over whatever the points stand for, the last one marked, with the limit across."""
    y = _Axis(0, max([*(value for _, value in points), limit or 0]) * 1.15 or 1, 122, 12)
    x = _Axis(0, max(points[-1][0], 1), LEFT, RIGHT - 6)
    line = " ".join(f"{x(at):.6g},{y(value):.6g}" for at, value in points)
    at, value = points[-1]
    parts = [
        element("line", class_="axis", x1=LEFT, x2=RIGHT, y1=122, y2=122),
        element("polyline", class_="line", points=line),
        element("circle", class_="dot", cx=x(at), cy=y(value), r=5),
        element("text", ends[0], class_="start", x=LEFT, y=138),
        element("text", ends[1], class_="end", x=RIGHT, y=138),
    ]
    if limit is not None:
        parts += [
            element("line", class_="limit", x1=LEFT, x2=RIGHT, y1=y(limit), y2=y(limit)),
            element("text", f"limit {ms(limit)}", class_="start", x=LEFT, y=y(limit) - 5),
        ]
    return parts


class _Axis(NamedTuple):
    """From figures to places in the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def _ticks(x: _Axis, y: float) -> Iterator[Markup]:
    """A line with three to six round figures from 0 on."""
    yield element("line", class_="axis", x1=LEFT, x2=RIGHT, y1=y, y2=y)
    power = 10.0 ** (len(f"{x.high:.0f}") - 2)
    step = next(one * power for one in (1, 2, 5, 10, 20) if x.high / (one * power) <= 6)
    for number in range(int(x.high / step) + 1):
        at = x(number * step)
        yield element("line", class_="axis", x1=at, x2=at, y1=y, y2=y + 4)
        yield _label(at, y + 18, f"{number * step:g}")


def _limit(x: _Axis, limit: float | None, top: float, bottom: float) -> Iterator[Markup]:
    if limit is not None:
        at = x(limit)
        yield element("line", class_="limit", x1=at, x2=at, y1=top, y2=bottom)
        yield _label(at, top - 6, "limit")


def _label(x: float, y: float, words: str) -> Markup:
    """Beside the edge it stands inside of it."""
    side = "start" if x < LEFT + 20 else "end" if x > RIGHT - 20 else "middle"
    return element("text", words, class_=side, x=x, y=y)


def _figure(name: str, title: str, said: str, height: float, parts: Sequence[Markup]) -> Markup:
    words = [element("title", title, id=f"{name}-title"), element("desc", said, id=f"{name}-desc")]
    box = f"0 0 {WIDTH} {height:g}"
    labels = f"{name}-title {name}-desc"
    drawing = block("svg", [*words, *parts], viewBox=box, role="img", aria_labelledby=labels)
    return block("figure", [drawing, element("figcaption", said)])
