"""Does the judgement of values, names and checksums tell secrets from everything else?"""

import zlib
from random import Random
from string import ascii_letters, ascii_lowercase, digits

import pytest

from launchready_ci.gates.secrets import checksums, names, values
from launchready_ci.gates.secrets.likelihood import Likelihood, weigh
from launchready_ci.gates.secrets.names import Kind

NAMES = {
    b"password": Kind.PASSWORD,
    b"DB_PASSWORD": Kind.PASSWORD,
    b"spring.datasource.password": Kind.PASSWORD,
    b"newPassword": Kind.PASSWORD,
    b"smtpPass": Kind.PASSWORD,
    b"MYSQL_ROOT_PASSWORD_2": Kind.PASSWORD,
    b"clientSecret": Kind.TOKEN,
    b"STRIPE_API_KEY": Kind.TOKEN,
    b"accessKeySecret": Kind.TOKEN,
    b"auth-token": Kind.TOKEN,
    b"key": Kind.KEY,
    b"salt": Kind.KEY,
    b"token_url": None,
    b"passwordField": None,
    b"csrfToken": None,
    b"nextPageToken": None,
    b"client_request_token": None,
    b"cache_key": None,
    b"password.encode": None,
    b"bypass": None,
    b"keyboard": None,
    b"secret_uuid": None,
    b"hashed_secret": None,
    b"compass": None,
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items(), ids=[n.decode() for n in NAMES])
def test_a_name_says_what_its_value_is(name: bytes, kind: Kind | None) -> None:
    assert names.kind(name) is kind


def test_random_text_surprises_more_than_language() -> None:
    random = Random(1)
    made = ["".join(random.choices(ascii_letters + digits, k=24)) for _ in range(300)]
    spoken = (
        b"password_validators authentication_backends user_passes_test create_superuser".split()
    )

    surprises = sorted(values.surprise(text.encode()) for text in made)

    assert surprises[3] > 4.6
    assert max(map(values.surprise, spoken)) < 4.0


@pytest.mark.parametrize(
    "value",
    [
        b"your-api-key-here",
        b"xxxxxxxxxxxxxxxx",
        b"changeme",
        b"<token>",
        b"example-token",
        b"abcdefghijklmnop",
        b"1a2b3c4d5e6f7a8b",
        b"0123456789abcdef0123456789abcdef",
        b"deadbeefdeadbeefdeadbeefdeadbeef",
    ],
    ids=bytes.decode,
)
def test_what_somebody_typed_is_made_up(value: bytes) -> None:
    assert values.made_up(value)


@pytest.mark.parametrize(
    "value",
    [
        b"${TOKEN}",
        b"$TOKEN",
        b"{{ token }}",
        b"%(password)s",
        b"<password>",
        b"{password}",
        b"%TOKEN%",
    ],
    ids=bytes.decode,
)
def test_a_reference_is_known(value: bytes) -> None:
    assert values.reference(value)


RANDOM = Random(9)
SHORT = "".join(RANDOM.choices(ascii_letters + digits, k=9)).encode() + b"7"
LONG = "".join(RANDOM.choices(ascii_letters + digits, k=24)).encode()
HEX = RANDOM.randbytes(16).hex().encode()

WEIGHED = {
    "a password with a digit": (b"password", b"hunter2x!", "app.py", Likelihood.STRONG),
    "the same in a test": (b"password", b"hunter2x!", "tests/a.py", Likelihood.WEAK),
    "a word": (b"password", b"swordfish", "app.py", Likelihood.WEAK),
    "a word in a test": (b"password", b"swordfish", "tests/a.py", Likelihood.NONE),
    "a random one in a test": (b"password", SHORT, "tests/a.py", Likelihood.STRONG),
    "a token": (b"api_key", LONG, "a.py", Likelihood.STRONG),
    "a word for a token": (b"api_key", b"development", "a.py", Likelihood.NONE),
    "hex for a secret": (b"secret", HEX, "a.py", Likelihood.STRONG),
    "hex for a mere key": (b"key", HEX, "a.py", Likelihood.NONE),
    "base64 of a placeholder": (b"password", b"Y2hhbmdlbWU=", "a.yml", Likelihood.NONE),
    "encrypted": (b"password", b"ENC[AES256_GCM,data:x8f2]", "a.yml", Likelihood.NONE),
}


@pytest.mark.parametrize(("name", "value", "path", "likelihood"), WEIGHED.values(), ids=WEIGHED)
def test_a_value_is_weighed_by_its_name(
    name: bytes, value: bytes, path: str, likelihood: Likelihood
) -> None:
    assert weigh(name, value, path) is likelihood


@pytest.mark.parametrize(
    "text", [b"", b"a", b"====", b"\xff", b"e30", b"W10=", b"eyJhIjo="], ids=repr
)
def test_what_is_no_json_object_in_base64_is_none(text: bytes) -> None:
    assert checksums.unjson(text) in (None, {})


def test_checksums_fail_on_every_changed_letter() -> None:
    body = "".join(Random(3).choices(ascii_lowercase, k=30)).encode()
    token = b"ghp_" + body + checksums.based(zlib.crc32(body), checksums.BASE62, 6)

    changed = [token[:at] + b"0" + token[at + 1 :] for at in range(4, 34)]

    assert checksums.crc_base62(token, 4)
    assert not any(checksums.crc_base62(other, 4) for other in changed)
