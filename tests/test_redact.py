"""Foreign text keeps its words and loses its credentials."""

import random
import string

import pytest

from launchready_ci.redact import MASK, masked, redact

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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("backup/{}.txt", id="a random word in a path"),
        pytest.param("--range {}", id="an argument"),
        pytest.param("A..{}", id="one side of a range"),
        pytest.param("old/password={}/a.txt", id="a named value"),
        pytest.param("postgres://app:{}@db/app", id="a URL with credentials"),
    ],
)
def test_a_credential_in_a_name_is_masked_and_the_rest_stays(text: str) -> None:
    assert masked(text.format(VALUE)) == text.format(MASK).replace("app:", "", text.count("//"))


@pytest.mark.parametrize(
    "prefix", ["sk_" + "live_", "gh" + "p_", "xox" + "b-1-2-", "AK" + "IA", "npm" + "_", "SG" + "."]
)
@pytest.mark.parametrize("seed", range(20))
def test_a_known_beginning_is_masked_with_all_that_follows(prefix: str, seed: int) -> None:
    value = "".join(random.Random(seed).choices(string.ascii_uppercase + string.digits, k=16))

    assert masked(f"a/{prefix}{value}.pem") == f"a/{MASK}.pem"


@pytest.mark.parametrize(
    "path",
    [
        "tests/unit/test_user_registration_form_v2.py",
        "app/UserRegistrationServiceV2Test.java",
        "migrations/0001_initial_20240101123456.sql",
        "k8s/deploy-v1beta1-production-eu2.yaml",
        ".sqlx/query-" + "0a1b2c3d" * 8 + ".json",
        "0a1b2c3d4e" * 4 + ".." + "f5a1b2c3d4" * 4,
        "public/550e8400-e29b-41d4-a716-446655440000.png",
        "docs/secrets: how.md",
    ],
)
def test_a_name_that_people_or_tools_give_stays(path: str) -> None:
    assert masked(path) == path


@pytest.mark.parametrize("piece", ["a", "secret_", "a-", "token: ", "eyJaaaaaa."])
def test_a_long_text_is_no_reason_to_wait(piece: str) -> None:
    text = piece * 100_000  # hours, where a pattern takes quadratic time

    assert redact(f"{text} password=hunter2").endswith(f" password={MASK}")
