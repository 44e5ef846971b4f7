"""What was measured of each endpoint, as a table and as charts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from launchready_ci.findings import GateReport, Result
from launchready_ci.reports import chart, text
from launchready_ci.reports.markup import NONE, Markup, block, element

SHOWN = 50
"""Endpoints."""
COLUMNS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "requests": lambda figures: f"{_number(figures, 'samples') or 0:.0f}",
    "per second": lambda figures: _figure(figures, "rate"),
    "p50 ms": lambda figures: _figure(figures, "p50_ms"),
    "p95 ms": lambda figures: _figure(figures, "p95_ms"),
    "p99 ms": lambda figures: _figure(figures, "p99_ms"),
    "errors": lambda figures: f"{_number(figures, 'errors') or 0:.2%}",
}


def section(gates: Iterable[GateReport]) -> Markup:
    """The results that know a p95; nothing where there is none.

    Beside the figures of the load gate (times in ms, ``errors`` a share), their properties may hold
    ``limit_ms`` (of the p95), ``histogram`` (pairs of upper bound in ms and count) and ``trend``
    (the p95 of past runs in ms, oldest first).
    """
    measured = [r for gate in gates for r in gate.results if _number(r.properties, "p95_ms")]
    if not measured:
        return NONE
    more = len(measured) - SHOWN
    return block(
        "section",
        [
            element("h2", "Measured", id="measured"),
            _table(measured[:SHOWN]),
            *(_endpoint(f"chart-{at}", r) for at, r in enumerate(measured[:SHOWN], 1)),
            element("p", f"and {more} more") if more > 0 else NONE,
        ],
        aria_labelledby="measured",
    )


def _table(measured: Sequence[Result]) -> Markup:
    figures = (element("th", name, scope="col", class_="figure") for name in COLUMNS)
    head = [element("th", "endpoint", scope="col"), *figures]
    rows = [[element("tr", *head)], map(_row, measured)]
    table = [
        element("caption", "How long the answers took"),
        block("thead", rows[0]),
        block("tbody", rows[1]),
    ]
    about = {"role": "region", "aria_label": "How long the answers took"}
    return block("div", [block("table", table)], class_="wide", tabindex="0", **about)


def _row(result: Result) -> Markup:
    cells = (element("td", show(result.properties), class_="figure") for show in COLUMNS.values())
    return element("tr", element("th", element("code", _subject(result)), scope="row"), *cells)


def _subject(result: Result) -> str:
    return text.cut(result.subject or result.rule.name, 200)


def _endpoint(name: str, result: Result) -> Markup:
    head = element(
        "h3",
        element("code", _subject(result)),
        " ",
        element("span", result.outcome.word, class_=f"badge {result.outcome.word}"),
    )
    charts = block("div", _charts(name, result), class_="charts")
    return block("article", [head, charts, _beside(result.properties)])


def _charts(name: str, result: Result) -> Iterator[Markup]:
    figures, subject = result.properties, _subject(result)
    p95, limit = _number(figures, "p95_ms") or 0.0, _number(figures, "limit_ms") or None
    low = _number(figures, "p95_low_ms")
    if low is not None:
        shown = chart.Interval(p95, low, _number(figures, "p95_high_ms"), limit)
        yield chart.interval(f"{name}-interval", subject, shown)
    if buckets := [*_buckets(figures.get("histogram"))]:
        yield chart.histogram(f"{name}-histogram", subject, buckets, limit)
    if past := [*_numbers(figures.get("trend"))]:
        yield chart.trend(f"{name}-trend", subject, past, p95, limit)


def _beside(figures: Mapping[str, Any]) -> Markup:
    """What says how far the figures can be believed."""
    words = {
        "service_p95_ms": "p95 from the real start {:.0f} ms",
        "warmup_s": "warm-up {:g} s",
        "run_delay_share": "the generator waited for a processor {:.1%} of the time",
    }
    said = [
        form.format(number)
        for key, form in words.items()
        if (number := _number(figures, key)) is not None
    ]
    return element("p", "; ".join(said), class_="small") if said else NONE


def _figure(figures: Mapping[str, Any], key: str) -> str:
    number = _number(figures, key)
    return "-" if number is None else f"{number:.0f}" if number >= 10 else f"{number:.1f}"


def _number(figures: Mapping[str, Any], key: str) -> float | None:
    return next(_numbers([figures.get(key)]), None)


def _numbers(values: object) -> Iterator[float]:
    """Those that can be drawn."""
    for value in values if isinstance(values, (list, tuple)) else ():
        if isinstance(value, (int, float)) and isfinite(value) and value >= 0:
            yield value


def _buckets(values: object) -> Iterator[tuple[float, int]]:
    for value in values if isinstance(values, (list, tuple)) else ():
        pair = [*_numbers(value)]
        if len(pair) == 2 and pair[0] > 0 and pair[1] > 0:
            yield pair[0], int(pair[1])
