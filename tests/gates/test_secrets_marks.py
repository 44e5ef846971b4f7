"""Does a comment beside a secret forgive it, and nothing else?"""

import pytest

from launchready_ci.gates.secrets import marks
from launchready_ci.gates.secrets.engine import Searcher
from launchready_ci.gates.secrets.formats import Format
from launchready_ci.rule import EVERY
from launchready_ci.sources import Text
from launchready_ci.suppressions import IN_VAIN

TOKEN = Format("LR-SEC901", "t", "t", r"tok_\w{20}", "a door.", "there.")
QUOTED = Format("LR-SEC902", "q", "q", r"secret='(?P<value>[^'\n]+)'", "a door.", "there.")
KEY = Format("LR-SEC903", "k", "k", r"BEGIN KEY\n(?:\w+\n)+END KEY", "a", "b", lines=9)
SEARCHER = Searcher((TOKEN, QUOTED, KEY))
VALUE = "tok_" + "a1" * 10


def ignored(text: str) -> dict[int, set[str]]:
    found = SEARCHER.search(Text("a.py", text.replace("VALUE", VALUE).encode()))
    assert found.hits
    return {line: set(rules) for (_, line), rules in marks.ignores(found).items()}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("x = VALUE  # launchready: ignore[LR-SEC901] a fixture", {"LR-SEC901"}),
        (
            "x = VALUE; // launchready: ignore[LR-SEC901, LR-SEC902] both",
            {"LR-SEC901", "LR-SEC902"},
        ),
        ("<a>VALUE</a><!-- launchready: ignore[LR-SEC901] -->", {"LR-SEC901"}),
        ("x = VALUE  # pragma: allowlist secret", {EVERY}),
        ("x = VALUE  # pragma: whitelist-secret", {EVERY}),
        ("x = 'VALUE' -- pragma: allowlist secret", {EVERY}),
        ("x = VALUE  # gitleaks:allow", {EVERY}),
        ('{"a": "VALUE", "why": "gitleaks:allow"}', {EVERY}),
    ],
)
def test_a_mark_on_the_line(text: str, rules: set[str]) -> None:
    assert ignored(f"a\n{text}\nb") == {2: rules}


@pytest.mark.parametrize(
    "text",
    [
        "x = VALUE  pragma: allowlist secret",
        "# pragma: allowlist secret\nx = VALUE",
        "x = VALUE\n# gitleaks:allow",
        "y = 1  # pragma: allowlist nextline secret\nx = VALUE",
        "# pragma: allowlist nextline secret\n\nx = VALUE",
        "secret='a # pragma: allowlist secret'",
        "secret='a gitleaks:allow b'",
    ],
)
def test_no_mark(text: str) -> None:
    assert ignored(text) == {}


@pytest.mark.parametrize(
    "comment",
    [
        "# launchready: ignore",
        "# launchready: ignore[]",
        "# launchready: ignore[SEC901]",
        "# launchready: ignore[lr-sec901]",
        "# launchready: ignore[LR-SEC9011]",
        "# launchready:ignore LR-SEC901",
        "# Launchready ignore",
        "# launchready: disable[LR-SEC901]",
        "launchready: ignore[LR-SEC901]",
    ],
)
def test_a_mark_that_names_no_rule_is_told_from_none(comment: str) -> None:
    assert ignored(f"x = VALUE  {comment}") == {1: {IN_VAIN}}


def test_the_line_above() -> None:
    assert ignored("  // pragma: allowlist nextline secret\nx = VALUE\n") == {2: {EVERY}}


@pytest.mark.parametrize(
    "text",
    [
        "# gitleaks:allow BEGIN KEY\nabc\nEND KEY",
        "BEGIN KEY\nabc\nEND KEY  # gitleaks:allow",
        "# pragma: allowlist nextline secret\nBEGIN KEY\nabc\nEND KEY",
    ],
    ids=["first line", "last line", "line above"],
)
def test_a_mark_beside_a_key_of_several_lines(text: str) -> None:
    line = text.partition("BEGIN")[0].count("\n") + 1

    assert ignored(text) == {line: {EVERY}}


def test_a_secret_that_holds_a_mark_does_not_forgive_its_neighbour() -> None:
    assert ignored("secret='gitleaks:allow' VALUE") == {}
