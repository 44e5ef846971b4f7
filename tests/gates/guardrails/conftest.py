"""A run of the gate guardrails."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import Report
from launchready_ci.suite import Settings, Suite


@pytest.fixture
def guardrails(tmp_path: Path) -> Callable[..., Report]:
    """``guardrails(url, yaml, environ, dry_run=True)``: the report of one run."""

    def run(
        url: str, text: str = "", environ: Mapping[str, str] | None = None, **given: object
    ) -> Report:
        (tmp_path / "launchready.yaml").write_text(text)
        suite = Suite.load(Settings(str(tmp_path)), environ or {})
        return suite.run(suite.plan(["guardrails"], {"url": url, **given}), "post-deploy")

    return run
