"""The load gate on the sample app: the sound one holds its limits, the slow feed does not."""

import re

import pytest

from launchready_ci.findings import Report
from launchready_ci.suite import Settings, Suite
from tests.sample import FOLDER, Sample, SampleApps
from tests.sample_app.runs import found

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


def loaded(app: Sample) -> Report:
    """A run that the generator's machine was not too busy for."""
    suite = Suite.load(Settings(str(FOLDER)), app.environ)
    plan = suite.plan(["load"], {})
    report = suite.run(plan, "post-deploy")
    for _ in range(4):
        if "generator was too slow" in report.gates[0].reason:
            report = suite.run(plan, "post-deploy")
    return report


def test_the_sound_app_holds_its_limits(sample_app: SampleApps) -> None:
    report = loaded(sample_app(SEED_POSTS="150"))

    assert (report.exit_code, found(report).keys() - {"LR-LOD004"}) == (0, set())


def test_a_feed_that_compares_every_post_with_every_other_fails(sample_app: SampleApps) -> None:
    report = loaded(sample_app("slow-feed", SEED_POSTS="150"))

    assert report.exit_code == 1
    slow = found(report)["LR-LOD001"]
    # it holds up the others too, and which of them has answers enough to judge is chance
    assert all(re.match("(feed|search|posting): p95 is ", message) for message in slow)
    assert any("of what it answered, the app timed (p95) total" in message for message in slow)
