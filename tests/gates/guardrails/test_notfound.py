"""Which pages are the answer to a name that does not exist?"""

import pytest

from launchready_ci.gates.guardrails.notfound import NotFound
from launchready_ci.http import Client
from tests.http.servers import Reply, web

KNOWN, ASKED = "/launchready-1", "/backup"
TEXT = "There is no such page here. " * 20


def is_missing(known: str, asked: str) -> bool:
    """Whether the second page counts as missing, once the first was seen for a random name."""
    bodies = {KNOWN: known, ASKED: asked}
    with (
        web(lambda got: Reply(bodies[got.path])) as server,
        Client(server.url, environ={}) as client,
    ):
        missing = NotFound()
        missing.add(KNOWN, client.request("GET", KNOWN))
        return missing.holds(ASKED, client.request("GET", ASKED))


@pytest.mark.parametrize(
    ("known", "asked", "missing"),
    [
        pytest.param(TEXT, TEXT, True, id="the same"),
        pytest.param(f"{TEXT}at 12:01:07", f"{TEXT}at 9:30:59", True, id="another time"),
        pytest.param(f"id a{'1f' * 20}", f"id {'9c' * 30}", True, id="another token"),
        pytest.param(f"{TEXT}{KNOWN}", f"{TEXT}{ASKED}", True, id="the path in it"),
        pytest.param(TEXT, "API_TOKEN=x\n", False, id="a file"),
        pytest.param("not found", "secretword", False, id="another word"),
    ],
)
def test_what_differs_from_answer_to_answer_does_not_count(
    known: str, asked: str, missing: bool
) -> None:
    assert is_missing(known, asked) is missing


def test_a_page_of_one_endless_word_is_compared_in_linear_time() -> None:
    assert is_missing("a" * 2_000_000, "a" * 2_000_000) is True
