"""How likely is the value beside a telling name a secret that somebody uses?

What a name announces, and is no reference, placeholder, word, path or code, is weighed by its kind:
a password may be short and memorable, a token is long and unlike language.
"""

from enum import IntEnum
from typing import TYPE_CHECKING

from launchready_ci.gates.secrets import checksums, names, values
from launchready_ci.gates.secrets.names import Kind
from launchready_ci.lazy import lazy_pattern

if TYPE_CHECKING:  # the table of formats needs this module
    from launchready_ci.gates.secrets.formats.row import Candidate


class Likelihood(IntEnum):
    """Nothing, worth a look, or a blocker."""

    NONE = 0
    WEAK = 1
    STRONG = 2


_PLAIN_FILES = lazy_pattern(
    r"""(?ix) (?:^|/)(?:
      \.?env(?:[._-][^/]*)? | \.(?:npmrc|netrc|pgpass|pypirc|gitconfig)
    | (?:dockerfile|containerfile|makefile|jenkinsfile|procfile|vagrantfile|credentials|config)[^/]*
    | [^/]*\.(?:env|envrc|ini|cfg|conf|config|cnf|properties|props|ya?ml|toml|tf|tfvars|hcl|service
        |sh|bash|zsh|ksh|bat|cmd|ps1|mk|make|sql|txt|md|rst|adoc|log|lst|list|eml|http|rest
        |netrc|npmrc|creds|credentials|dist|sample|example|template|tpl|j2|erb|inc|sls|reg|ovpn)
    | \.?[\w-]+
    )$"""
)
_ENV_FILES = lazy_pattern(r"(?i)(?:^|/)\.?env[^/]*$|\.(?:env|envrc|properties|ini|cfg|cnf|conf)$")
_COMMENT = lazy_pattern(rb"^\s*(?:#|//|--|/?\*|;|<!--|(?i:rem)\s)")
_CODE = lazy_pattern(
    rb"""(?x)
    [(){};]$ | \w\( | \)\. | => | ->\w | ^\w+\[ | :: | \*\* | ^-- | ^[<>=!]=  # code
    | ^[\w-]+(?:\.[A-Za-z_][\w-]*)+(?:\[\d\])?$ | ^[+%#.] | ^\d+(?:\.\d+)+$  # attributes
    | ^(?:https?|ftp|file|s3|git|ssh|arn|urn|sha\d+|md5|data|mailto|vault|ssm|kms|op|ref|secret
        |projects)[:/]                                                          # places
    | ^\.{0,2}/ | ^~/ | ^[A-Za-z]:\\ | /[\w.-]*/ | ^[\w.+-]+@[\w-]+\.[\w.]+$  # paths
    | \.(?:key|pem|crt|cer|pub|json|ya?ml|txt|py|js|ts|go|java|rb|php|html?|css|xml|conf|cfg|ini
        |env|jks|p12|pfx|gpg|asc|csr|der|jwk|db|log|sh|md|png|svg|tpl|j2)$      # files
    | ^(?:application|text)/ | [\^$]$ | \[\^? | \\[wdsbn(] | \.[*+]
    """
)
_ESCAPED = lazy_pattern(rb"\\[ux][0-9A-Fa-f]{2}")
_ON = lazy_pattern(rb"[ \t]+(?![#;&|/\\\\]|[A-Z_]+=)\S")
_PUBLIC_KEYS = (b"AAAAB3NzaC1", b"AAAAC3NzaC1", b"AAAAE2VjZHNh", b"MIIBIjANBgkq", b"MIGfMA0GCSq")
"""How SSH and RSA public keys begin in base64."""
_GETTER = lazy_pattern(
    rb"(?i)(?:get|fetch|find|load|read|lookup|has|is|use|require|query|ask|prompt)"
)
_CALLS = lazy_pattern(rb"[(,]|==")
_DIGIT = lazy_pattern(rb"[0-9]")
_LETTER = lazy_pattern(rb"[A-Za-z]")
_PATHLIKE = lazy_pattern(rb"[./:]")
_SYMBOL = lazy_pattern(rb"[!@#$%^&*+=?~]")
_HEX = lazy_pattern(rb"^(?:0x)?[0-9a-fA-F]+$")
_UUID = lazy_pattern(rb"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
_NAMES_ITSELF = lazy_pattern(
    rb"""(?ix) passw | pwd | passphrase | secret | token | credential | \bcreds | apikey | [_-]key
    | (?:^|[_.-])(?:key|pass|auth)(?:[_.-]|$) | (?-i:[a-z]Key$)
    | user | name | field | input | login | confirm | column | param"""
)
_IDENTIFIER = lazy_pattern(rb"^[A-Za-z_$][A-Za-z_.$:/-]*$")
_NUMBERED = lazy_pattern(
    rb"(?i)^(?:[a-z]+[_-])*(?:password|passwd|pwd|pass|token|secret|key)[_-]?\d$"
)
_HASH = lazy_pattern(
    rb"""(?x) (?:^|:)\$(?:2[abxy]|[156y]|apr1|argon2|scrypt|pbkdf2) | ^\{S?SHA | ^SCRAM-SHA
    | ^md5[0-9a-f]{32}$
    | ^(?:pbkdf2|bcrypt|argon2|scrypt|sha1|sha256|md5)[_\w]*\$"""
)
_SHOUTED = lazy_pattern(rb"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_WORDS = lazy_pattern(rb"^[A-Za-z]+(?:[-_. /:][A-Za-z]+|\d{1,4}$)*\d{0,4}[.:!?]?$")
_TEXTS = lazy_pattern(
    r"(?i)(?:^|[/_.-])(?:locales?|i18n|l10n|lang|languages?|translations?|messages?|strings"
    r"|resx|xliff|po|pot)(?:[/_.-]|$)"
)
_SELF = frozenset(
    b"""
    password passwd pass pwd secret token none null true false string str text undefined optional
    required unset empty value key yes no enable disable enabled disabled always never
    """.split()
)


def weigh(name: bytes, value: bytes, path: str) -> Likelihood:
    """How likely the value is a secret that somebody uses."""
    kind = names.kind(name)
    if kind is None or _never(value) or name.endswith(value):
        return Likelihood.NONE
    if _TEXTS.search(path) and _translation(value):
        return Likelihood.NONE
    if kind is Kind.PASSWORD:
        return password(value, path)
    likely = token(value, path)
    return _mere_key(value, likely) if kind is Kind.KEY else likely


def _mere_key(value: bytes, likely: Likelihood) -> Likelihood:
    sure = likely is Likelihood.STRONG and not (_HEX.match(value) or _UUID.match(value))
    return Likelihood.WEAK if sure else Likelihood.NONE


def _translation(value: bytes) -> bool:
    """In a file of texts, what may be a word for the name in some language."""
    machine_made = _HEX.match(value) or _UUID.match(value)
    return len(value) < 16 or (not machine_made and values.surprise(value) < 4.9)


def _never(value: bytes) -> bool:
    if values.unmistakable(value):
        return False
    return (
        values.reference(value)
        or values.placeholder(value)
        or values.published(value)
        or not value.isascii()
        or bool(_ESCAPED.search(value))
        or value.startswith(_PUBLIC_KEYS)
        or _code(value)
        or _names_itself(value)
        or _hides_nothing(value)
    )


def _hides_nothing(value: bytes) -> bool:
    """Base64 of a placeholder or of a word."""
    plain = checksums.unbase64(value) if len(value) % 4 == 0 else None
    if not plain or not plain.isascii() or not plain.decode().isprintable():
        return False
    return values.placeholder(plain) or values.common(plain) or values.reference(plain)


def _code(value: bytes) -> bool:
    """An expression, a place, a file or a version; random characters may look like one."""
    if not _CODE.search(value) and not _SHOUTED.match(value):
        return False
    return len(value) < 16 or values.surprise(value) < 4.7


def _names_itself(value: bytes) -> bool:
    """``password = "user_password"``: the name of the secret stands for it."""
    if _NUMBERED.match(value):
        return True
    plain = _IDENTIFIER.match(value) and _NAMES_ITSELF.search(value)
    return bool(plain) and values.surprise(value) < 4.6


def password(value: bytes, path: str) -> Likelihood:
    """A password may be anything that its owner can remember."""
    aside = values.aside(path)
    weak = Likelihood.NONE if aside else Likelihood.WEAK
    if values.common(value) or len(value) < 4:
        return weak if len(value) > 3 and value.lower() not in _SELF else Likelihood.NONE
    if _HASH.match(value):
        return weak
    unlike = values.surprise(value)
    if _LETTER.search(value) and len(value) >= 6 and not values.monotonous_word(value):
        strong = unlike > (4.5 if _DIGIT.search(value) or _SYMBOL.search(value) else 5.0)
        if strong and len(value) >= 8:
            return Likelihood.STRONG
        if _DIGIT.search(value) or _SYMBOL.search(value):
            return Likelihood.WEAK if aside else Likelihood.STRONG
    return Likelihood.NONE if _PATHLIKE.search(value) else weak


def token(value: bytes, path: str) -> Likelihood:
    """A token was made by a machine: long, and unlike any language."""
    size = len(value)
    if size < 8 or values.monotonous(value) or _WORDS.match(value):
        return Likelihood.NONE
    if values.unmistakable(value) or _UUID.match(value):
        return Likelihood.STRONG
    if _HEX.match(value):
        random = size >= 16 and len(set(value.lower())) > 6 and not value.isdigit()
        return Likelihood.STRONG if random else Likelihood.NONE
    return Likelihood.NONE if values.spoken(value) else _unlike_words(value, path)


def _unlike_words(value: bytes, path: str) -> Likelihood:
    size = len(value)
    unlike, digits = values.surprise(value), bool(_DIGIT.search(value))
    least = 4.6 if size >= 16 else 4.9 if size >= 12 else 5.3
    if unlike > least and (digits or (size >= 20 and unlike > 4.8)):
        return Likelihood.STRONG
    if digits and size >= 10 and unlike > 4.3 and not values.aside(path):
        return Likelihood.WEAK
    return Likelihood.NONE


def _of(c: "Candidate") -> Likelihood:
    return weigh(c.match["name"], c.value, c.path)


def _prose(c: "Candidate") -> bool:
    """``Password is required.``"""
    between = c.match.string[c.match.end("name") : c.match.start("value")]
    return b"is" in between.lower() and values.word(c.value.rstrip(b".,!"))


def _badge(c: "Candidate") -> bool:
    """The token of a picture that a README shows: it reads that picture."""
    return b"badge" in c.before[-120:] or b".svg?" in c.before[-120:]


_SPACED = (".gradle", ".groovy", ".kts", ".clj", ".nix", ".kdl", ".conf")
_DEFINES = (b"#define ", b"# define ", b"#define\t")
_SETS = lazy_pattern(
    rb"(?i)(?:\b|_)(?:set\w*|put\w*|define|env|getenv|get|fetch|add\w*|property|config)\(\s*[\"']?$"
)
"""A call whose second argument is the value of the first, or the value in its absence."""
_VERBS = (b"pass", b"key", b"token", b"secret", b"password", b"keys", b"auth")


def _quoted(c: "Candidate") -> Likelihood:
    likely = _of(c)
    return Likelihood.NONE if likely and _aside(c, likely) else likely


def _aside(c: "Candidate", likely: Likelihood) -> bool:
    """What stands between name and value says that the value is not the name's."""
    between = c.match.string[c.match.end("name") : c.match.start("value")]
    name = c.match["name"]
    if between.strip(b"\"' \t@") == b"" and not between.startswith((b"'", b'"')):
        if c.before.endswith(_DEFINES):
            return False
        verb = name.lower() in _VERBS or b"=" in c.value or values.surprise(c.value) < 4.3
        return verb and not c.path.endswith(_SPACED)  # we pass "quick=True"
    if b"," in between:  # a list of names, the next of which is no value
        return likely is not Likelihood.STRONG or (
            _like_a_name(c.value) and not _SETS.search(c.before)
        )
    if b"(" in between and _GETTER.match(name.rpartition(b".")[2]):
        return True  # get_password("name")
    return bool(_CALLS.search(between)) and values.word(c.value)  # a comparison, a call


def _like_a_name(value: bytes) -> bool:
    if _HEX.match(value) or _UUID.match(value) or _SYMBOL.search(value):
        return False
    return values.spoken(value) or values.surprise(value) < 4.6


def quoted_strong(c: "Candidate") -> bool:
    return _quoted(c) is Likelihood.STRONG


def quoted_weak(c: "Candidate") -> bool:
    return _quoted(c) is Likelihood.WEAK


def _plain(c: "Candidate") -> Likelihood:
    if not _PLAIN_FILES.search(c.path):  # an unquoted word is a string in configurations only
        return _remembered(c) if _COMMENT.match(c.before) else Likelihood.NONE
    likely = _of(c)
    if likely and (_badge(c) or _prose(c)):
        return Likelihood.NONE
    if likely and _ON.match(c.after):
        return token(c.value, c.path)  # more words follow: it is prose, and most words are words
    return likely


def _remembered(c: "Candidate") -> Likelihood:
    """What a comment in code says aloud; most of what stands there is prose and old code."""
    sure = values.surprise(c.value) > 4.4 and bool(_DIGIT.search(c.value))
    return _of(c) if sure and not values.spoken(c.value) else Likelihood.NONE


def plain_strong(c: "Candidate") -> bool:
    return _plain(c) is Likelihood.STRONG


def env_line(c: "Candidate") -> bool:
    """A whole line is the value, whatever it holds: only where no program reads it otherwise."""
    return bool(_ENV_FILES.search(c.path)) and _of(c) is Likelihood.STRONG


def continued(c: "Candidate") -> bool:
    """What no quote encloses is a string in configurations only."""
    quoted = c.match.string[c.match.start("value") - 1 :][:1] in (b'"', b"'", b"`")
    return (quoted or bool(_PLAIN_FILES.search(c.path))) and _of(c) is Likelihood.STRONG


def plain_weak(c: "Candidate") -> bool:
    return _plain(c) is Likelihood.WEAK


def strong(c: "Candidate") -> bool:
    return _of(c) is Likelihood.STRONG


def connection(c: "Candidate") -> bool:
    shown = _badge(c) or b"alt=media" in c.before[-40:]  # the address of a file in Firebase
    return (
        not shown
        and not _never(c.value)
        and (
            password(c.value, c.path) is Likelihood.STRONG
            if names.kind(c.match["name"]) is Kind.PASSWORD
            else token(c.value, c.path) is Likelihood.STRONG
        )
    )


def password_strong(c: "Candidate") -> bool:
    return not _never(c.value) and password(c.value, c.path) is Likelihood.STRONG


def password_sure(c: "Candidate") -> bool:
    """As :func:`password_strong`, where no name promises a password: only what is no word."""
    return password_strong(c) and values.surprise(c.value) > 4.2 and not _WORDS.match(c.value)


def key_sure(c: "Candidate") -> bool:
    return not _never(c.value) and token(c.value, c.path) is Likelihood.STRONG


def directive(c: "Candidate") -> bool:
    """A directive's own name says enough (``requirepass``); that of a variable is judged."""
    return password_strong(c) if c.match["name"] is None else strong(c)
