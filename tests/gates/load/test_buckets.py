"""What workers send merges to what one of them alone would have seen."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from launchready_ci.gates.load.buckets import bucket, middle, rows, samples
from launchready_ci.gates.load.figures import at
from launchready_ci.gates.load.wire import Sample

WARM_UP = 1.5


@given(st.floats(1e-6, 1000))
def test_the_middle_of_a_bucket_is_a_quarter_of_a_percent_off_at_most(seconds: float) -> None:
    assert abs(middle(bucket(seconds)) / seconds - 1) < 0.00251


def sent(random: Random, count: int) -> list[Sample]:
    found: list[Sample] = []
    for number in range(count):
        service = random.lognormvariate(-3, 0.5)
        late = random.choice((0.0, 0.2))
        error = random.choice(("", "", "", "status 500", "!connection refused"))
        found.append((number % 2, number / 100, service + late, service, error))
    return found


def test_two_workers_halves_come_to_the_whole() -> None:
    whole = sent(Random(1), 4000)
    merged = [
        one for half in (whole[::2], whole[1::2]) for one in samples(rows(half, WARM_UP), WARM_UP)
    ]

    for call in (0, 1):
        ours = [one for one in merged if one[0] == call]
        theirs = [one for one in whole if one[0] == call]
        assert len(ours) == len(theirs)
        assert sorted(one[4] for one in ours) == sorted(one[4] for one in theirs)
        for figure in (2, 3):
            p95s = [
                at(sorted(float(str(one[figure])) for one in every if not one[4]), 0.95)
                for every in (ours, theirs)
            ]
            one, other = (p95 or 0 for p95 in p95s)
            assert abs(one / other - 1) < 0.005


def test_every_start_stays_in_its_second_and_on_its_side_of_the_warm_up() -> None:
    whole = sent(Random(2), 1000)
    merged = list(samples(rows(whole, WARM_UP), WARM_UP))

    def seconds(every: list[Sample]) -> list[int]:
        return sorted(int((one[1] - WARM_UP) // 1) for one in every)

    assert seconds(merged) == seconds(whole)
