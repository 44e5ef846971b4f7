"""What was measured of each endpoint, as a table and as charts."""

from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.findings import GateReport, Result
from launchready_ci.reports import chart, figures
from launchready_ci.reports.markup import NONE, Markup, block, element

SHOWN = 50
"""Endpoints."""
TRUST = {
    "service_p95_ms": "p95 from the real start {:.0f} ms",
    "warmup_s": "warm-up {:g} s",
    "run_delay_share": "the generator waited for a processor {:.1%} of the time",
}
"""What says how far the figures can be believed."""


def section(gates: Iterable[GateReport]) -> Markup:
    """The results that tell of a p95; nothing where there is none."""
    measured = figures.measured(gates)
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
    names = (element("th", name, scope="col", class_="figure") for name in figures.COLUMNS)
    head = element("tr", element("th", "endpoint", scope="col"), *names)
    said = "How long the answers took, and what the true value likely is"
    table = [
        element("caption", said),
        block("thead", [head]),
        block("tbody", map(_row, measured)),
    ]
    about = {"role": "region", "aria_label": said}
    return block("div", [block("table", table)], class_="wide", tabindex="0", **about)


def _row(result: Result) -> Markup:
    shown = (show(result.properties).partition(" (") for show in figures.COLUMNS.values())
    cells = (
        element("td", value, _small(between + rest) if rest else NONE, class_="figure")
        for value, between, rest in shown
    )
    name = element("code", figures.subject(result))
    return element("tr", element("th", name, scope="row"), *cells)


def _small(words: str) -> Markup:
    return element("span", words, class_="small")


def _endpoint(name: str, result: Result) -> Markup:
    head = element(
        "h3",
        element("code", figures.subject(result)),
        " ",
        element("span", result.outcome.word, class_=f"badge {result.outcome.word}"),
    )
    charts = block("div", _charts(name, result), class_="charts")
    return block("article", [head, charts, *_beside(result.properties)])


def _charts(name: str, result: Result) -> Iterator[Markup]:
    known, subject = result.properties, figures.subject(result)
    p95, low = figures.number(known, "p95_ms"), figures.number(known, "p95_low_ms")
    limit = figures.number(known, "limit_ms") or None
    if p95 is not None and low is not None:
        shown = chart.Interval(p95, low, figures.number(known, "p95_high_ms"), limit)
        yield chart.interval(f"{name}-interval", subject, shown)
    buckets = [(upper, int(n)) for upper, n in figures.pairs(known.get("histogram")) if upper and n]
    if buckets:
        yield chart.histogram(f"{name}-histogram", subject, buckets, limit)
    points = [*figures.pairs(known.get("over_time"))]
    if len(points) > 1:
        yield chart.over_time(f"{name}-over-time", subject, points, limit)
    past = [*figures.numbers(known.get("trend"))]
    if past and p95 is not None:
        yield chart.trend(f"{name}-trend", subject, past, p95, limit)


def _beside(known: figures.Figures) -> Iterator[Markup]:
    for line in figures.beside(known):
        yield element("p", line[0].upper() + line[1:])
    told = ((form, figures.number(known, key)) for key, form in TRUST.items())
    if said := [form.format(value) for form, value in told if value is not None]:
        yield element("p", "; ".join(said), class_="small")
