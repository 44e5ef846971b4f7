"""Server-Timing, as apps and attackers write it."""

import time

import pytest

from launchready_ci.gates.load.timings import NAMES, Timings


def timed(*headers: str) -> dict[str, float]:
    timings = Timings()
    for header in headers:
        timings.add(header)
    return timings.p95s()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        pytest.param("db;dur=53.2, app;dur=47", {"db": 53.2, "app": 47.0}, id="two parts"),
        pytest.param('db ; desc="a, b;dur=9" ; dur="5"', {"db": 5.0}, id="quotes"),
        pytest.param("miss, cache;desc=x, db;dur=5", {"db": 5.0}, id="parts without a duration"),
        pytest.param("db;dur=-5, x;dur=, ;dur=3", {}, id="no durations"),
        pytest.param("", {}, id="nothing"),
    ],
)
def test_parts_with_a_duration_are_kept(header: str, found: dict[str, float]) -> None:
    assert timed(header) == found


def test_the_slowest_part_comes_first_with_its_p95() -> None:
    assert timed(*(f"a;dur={ms}, b;dur=500" for ms in range(101))) == {"b": 500.0, "a": 95.0}


def test_hostile_headers_are_bounded() -> None:
    began = time.process_time()

    found = timed(*(f"n{n};dur=1" for n in range(99)), "a;" * 9999, 'a"' * 9999, "a" * 9999)

    assert len(found) == NAMES
    assert time.process_time() - began < 1
