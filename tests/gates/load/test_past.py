"""Is a run slower than the ones before it, and which of those can be compared?"""

import math
from collections.abc import Mapping, Sequence

import pytest

from launchready_ci.findings import Location
from launchready_ci.gate import NotLookedAt
from launchready_ci.gates.load.facts import Compared
from launchready_ci.gates.load.history import FEWEST, regressed, regressions, suspects
from launchready_ci.gates.load.past import Run, compared, run
from tests.gates.load import simulated

FIGURES = {"samples": 600, "p50_ms": 50.0, "p95_ms": 100.0, "p99_ms": 140.0}


def test_chance_alone_is_hardly_ever_a_regression() -> None:
    assert simulated.history(1.0, 1000) <= 0.01


def test_what_got_half_as_slow_again_is_found() -> None:
    assert simulated.history(1.5, 500) >= 0.97


@pytest.mark.parametrize(
    ("past", "now", "is_one"),
    [
        pytest.param([], [100, 100], False, id="no past"),
        pytest.param([100] * (FEWEST - 1), [300, 300], False, id="hardly any past"),
        pytest.param([100] * 10, [300], False, id="one run alone"),
        pytest.param([100] * 10, [102, 102], False, id="runs that were all equal"),
        pytest.param([100] * 10, [150, 150], True, id="two slow runs"),
        pytest.param([100] * 10, [150, 101], False, id="one slow run, and an ordinary one"),
        pytest.param([100] * 10, [math.inf, math.inf], True, id="no p95 at all"),
    ],
)
def test_two_slow_runs_in_a_row_are_a_regression(
    past: Sequence[float], now: Sequence[float], is_one: bool
) -> None:
    assert regressed(past, now) is is_one


def test_many_endpoints_are_not_many_chances_of_a_false_alarm() -> None:
    past = {str(n): [90.0, 95, 100, 105, 110, 100] for n in range(10)}
    alone = {"0": 121.0}
    among = dict.fromkeys(past, 100.0) | alone

    assert suspects({"0": past["0"]}, alone) == {"0"}
    assert suspects(past, among) == frozenset()
    assert regressions(past, {name: [200.0, 200.0] for name in past}) == past.keys()


def history(
    *p95s: float, suspect: bool = False, other: Mapping[str, object] | None = None
) -> list[Run]:
    runs = [run("feed", "app.example", 10.0, {**FIGURES, "p95_ms": p95}, {}) for p95 in p95s]
    for one in runs:
        one.update(other or {})  # type: ignore[typeddict-item]
    if suspect:
        runs[-1]["suspect"] = True
    return runs


def judged(past: list[Run], p95: float) -> Compared | NotLookedAt:
    (now,) = history(p95)
    (said,) = compared(past, {"feed": now}, {"feed": Location("launchready.yaml")})
    return said


def test_the_first_slow_run_is_a_suspect_and_the_second_a_regression() -> None:
    usual = [100.0] * 8

    first = judged(history(*usual), 160)
    second = judged(history(*usual, 160, suspect=True), 165)

    assert isinstance(first, Compared)
    assert isinstance(second, Compared)
    assert (first.suspect, first.regressed) == (True, False)
    assert second.regressed
    assert (second.usual_ms, second.runs) == (100, 8)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"runner": "another"}, id="another runner"),
        pytest.param({"target": "staging.example"}, id="another target"),
        pytest.param({"rate": 20.0}, id="another rate"),
        pytest.param({"method": 0}, id="another method of measuring"),
        pytest.param({"endpoint": "search"}, id="another endpoint"),
    ],
)
def test_what_was_measured_otherwise_is_no_comparison(other: dict[str, object]) -> None:
    said = judged(history(*[100.0] * 8, other=other), 500)

    assert isinstance(said, NotLookedAt)
    assert said.reason.startswith("0 of the 5 past runs")
