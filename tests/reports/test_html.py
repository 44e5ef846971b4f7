"""The page: well-formed, quiet, bounded, and readable in light and dark."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import pytest

from launchready_ci.findings import NOTHING, Finding, Location, Outcome, Report, Result
from launchready_ci.reports import html, style

HOSTILE = "</style><script>x</script>\u202e\x1b[31m\"' onload=x <a href='javascript:x'> &#x41; ::x"
FIGURES = {
    "samples": 3000,
    "p95_ms": 412.0,
    "p95_low_ms": 388.0,
    "p95_high_ms": 440.0,
    "limit_ms": 300.0,
    "histogram": [[100, 40], [200, 900], [400, 100]],
    "trend": [210.0, 220.5],
    "over_time": [[0, 400], [10, 430]],
    "error_kinds": {"status 503": 7},
    "server_timing": {"db": 390.0},
}


def parsed(report: Report) -> ET.Element:
    page = html.render(report)
    return ET.fromstring(page.removeprefix("<!DOCTYPE html>"))  # noqa: S314


def with_result(
    report: Report,
    findings: tuple[Finding, ...] = (),
    properties: Mapping[str, object] = NOTHING,
    subject: str = "GET /feed",
) -> Report:
    gate = report.gates[0]
    result = Result(gate.rules[1], subject, None, Outcome.FAILED, findings, properties=properties)
    return report._replace(gates=(gate._replace(results=(result,)),))


def test_it_is_strict_markup_that_asks_nobody_for_anything(failing: Report) -> None:
    page = parsed(with_result(failing, properties=FIGURES))

    names = {node.tag for node in page.iter()}
    links = [node for node in page.iter() if {"href", "src", "srcset"} & set(node.attrib)]
    assert not names & {"script", "link", "img", "iframe", "base", "object", "form"}
    assert {node.tag for node in links} == {"a"}
    assert all(node.attrib["href"].startswith("https://github.com/") for node in links)
    assert not re.search(r"url\(|@import", style.STYLE)
    assert page.attrib == {"lang": "en"}


def test_every_name_within_the_page_is_its_own_and_known(failing: Report) -> None:
    page = parsed(with_result(failing, properties=FIGURES))

    ids = [node.attrib["id"] for node in page.iter() if "id" in node.attrib]
    named = [node.attrib.get("aria-labelledby", "").split() for node in page.iter()]
    assert len(ids) == len(set(ids))
    assert {one for names in named for one in names} <= set(ids)
    assert all(table.find("caption") is not None for table in page.iter("table"))


def test_hostile_text_is_text(failing: Report) -> None:
    finding = Finding(HOSTILE, Location(HOSTILE), fix=HOSTILE)
    findings = (finding, finding._replace(suppressed=True))
    report = with_result(failing, findings, FIGURES, HOSTILE)._replace(notes=(HOSTILE,))

    page = parsed(report)

    shown = "".join(page.itertext())
    assert [node.tag for node in page.iter() if node.tag in {"script", "img"}] == []
    assert not [node for node in page.iter() if "onload" in node.attrib]
    assert "</style><script>" in shown
    assert "\\u202e\\x1b[31m" in shown
    assert "\u202e" not in shown


def test_each_fix_stands_there_once_and_what_is_forgiven_is_folded(failing: Report) -> None:
    page = parsed(failing)

    headings = ["".join(node.itertext()) for node in page.iter("h4")]
    folded = ["".join(node.itertext()) for node in page.iter("details")]
    assert headings.count("How to fix LR-SEC004") == 1
    assert "tests/old.py:5:9" in folded[0]
    assert "nothing of this kind was looked at" in folded[1]


def test_what_was_measured_is_drawn_and_told(failing: Report) -> None:
    page = parsed(with_result(failing, properties=FIGURES))

    drawings = [*page.iter("svg")]
    told = ["".join(node.itertext()) for node in page.iter("desc")]
    assert [node.attrib["role"] for node in drawings] == ["img"] * 4
    assert told == [
        "p95 412 ms, likely between 388 ms and 440 ms, limit 300 ms",
        "1040 requests, the slowest about 400 ms, 9.6% of them beyond the limit of 300 ms",
        "while it ran: 400 ms to 430 ms, 430 ms in the end; limit 300 ms",
        "now 412 ms; 2 runs before it took 210 ms to 220 ms; limit 300 ms",
    ]
    shown = "".join(page.itertext())
    assert "412 (388 to 440)" in shown
    assert "Errors: 7 times status 503" in shown
    assert "Timed by the app, p95: db 390 ms" in shown


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param({"p95_ms": None}, id="nothing measured"),
        pytest.param({"p95_ms": 0.0, "p95_low_ms": 0, "trend": [0]}, id="all zero"),
        pytest.param({"p95_ms": 5, "p95_low_ms": 4, "p95_high_ms": None}, id="no bound"),
        pytest.param({"p95_ms": 0.02, "p95_low_ms": 0.01, "limit_ms": 0.1}, id="tiny"),
        pytest.param({"p95_ms": 9e7, "p95_low_ms": 8e7, "histogram": [[9e7, 1]]}, id="huge"),
        pytest.param({"p95_ms": 5, "histogram": "x", "trend": [float("nan")]}, id="no figures"),
        pytest.param({"p95_ms": 5, "over_time": [[0, 0], [1, 0]], "error_kinds": 3}, id="no time"),
    ],
)
def test_odd_figures_break_nothing(figures: dict[str, object], clean: Report) -> None:
    page = html.render(with_result(clean, properties=figures))

    ET.fromstring(page.removeprefix("<!DOCTYPE html>"))  # noqa: S314
    assert not re.search(r'="(nan|inf|-inf)"', page)


@pytest.mark.parametrize("fix", ["", "way {}"])
def test_it_is_bounded(failing: Report, fix: str) -> None:
    found = tuple(
        Finding("&" * 1000, Location("a.py", line), fix=fix.format(line))
        for line in range(1, 25_001)
    )

    page = html.render(with_result(failing, findings=found))

    assert len(page.encode()) < 2**20
    assert re.search(r"and 24\d\d\d more", page)


@pytest.mark.parametrize("colours", [style.LIGHT, style.DARK])
def test_text_stands_out_from_its_ground(colours: str) -> None:
    shades = dict(re.findall(r"--(\w+): #(\w{6});", colours))
    grounds = [luminance(shades.pop(name)) for name in ("ground", "card")]
    del shades["line"]

    # 4.5 to 1: WCAG 2.2, 1.4.3
    for name, shade in shades.items():
        for ground in grounds:
            low, high = sorted((ground, luminance(shade)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, name


def luminance(shade: str) -> float:
    parts = [int(shade[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
