"""A run of the smoke gate."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import Report
from launchready_ci.suite import Settings, Suite


@pytest.fixture
def smoke(tmp_path: Path) -> Callable[..., Report]:
    """``smoke(url, yaml, environ)``: the report of one run."""

    def run(url: str, text: str = "", environ: Mapping[str, str] | None = None) -> Report:
        (tmp_path / "launchready.yaml").write_text(text)
        suite = Suite.load(Settings(str(tmp_path)), environ or {})
        return suite.run(suite.plan(["smoke"], {"url": url}), "post-deploy")

    return run
