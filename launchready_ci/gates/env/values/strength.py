"""Could somebody guess this secret?"""

from urllib.parse import unquote

from launchready_ci.gates.secrets import names, values
from launchready_ci.gates.secrets.names import Kind
from launchready_ci.lazy import lazy_pattern

OWN = lazy_pattern(
    r"""(?ix) (?:.*_)? (?: SECRET | SECRET_KEY(?:_BASE)? | APP_KEY | SALT | PEPPER | SIGNING_KEY
    | ENCRYPTION_KEY | ENCRYPT_KEY | MASTER_KEY | JWT_KEY | COOKIE_KEY | SESSION_KEY | HASH_KEY )"""
)
THEIRS = lazy_pattern(
    r"""(?ix) .*(?: CLIENT | CONSUMER | API | OAUTH | WEBHOOK | TOTP | CAPTCHA | TURNSTILE | STRIPE
    | PLAID | CLERK | PAYSTACK | RAZORPAY | PAYPAL | BRAINTREE | TWILIO | SLACK | DISCORD | GITHUB
    | GOOGLE | FACEBOOK | APPLE | AUTH0 | AWS | S3 | MINIO | PUSHER | SHOPIFY | SUPABASE | RECAPTCHA
    | FB_APP | META_APP )_ (?:.*_)? SECRET(?:_KEY)?"""
)
"""Secrets that somebody else made: their length is not ours to choose."""
LOGIN = lazy_pattern(r"://([^/?#\s:@]*):([^/?#\s@]+)@")
KEYBOARD = lazy_pattern(
    r"(?i)qwert|asdfg|zxcvb|1q2w3e|q1w2e3|qazwsx|12345|54321|98765|abcde|iloveyou"
)
DECORATED = lazy_pattern(r"(?i)^([a-z]+)[\d!@#$%&*._-]{0,5}$")
SAMPLE = lazy_pattern(
    r"(?i)^(?:django-)?insecure|^(?:dev|test|local|demo)[-_](?:secret|key|token|pass)"
)
NONE = frozenset(("null", "none", "nil"))
"""How Laravel and others write that there is no password."""
SWITCHES = frozenset(("true", "false", "on", "off", "yes", "no"))
"""``CORS_CREDENTIALS=true`` is no secret."""
ENDS = lazy_pattern(
    r"(?i)(?:pass|pw|pwd|passw(?:or)?d|passwd|passphrase|secret|token|key|auth|credentials?|creds)"
    r"(?:_?(?:\d+|base|value|text))?$"
)
"""``REFRESH_TOKEN_TTL_DAYS`` is none either."""
LEAST_PASSWORD, LEAST_KEY = 8, 16


def secret(name: str) -> Kind | None:
    """What the name says of its value: a password, a token, a mere key, or nothing."""
    return names.kind(name.encode("utf-8", "replace"))


def guarded(name: str, said: bool | None = None) -> bool:
    """Does the name promise a secret itself, not just any key and nothing about one?

    ``said``: what the contract says. No is believed; yes decides where the name speaks of a key at
    all, since ``@defaultSensitive`` of @env-spec says it of every port.
    """
    if said is False or (secret(name) is None and not OWN.fullmatch(name)):
        return False
    if said or OWN.fullmatch(name):
        return True
    return secret(name) in (Kind.PASSWORD, Kind.TOKEN) and ENDS.search(name) is not None


def holds_password(value: str) -> bool:
    """Is it an address with a password in it, of something that others reach too?"""
    from launchready_ci.gates.env.values.places import where

    login = LOGIN.search(value)
    return login is not None and where("", value) != "local"


def weak(name: str, value: str, said: bool | None = None) -> str:
    """Why somebody could guess it, in words; ``""`` where nobody could, or it is no secret.

    ``said``: what the contract says of it.
    """
    text = value.strip()
    if login := LOGIN.search(text):
        user, password = unquote(login[1]), unquote(login[2])
        return _guessed(password, user) and f"holds a password that {_guessed(password, user)}"
    if text.lower() in (NONE if secret(name) is Kind.PASSWORD else SWITCHES):
        return ""
    return (_guessed(text) or _short(name, text)) if guarded(name, said) else ""


def _guessed(value: str, user: str = "") -> str:
    raw = value.encode("utf-8", "replace")
    word = DECORATED.match(value)
    if values.common(raw) or (word and values.common(word[1].encode())):
        return "is in every list of passwords"
    if value.lower() == user.lower() != "":
        return "is the user's own name"
    if len(set(value)) < 4 or (len(value) < 24 and values.monotonous_word(raw)):
        return "repeats a few characters"
    if SAMPLE.search(value) or (len(value) < 20 and KEYBOARD.search(value)):
        return "is typed from a pattern"
    return ""


def _short(name: str, value: str) -> str:
    if secret(name) is Kind.PASSWORD and len(value) < LEAST_PASSWORD:
        return f"is shorter than {LEAST_PASSWORD} characters"
    if OWN.fullmatch(name) and not THEIRS.fullmatch(name) and len(value) < LEAST_KEY:
        return f"is shorter than {LEAST_KEY} characters"
    return ""
