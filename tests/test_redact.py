"""Foreign text keeps its words and loses its credentials."""

import random
import string

import pytest

from launchready_ci.redact import MASK, redact

VALUE = "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=24))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("token: {}", id="a named value"),
        pytest.param('{{"password": "{}"}}', id="a JSON member"),
        pytest.param("{}", id="a bare long word"),
        pytest.param("postgres://app:{}@db/app", id="a URL with credentials"),
        pytest.param("redis://:{}@cache", id="a URL with a password only"),
        pytest.param("Authorization: Bearer {}", id="a header"),
        pytest.param("Set-Cookie: session={}; HttpOnly", id="a cookie"),
        pytest.param("-----BEGIN PRIVATE KEY-----\n{}\n", id="a private key cut short"),
        pytest.param("?api_key={}&page=2", id="a query"),
    ],
)
def test_a_credential_is_masked(text: str) -> None:
    kept = redact(text.format(VALUE))

    assert VALUE not in kept
    assert MASK in kept


@pytest.mark.parametrize("value", ["hunter2", "pass word", "a'b"])
def test_a_short_password_with_a_name_is_masked(value: str) -> None:
    kept = redact(f'the "password": "{value}" was refused')

    assert value not in kept
    assert kept.endswith("was refused")


@pytest.mark.parametrize(
    "text",
    [
        "502 Bad Gateway: upstream prematurely closed connection",
        "fatal: not a git repository (or any of the parent directories): .git",
        "see https://example.com/docs/getting-started?page=2#install",
        "test_a_long_function_name_without_a_digit failed",
    ],
)
def test_plain_words_stay(text: str) -> None:
    assert redact(text) == text
