"""What was measured, as any report shows it; whatever is no figure is left out.

The results of the load gate have properties: see docs/load.md for their names and units.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

from launchready_ci.findings import GateReport, Outcome, Result, Severity
from launchready_ci.reports import text

Figures = Mapping[str, Any]


def measured(gates: Iterable[GateReport]) -> list[Result]:
    """The results that tell of a p95, known or not, with the worst of what their subject came to.

    Its errors count, and that it got slower; what only warns does not.
    """
    found = []
    for gate in gates:
        worst = defaultdict[str, Outcome](lambda: Outcome.SKIPPED)
        for result in gate.results:
            if result.rule.severity is Severity.ERROR:
                worst[result.subject] = max(worst[result.subject], result.outcome)
        told = (result for result in gate.results if "p95_ms" in result.properties)
        found += [one._replace(outcome=max(one.outcome, worst[one.subject])) for one in told]
    return found


def subject(result: Result) -> str:
    return text.cut(result.subject or result.rule.name, 200)


def quantile(figures: Figures, name: str) -> str:
    """``412 (388 to 440)``; what has no bound is without end, as an answer is that never came."""
    if number(figures, f"{name}_ms") is None and not number(figures, "samples"):
        return "-"
    low = number(figures, f"{name}_low_ms")
    bounds = "" if low is None else f" ({ms(low)} to {time(figures, f'{name}_high_ms')})"
    return f"{time(figures, f'{name}_ms')}{bounds}"


COLUMNS: Mapping[str, Callable[[Figures], str]] = {
    "requests": lambda figures: f"{number(figures, 'samples') or 0:.0f}",
    "per second": lambda figures: time(figures, "rate", none="-"),
    "p50 ms": lambda figures: quantile(figures, "p50"),
    "p95 ms": lambda figures: quantile(figures, "p95"),
    "limit ms": lambda figures: time(figures, "limit_ms", none="-"),
    "p99 ms": lambda figures: quantile(figures, "p99"),
    "errors": lambda figures: f"{number(figures, 'errors') or 0:.2%}",
}
"""Of a table with a row for each endpoint."""


def beside(figures: Figures) -> Iterator[str]:
    """What a table has no room for: which errors, what the app itself timed."""
    if kinds := [*named(figures.get("error_kinds"))]:
        yield f"errors: {', '.join(f'{count:.0f} times {kind}' for kind, count in kinds)}"
    if timed := [*named(figures.get("server_timing"))]:
        yield f"timed by the app, p95: {', '.join(f'{name} {ms(p95)} ms' for name, p95 in timed)}"


def time(figures: Figures, key: str, none: str = "no end") -> str:
    value = number(figures, key)
    return none if value is None else ms(value)


def ms(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def number(figures: Figures, key: str) -> float | None:
    return next(numbers([figures.get(key)]), None)


def numbers(values: object) -> Iterator[float]:
    for value in values if isinstance(values, (list, tuple)) else ():
        if isinstance(value, (int, float)) and isfinite(value) and value >= 0:
            yield value


def pairs(values: object) -> Iterator[tuple[float, float]]:
    for value in values if isinstance(values, (list, tuple)) else ():
        if len(pair := [*numbers(value)]) == 2:
            yield pair[0], pair[1]


def named(values: object) -> Iterator[tuple[str, float]]:
    for name, value in values.items() if isinstance(values, Mapping) else ():
        yield from ((text.cut(str(name), 100), one) for one in numbers([value]))
