"""How likely is the value beside a telling name a secret that somebody uses?

What a name announces, and is no reference, placeholder, word, path or code, is weighed by its kind:
a password may be short and memorable, a token is long and unlike language.
"""

from enum import IntEnum
from functools import lru_cache

from launchready_ci.gates.secrets import names, shapes, values
from launchready_ci.gates.secrets.names import Kind
from launchready_ci.lazy import lazy_pattern


class Likelihood(IntEnum):
    """Nothing, worth a look, or a blocker."""

    NONE = 0
    WEAK = 1
    STRONG = 2


_PATHLIKE = lazy_pattern(rb"[./:]")
_HASH = lazy_pattern(
    rb"""(?x) (?:^|:)\$(?:2[abxy]|[156y]|apr1|argon2|scrypt|pbkdf2)
    | ^\\?\{[A-Za-z][A-Za-z0-9-]{2,12}\\?\} | ^SCRAM-SHA | ^md5[0-9a-f]{32}$
    | ^(?:pbkdf2|bcrypt|argon2|scrypt|sha1|sha256|md5)[_\w]*\$"""
)
_BARE_TOKEN = lazy_pattern(rb"(?i)tokens?\d?$")
_CHOSEN = lazy_pattern(rb"(?i)secret\d?$")
_BYTES = lazy_pattern(rb"\\x[0-9a-f]{2}")
_TEXTS = lazy_pattern(
    r"(?i)(?:^|[/_.-])(?:locales?|i18n|l10n|lang|languages?|locali[sz]ations?|translations?|messages?|strings"
    r"|resx|xliff|po|pot)(?:[/_.-]|$)"
)
_SELF = frozenset(
    b"""
    password passwd pass pwd secret token none null true false string str text undefined optional
    required unset empty value key yes no enable disable enabled disabled always never
    """.split()
)


@lru_cache(maxsize=256)
def weigh(name: bytes, value: bytes, path: str) -> Likelihood:
    """How likely the value is a secret that somebody uses."""
    kind = names.kind(name)
    if kind is Kind.TOKEN and not _BARE_TOKEN.match(name) and len(_BYTES.findall(value)) > 7:
        return Likelihood.STRONG  # os.urandom(24), as Python shows it
    if kind is None or shapes.never(value) or name.endswith(value):
        return Likelihood.NONE
    if _TEXTS.search(path) and _translation(value):
        return Likelihood.NONE
    if kind is Kind.PASSWORD:
        return password(value, path)
    likely = token(value, path)
    if likely is not Likelihood.STRONG and _CHOSEN.search(name):
        likely = max(likely, _chosen(value, path))
    return _mere_key(value, likely) if kind is Kind.KEY else likely


def _chosen(value: bytes, path: str) -> Likelihood:
    """A secret that a person chose, for sessions or a shared login, is a password by its look."""
    if len(value) < 6 or password(value, path) is not Likelihood.STRONG:
        return Likelihood.NONE
    return Likelihood.STRONG if values.surprise(value) > 4.8 else Likelihood.WEAK


def _mere_key(value: bytes, likely: Likelihood) -> Likelihood:
    sure = likely is Likelihood.STRONG and not (shapes.HEX.match(value) or shapes.UUID.match(value))
    return Likelihood.WEAK if sure else Likelihood.NONE


def _translation(value: bytes) -> bool:
    """In a file of texts, what may be a word for the name in some language."""
    if shapes.HEX.match(value) or shapes.UUID.match(value):
        return len(value) < 16
    if not shapes.DIGIT.search(value):
        return len(value) < 20  # some language sounds like it
    mixed = shapes.LETTER.search(value) and not values.spoken(value)
    return values.surprise(value) < (4.6 if mixed else 4.9)


def password(value: bytes, path: str) -> Likelihood:
    """A password may be anything that its owner can remember."""
    aside = values.aside(path)
    weak = Likelihood.NONE if aside else Likelihood.WEAK
    if values.common(value) or len(value) < 4:
        return weak if len(value) > 3 and value.lower() not in _SELF else Likelihood.NONE
    if _HASH.match(value):
        return weak
    unlike = values.surprise(value)
    if shapes.LETTER.search(value) and len(value) >= 6 and not values.monotonous_word(value):
        strong = unlike > (
            4.5 if shapes.DIGIT.search(value) or shapes.SYMBOL.search(value) else 5.0
        )
        if strong and (len(value) >= 8 or unlike > 5.4):
            return Likelihood.STRONG
        if shapes.DIGIT.search(value) or shapes.SYMBOL.search(value):
            return Likelihood.WEAK if aside else Likelihood.STRONG
    return Likelihood.NONE if _PATHLIKE.search(value) else weak


def token(value: bytes, path: str) -> Likelihood:
    """A token was made by a machine: long, and unlike any language."""
    size = len(value)
    if size < 8 or values.monotonous(value) or _worded(value):
        return Likelihood.NONE
    if values.unmistakable(value) or shapes.UUID.match(value):
        return Likelihood.STRONG
    if shapes.HEX.match(value):
        random = size >= 16 and len(set(value.lower())) > 6 and not value.isdigit()
        return Likelihood.STRONG if random else Likelihood.NONE
    return Likelihood.NONE if values.spoken(value) else _unlike_words(value, path)


def _worded(value: bytes) -> bool:
    return bool(shapes.WORDS.match(value)) and values.surprise(value) < 5.5


def _unlike_words(value: bytes, path: str) -> Likelihood:
    size = len(value)
    if size >= 16 and len(shapes.SWITCH.findall(value)) * 5 >= size:
        return Likelihood.STRONG  # of letters and digits in turns no word is made
    unlike, digits = values.surprise(value), bool(shapes.DIGIT.search(value))
    least = 4.6 if size >= 16 else 4.9 if size >= 12 else 5.3
    if unlike > least and (digits or unlike > (4.8 if size >= 20 else 5.5)):
        return Likelihood.STRONG
    if digits and size >= 10 and unlike > 4.3 and not values.aside(path):
        return Likelihood.WEAK
    return Likelihood.NONE
