"""Does the verdict on a p95 deserve to be believed? Simulations of noisy services, seeded."""

import math
from random import Random

import pytest

from launchready_ci.gates.load.verdict import (
    ENOUGH,
    FEWEST,
    judge,
    judge_look,
    judge_quantile,
    judge_share,
)

SIGMA = 0.5
P95 = 100 * math.exp(1.6449 * SIGMA)
"""The true p95 of ``samples`` with quiet seconds, in ms."""


def samples(
    random: Random, count: int, seconds: float, factor: float = 1.0, noise: float = 0.15
) -> list[tuple[float, float]]:
    """A run whose seconds differ: some are slower as a whole, as a neighbour would make them."""
    seconds_of = [random.gauss(0, noise) for _ in range(math.ceil(seconds) + 1)]
    found = []
    for number in range(count):
        start = number * seconds / count
        level = seconds_of[int(start)] + random.gauss(0, SIGMA)
        found.append((start, 100 * factor * math.exp(level)))
    return found


def true_p95(noise: float = 0.15) -> float:
    return 100 * math.exp(1.6449 * math.hypot(SIGMA, noise))


@pytest.mark.parametrize("count", [300, 1000])
def test_the_interval_holds_the_true_value_as_often_as_it_says(count: int) -> None:
    random, times = Random(count), 120

    verdicts = [judge(samples(random, count, 30), 1) for _ in range(times)]

    held = sum(verdict.low <= true_p95() <= verdict.high for verdict in verdicts)
    assert held / times >= 0.9


def looks(random: Random, factor: float) -> str:
    """The verdict of a run of up to 120 s at 33/s, looked at after 30, 60 and 120."""
    run = samples(random, 3960, 120, factor)
    for look, until in enumerate((30, 60, 120)):
        seen = [one for one in run if one[0] < until]
        outcome = judge_look(seen, true_p95(), look, 3).outcome
        if outcome != "inconclusive":
            return outcome
    return "inconclusive"


def test_a_service_within_its_limit_is_not_failed_for_noise() -> None:
    random = Random(1)

    assert [looks(random, 0.95) for _ in range(40)].count("failed") <= 1


def test_a_service_beyond_its_limit_fails() -> None:
    random = Random(2)

    assert [looks(random, 1.2) for _ in range(30)].count("failed") >= 29


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
    run = samples(Random(3), 400, 20)
    shuffled = run.copy()
    Random(4).shuffle(shuffled)

    assert judge(run, P95) == judge(shuffled, P95)


@pytest.mark.parametrize("limit", [0, -1, math.nan])
def test_a_limit_has_to_be_positive(limit: float) -> None:
    with pytest.raises(ValueError, match="has to be positive"):
        judge([(0, 1)], limit)


def test_other_quantiles_are_judged_as_the_p95_is() -> None:
    run = samples(Random(5), 2000, 60, noise=0)

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
