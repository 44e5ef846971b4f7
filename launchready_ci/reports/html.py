"""The run as one page that people open, print and send on; it asks nobody for anything."""

from collections.abc import Iterable, Iterator

from launchready_ci import HOME
from launchready_ci.findings import GateReport, Outcome, Report
from launchready_ci.reports import measured, sections, text, view
from launchready_ci.reports.markup import Markup, block, element
from launchready_ci.reports.style import STYLE

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FIGURES = ("findings", "seconds")
"""Columns that hold numbers."""
SAYS = {
    Outcome.SKIPPED: "No gate looked at anything.",
    Outcome.PASSED: "Nothing stops this release.",
    Outcome.INCONCLUSIVE: "Nothing stops this release, but not everything could be judged.",
    Outcome.FAILED: "What was found stops this release.",
    Outcome.ERROR: "A gate could not do its work, so this is no pass.",
}


def render(report: Report) -> str:
    """What came of it, the gates, then what somebody has to do, the worst first."""
    parts = [
        _outcome(report),
        _gates(report.gates),
        sections.troubles(report),
        sections.findings(report),
        sections.undecided(report.gates),
        measured.section(report.gates),
        sections.notes(report.notes),
        sections.passed_over(report),
    ]
    body = block("body", [block("main", parts), _foot(report)])
    return f"<!DOCTYPE html>\n{block('html', [_head(report), body], lang='en')}\n"


def _head(report: Report) -> Markup:
    return block(
        "head",
        [
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            element("title", f"launchready: {report.outcome.word}"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("style", Markup(STYLE)),
        ],
    )


def _outcome(report: Report) -> Markup:
    word = report.outcome.word
    heading = element("h1", "launchready: ", element("span", word, class_=word))
    said = [element("p", SAYS[report.outcome], " ", _counted(report)), _when(report)]
    return block("header", [heading, *said], class_=word)


def _counted(report: Report) -> str:
    found = view.found(report.gates)
    stopping = sum(report.counts(item.result) for item in found)
    below = len(found) - stopping
    counts = [
        view.count(stopping, "finding") if stopping else "",
        f"{view.count(below, 'finding')} below --fail-on {report.fail_on.word}" if below else "",
    ]
    return f"{', '.join(filter(None, counts))}." if found else "There are no findings."


def _when(report: Report) -> Markup:
    shown = report.started.replace("T", " ").replace("Z", " UTC")
    return element(
        "p",
        element("time", shown, datetime=report.started),
        f", took {report.seconds:.1f} s, launchready {report.version}",
        class_="small",
    )


def _gates(gates: Iterable[GateReport]) -> Markup:
    columns = [
        element("th", name, scope="col", class_="figure" if name in FIGURES else "words")
        for name in ("gate", "outcome", "findings", "looked at", "seconds")
    ]
    table = [
        element("caption", "What each gate says, in the order in which they ran"),
        block("thead", [element("tr", *columns)]),
        block("tbody", (element("tr", *_row(gate)) for gate in gates)),
    ]
    inside = [element("h2", "Gates", id="gates"), block("table", table)]
    return block("section", inside, aria_labelledby="gates")


def _row(gate: GateReport) -> Iterator[Markup]:
    stage = element("span", gate.stage, class_="small")
    yield element("th", gate.name, " ", stage, scope="row")
    yield element("td", sections.badge(gate.outcome.word))
    yield element("td", str(len(view.found([gate]))), class_="figure")
    looked_at = view.looked_at(gate).removesuffix(" looked at")
    yield element("td", text.cut(gate.reason, sections.LONGEST) or looked_at)
    yield element("td", f"{gate.seconds:.1f}", class_="figure")


def _foot(report: Report) -> Markup:
    rules = f"{HOME}/blob/v{report.version}/docs/rules/README.md"
    link = element("a", "What each rule means", href=rules, rel="noreferrer")
    return block("footer", [element("p", link)], class_="small")
