"""What of the section domain, and of the command line, cannot be used."""

import re
from pathlib import Path

import pytest

from launchready_ci.gates.domain.configuration import meant
from launchready_ci.suite import Settings, Suite
from launchready_ci.unusable import Unusable
from tests.repos import Repo


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no domain: give its NAME, or domain: {name: ...} in launchready.yaml"),
        ("app: {url: 'ftp://example.com'}", "no domain: give its NAME, or domain: {name: ...}"),
        ("domain: {name: ''}", "launchready.yaml:1:1: domain: names no domain: add name: example"),
        (
            "\ndomain: {mail: {}}",
            "launchready.yaml:2:1: domain: names no domain: add name: example",
        ),
        ("domain: {name: 'a b'}", "launchready.yaml:1:16: domain.name: a b: expected a domain"),
    ],
)
def test_nobody_names_a_domain(text: str, told: str, tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "repo")
    repo.write({b"launchready.yaml": text.encode()})
    suite = Suite.load(Settings(str(repo.path)), repo.environ)

    with pytest.raises(Unusable, match=re.escape(told)):
        suite.plan(["domain"], {})
    if "a b" not in text:
        assert suite.plan(["domain"], {"asked": ("example.com",)})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://shop.example.com/login", "shop.example.com"),
        ("m\xfcnchen.example", "xn--mnchen-3ya.example"),
        ("example", "example.com"),
        ("..", "example.com"),
        ("a" * 300, "example.com"),
    ],
)
def test_what_may_have_been_meant(text: str, name: str) -> None:
    assert meant(text) == name
