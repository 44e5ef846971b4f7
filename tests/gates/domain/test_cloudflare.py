"""Which addresses are Cloudflare's, and what is told of them."""

import pytest

from launchready_ci.findings import Location
from launchready_ci.gates.domain.cloudflare.collect import is_proxy
from launchready_ci.gates.domain.cloudflare.facts import Proxied
from launchready_ci.gates.domain.cloudflare.rules import not_proxied

HERE = Location("launchready.yaml")


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("104.16.0.1", True),
        ("172.64.0.0", True),
        ("172.80.0.0", False),
        ("192.0.2.1", False),
        ("2606:4700::6810:1", True),
        ("2001:db8::1", False),
    ],
)
def test_the_ranges(address: str, proxy: bool) -> None:
    assert is_proxy(address) is proxy


def test_an_answer_without_its_mark_did_not_come_through_the_proxies() -> None:
    facts = Proxied(subject="example.com", place=HERE, unmarked=True)

    assert [said.message for said in not_proxied.check(facts)] == [  # type: ignore[union-attr]
        "example.com answers without cf-ray"
    ]
    assert list(not_proxied.check(Proxied(subject="example.com", place=HERE))) == []
