"""Does the verdict on a p95 deserve to be believed? Simulations of noisy services, seeded."""

import math
from random import Random

import pytest

from launchready_ci.gates.load.verdict import (
    ENOUGH,
    FEWEST,
    judge,
    judge_quantile,
    judge_share,
)
from tests.gates.load import simulated


@pytest.mark.parametrize("count", [300, 1000])
def test_the_interval_holds_the_true_value_as_often_as_it_says(count: int) -> None:
    assert simulated.coverage(count, 150) >= 0.9


def test_a_service_within_its_limit_is_not_failed_for_noise() -> None:
    assert simulated.looks(0.95, 40).failed <= 1 / 40


def test_a_service_beyond_its_limit_fails() -> None:
    assert simulated.looks(1.1, 30).failed >= 27 / 30
    assert simulated.one_look(1000, 1.2, 100) >= 0.9


@pytest.mark.parametrize(
    ("count", "outcome"),
    [
        pytest.param(0, "inconclusive", id="nothing"),
        pytest.param(FEWEST - 1, "inconclusive", id="too few for anything"),
        pytest.param(ENOUGH - 1, "inconclusive", id="too few for a pass"),
        pytest.param(ENOUGH, "passed", id="enough"),
    ],
)
def test_few_samples_prove_nothing(count: int, outcome: str) -> None:
    quick = [(number / 10, 20.0) for number in range(count)]

    assert judge(quick, 100).outcome == outcome


def test_a_few_samples_far_beyond_the_limit_fail() -> None:
    assert judge([(number / 10, 500.0) for number in range(ENOUGH - 1)], 100).outcome == "failed"


def test_an_answer_that_never_comes_is_slower_than_any_limit() -> None:
    took = [(number / 10, math.inf if number % 8 == 0 else 10.0) for number in range(600)]

    assert judge(took, 60_000).outcome == "failed"


def test_the_order_in_which_answers_come_does_not_matter() -> None:
    run = simulated.samples(Random(3), 400, 20)
    shuffled = run.copy()
    Random(4).shuffle(shuffled)

    assert judge(run, simulated.P95) == judge(shuffled, simulated.P95)


@pytest.mark.parametrize("limit", [0, -1, math.nan])
def test_a_limit_has_to_be_positive(limit: float) -> None:
    with pytest.raises(ValueError, match="has to be positive"):
        judge([(0, 1)], limit)


def test_other_quantiles_are_judged_as_the_p95_is() -> None:
    run = simulated.samples(Random(5), 2000, 60, block=0)

    middle = judge_quantile(run, 150, 0.5)

    assert middle.outcome == "passed"
    assert middle.low < 100 < middle.high


@pytest.mark.parametrize(
    ("wrong", "limit", "outcome"),
    [
        pytest.param(0, 0.001, "passed", id="no error at all"),
        pytest.param(1, 0.001, "inconclusive", id="one error may be chance"),
        pytest.param(1, 0.0, "failed", id="none were to be seen, and one was"),
        pytest.param(60, 0.01, "failed", id="a tenth"),
        pytest.param(600, 0.5, "failed", id="every answer"),
        pytest.param(0, 0.0, "passed", id="none were to be seen, and none were"),
    ],
)
def test_a_share_of_errors_is_judged_with_its_interval(
    wrong: int, limit: float, outcome: str
) -> None:
    run = [(number / 10, number % (600 // wrong) == 0 if wrong else False) for number in range(600)]

    assert judge_share(run, limit).outcome == outcome
