"""What does the page tell beside the gates: what to do, what nobody knows, what was passed over?"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from launchready_ci.findings import FORGIVEN_BY, GateReport, Location, Outcome, Report
from launchready_ci.reports import text, view
from launchready_ci.reports.markup import NONE, Markup, block, element, joined

if TYPE_CHECKING:
    from launchready_ci.gate import Rule

T = TypeVar("T")
SHOWN = 100
"""Items of a list, and rules that found something."""
OF_A_RULE = 50
"""Findings of one rule, the first ones by place."""
LONGEST = 600
"""Characters of a message."""


def badge(word: str) -> Markup:
    return element("span", word, class_=f"badge {word}")


def troubles(report: Report) -> Markup:
    """What could not be judged, and why."""
    return _section(
        "Could not be judged", _list(view.troubles(report), partial(_trouble, report.version))
    )


def _trouble(version: str, trouble: view.Trouble) -> Markup:
    name = [_link(trouble.rule, version), " "] if trouble.rule else []
    return joined([*name, _at(trouble.location, trouble.message)])


def findings(report: Report) -> Markup:
    """Every rule with what it found, the worst first; how to fix it stands there once."""
    rules: dict[tuple[str, str], list[view.Found]] = {}
    for item in view.found(report.gates):
        rules.setdefault((item.rule.id, item.fix), []).append(item)
    shown = [*rules.values()]
    rest = sum(map(len, shown[SHOWN:]))
    articles = (_rule(report.version, found) for found in shown[:SHOWN])
    return _section("Findings", *articles, _more(rest))


def _rule(version: str, found: Sequence[view.Found]) -> Markup:
    rule = found[0].rule
    heading = element("h3", badge(rule.severity.word), " ", _link(rule, version))
    parts = [heading, element("p", _prose(rule.help.what.partition("\n\n")[0]))]
    fix = [element("h4", f"How to fix {rule.id}"), *_steps(text.cut(found[0].fix, 4000))]
    places = _list(found, lambda item: _at(item.finding.location, item.message), OF_A_RULE)
    return block("article", [*parts, places, block("div", fix, class_="fix")])


def undecided(gates: Iterable[GateReport]) -> Markup:
    """What was looked at and could be judged neither way."""
    return _section("Inconclusive", _list([*view.undecided(gates)], _said))


def notes(told: Sequence[str]) -> Markup:
    """What people should hear about the run."""
    return _section("Notes", _list(told, _said))


def passed_over(report: Report) -> Markup:
    """What is forgiven, and what was not looked at and why: folded, since nobody has to act."""
    results = [result for gate in report.gates for result in gate.results]
    forgiven = [view.Found(r, f) for r in results for f in r.findings if f.suppressed]
    shown = _list(forgiven, partial(_suppressed, report.version))
    reasons: dict[tuple[str, str], list[str]] = {}
    for gate in report.gates:
        for result in gate.results:
            if result.outcome is Outcome.SKIPPED:
                name = f"{view.title(result.rule)} {result.subject}".strip()
                reasons.setdefault((gate.name, result.reason), []).append(name)
    count = view.count(sum(map(len, reasons.values())), "check")
    return _section(
        "Passed over",
        _folded(view.count(len(forgiven), "suppressed finding"), shown),
        _folded(f"{count} skipped", _list([*reasons.items()], _skipped)),
    )


def _suppressed(version: str, item: view.Found) -> Markup:
    by = item.finding.properties.get(FORGIVEN_BY)
    whose = f" (forgiven by {by})" if by else ""
    return joined(
        [_link(item.rule, version), " ", _at(item.finding.location, item.message + whose)]
    )


def _skipped(reason: tuple[tuple[str, str], Sequence[str]]) -> Markup:
    (gate, why), rules = reason
    more = f" and {len(rules) - SHOWN} more" if len(rules) > SHOWN else ""
    return joined([f"{gate}: {text.cut(why, LONGEST)}: ", _said(", ".join(rules[:SHOWN]) + more)])


def _section(title: str, *parts: Markup) -> Markup:
    """Nothing where nothing is in it."""
    if not any(parts):
        return NONE
    name = title.lower().replace(" ", "-")
    return block("section", [element("h2", title, id=name), *parts], aria_labelledby=name)


def _folded(title: str, inside: Markup) -> Markup:
    return block("details", [element("summary", title), inside]) if inside else NONE


def _list(items: Sequence[T], show: Callable[[T], Markup], most: int = SHOWN) -> Markup:
    listed = block("ul", (element("li", show(item)) for item in items[:most]))
    return joined([listed, _more(len(items) - most)])


def _more(rest: int) -> Markup:
    return element("p", f"and {rest} more; --output json=FILE has all") if rest > 0 else NONE


def _link(rule: "Rule[Any]", version: str) -> Markup:
    return element("a", view.title(rule), href=view.page(rule, version), rel="noreferrer")


def _at(location: Location, message: str) -> Markup:
    return joined([element("code", str(location)), _said(message)])


def _said(message: str) -> Markup:
    return element("span", text.cut(message, LONGEST), class_="said")


def _prose(words: str) -> Markup:
    """Our own words, in which backticks mark code."""
    parts = re.split(r"`([^`]+)`", words)
    return joined(element("code", part) if at % 2 else part for at, part in enumerate(parts))


def _steps(fix: str) -> Iterator[Markup]:
    """A paragraph for each, and a list where they are numbered."""
    unwrapped = re.sub(r"\n[ \t]*(?!\d+\. |- |\n)", " ", fix)
    for numbered, lines in groupby(unwrapped.split("\n"), lambda line: line[:1].isdigit()):
        if numbered:
            yield block("ol", (element("li", _prose(line.partition(" ")[2])) for line in lines))
        else:
            yield from (element("p", _prose(line)) for line in lines if line)
