"""What is told before the first gate starts."""

from pathlib import Path

import pytest

from launchready_ci.suite import Settings, Suite
from launchready_ci.unusable import UsageError


@pytest.mark.parametrize("gate", ["smoke", "load"])
@pytest.mark.parametrize("url", ["ftp://x", "x", "http://", "https:///path", "file:///etc/passwd"])
def test_a_url_that_leads_to_no_app(gate: str, url: str, tmp_path: Path) -> None:
    suite = Suite.load(Settings(str(tmp_path)), {})

    with pytest.raises(UsageError, match=r"^--url: expected a URL"):
        suite.plan([gate], {"url": url})


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8000", "HTTPS://example.com/app"])
def test_a_url_that_may_lead_to_one(url: str, tmp_path: Path) -> None:
    suite = Suite.load(Settings(str(tmp_path)), {})

    assert suite.plan(["smoke"], {"url": url})[0].config.url == url
