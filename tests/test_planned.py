"""What is told before the first gate starts."""

from pathlib import Path

import pytest

from launchready_ci.nodes import ConfigError
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


@pytest.mark.parametrize("gate", ["smoke", "load", "guardrails"])
def test_an_app_that_is_no_website(gate: str, tmp_path: Path) -> None:
    (tmp_path / "launchready.yaml").write_text("app: {url: 'ftp://x'}")
    suite = Suite.load(Settings(str(tmp_path)), {})

    with pytest.raises(ConfigError, match=r"yaml:1:12: app\.url: expected a URL that begins"):
        suite.plan([gate], {})
    assert suite.plan([gate], {"url": "https://example.com"})
