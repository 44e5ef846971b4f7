"""A run of the load gate."""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest

from launchready_ci.findings import Report
from launchready_ci.suite import Settings, Suite
from tests.http.servers import Got, Reply

Load = Callable[..., Report]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """``load(url, yaml, environ, option=…)``: the report of one run."""

    def run(
        url: str, text: str = "", environ: Mapping[str, str] | None = None, **given: object
    ) -> Report:
        (tmp_path / "launchready.yaml").write_text(text)
        suite = Suite.load(Settings(str(tmp_path)), environ or {})
        plan = suite.plan(["load"], {"url": url, **given})
        report = suite.run(plan, "post-deploy")
        for _ in range(5):
            if "generator was too slow" in report.gates[0].reason:  # a busy machine
                report = suite.run(plan, "post-deploy")
        return report

    return run


def taking(median_ms: float, seed: int = 1) -> Callable[[Got], Reply]:
    """A route whose answers take about this long."""
    random, lock = Random(seed), threading.Lock()

    def route(_: Got) -> Reply:
        with lock:
            factor = random.lognormvariate(0, 0.3)
        time.sleep(median_ms * factor / 1000)
        return Reply("ok")

    return route


def findings(report: Report) -> dict[str, list[str]]:
    """Rule → messages."""
    found: dict[str, list[str]] = {}
    for result in report.gates[0].results:
        for finding in result.findings:
            found.setdefault(result.rule.id, []).append(finding.message)
    return found
