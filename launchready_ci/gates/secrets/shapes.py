"""What does a value look like, whatever its name: hex, words, code, a path, a reference?"""

from launchready_ci.gates.secrets import checksums, values
from launchready_ci.lazy import lazy_pattern

_CODE = lazy_pattern(
    rb"""(?x)
    [(){};]$ | \w\( | \)\. | => | ->\w | ^\w+\[ | :: | \*\* | ^-- | ^[<>=!]=  # code
    | ^[+%#.] | ^\d+(?:\.\d+)+$  # attributes
    | ^(?:https?|ftp|file|s3|git|ssh|arn|urn|sha\d+|md5|data|mailto|vault|ssm|kms|op|ref|secret
        |projects)[:/]                                                          # places
    | ^\.{0,2}/ | ^~/ | ^[A-Za-z]:\\ | /[\w.-]*/ | ^[\w.+-]+@[\w-]+\.[\w.]+$  # paths
    | \.(?:key|pem|crt|cer|pub|json|ya?ml|txt|py|js|ts|go|java|rb|php|html?|css|xml|conf|cfg|ini
        |env|jks|p12|pfx|gpg|asc|csr|der|jwk|db|log|sh|md|png|svg|tpl|j2)$      # files
    | ^[A-Za-z][\w./-]*:\d+(?:\.[\d.]+[\w-]*)?$ | ^[A-Za-z][\w|-]*[=:][sif]@?$  # images, options
    | ^[A-Z][A-Z0-9_]{3,}=[a-z] | ^u?int\d+(?:_t)?$
    | ^[A-Za-z]+@[A-Za-z]*$ | ^(?i:aes|3?des|rsa|sha|md|hmac|pbkdf|argon|rc|chacha|blowfish|bcrypt)
      (?:[-_]?[a-z]{0,4}\d{1,4}[a-z]{0,2})?(?:[-_][a-z]{2,6}\d{0,4}){0,3}(?:$|:)  # algorithms
    | ^(?:application|text)/ | ^\^ | \[\^? | \\[wdsbn(] | \.[*+]
    """
)
_ATTRIBUTE = lazy_pattern(rb"^[\w-]+(?:\.[A-Za-z_][\w-]*)+(?:\[\d\])?(?<!\d\d)$")
_ESCAPED = lazy_pattern(rb"\\(?:[ux][0-9A-Fa-f]{2}|[0-7]{3})")
_PUBLIC_KEYS = (b"AAAAB3NzaC1", b"AAAAC3NzaC1", b"AAAAE2VjZHNh", b"MIIBIjANBgkq", b"MIGfMA0GCSq")
"""How SSH and RSA public keys begin in base64."""
DIGIT = lazy_pattern(rb"[0-9]")
SWITCH = lazy_pattern(rb"(?i)(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
LETTER = lazy_pattern(rb"[A-Za-z]")
SYMBOL = lazy_pattern(rb"[!@#$%^&*+=?~]")
HEX = lazy_pattern(rb"^(?:0x)?[0-9a-fA-F]+$")
UUID = lazy_pattern(rb"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
_NAMES_ITSELF = lazy_pattern(
    rb"""(?ix) passw | pwd | passphrase | secret | token | credential | \bcreds | apikey | [_-]key
    | (?:^|[_.-])(?:key|pass|auth)(?:[_.-]|$) | (?-i:[a-z]Key$)
    | user | name | field | input | login | confirm | column | param"""
)
_IDENTIFIER = lazy_pattern(rb"^[A-Za-z_$][A-Za-z_.$:/-]*$")
_NUMBERED = lazy_pattern(
    rb"(?i)^(?:[a-z]+[_-])*(?:password|passwort|passwd|pwd|pass|token|secret|key)[_-]?\d$"
)
_SUFFIXED = lazy_pattern(
    rb"(?i)^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*[_-](?:password|passwd|pass|pwd|secret|token|key)$"
)
_ENDS_WITH_IT = lazy_pattern(rb"(?:[pP]ass(?:word|wd)|[sS]ecret|Token|Key)$")
_SHOUTED = lazy_pattern(rb"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
WORDS = lazy_pattern(rb"^[A-Za-z]+(?:[-_. /:][A-Za-z]+|\d{1,4}$)*\d{0,4}[.:!?]?$")


_HOLLOW = lazy_pattern(
    rb"\{\"[^\n]{0,60}$|\{[A-Za-z][A-Za-z0-9-]{2,12}\}|[A-Za-z,.!?']+(?: [A-Za-z,.!?']+)+$"
)
"""A header of a token, a hash or a name of another system's, words."""


def machine_made(value: bytes) -> bool:
    """So random that no word, name or number of a program looks like it."""
    if UUID.match(value):
        return True
    mixed = len(value) >= 20 and len(SWITCH.findall(value)) * 5 >= len(value)
    return mixed and len(set(value)) > 9 and not values.spoken(value)


_DENSE = lazy_pattern(rb"^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[^\s(){}\[\]<>$/\\]{12,}$")


def _dense(value: bytes) -> bool:
    """All sorts of characters and no brackets: a sign at an end of it makes no expression of it."""
    dense = _DENSE.match(value) and values.surprise(value) > 4.7
    return bool(dense) and not values.spoken(value)


def never(value: bytes) -> bool:
    if values.unmistakable(value):
        return False
    return (
        (values.reference(value) and not _dense(value))
        or values.placeholder(value)
        or values.published(value)
        or not value.isascii()
        or bool(_ESCAPED.search(value))
        or value.startswith(_PUBLIC_KEYS)
        or (b"&" in value and values.common(value.replace(b"&", b"")))  # a label with a shortcut
        or _code(value)
        or _names_itself(value)
        or hides_nothing(value)
    )


def hides_nothing(value: bytes) -> bool:
    """Base64 of a placeholder or of a word."""
    plain = (checksums.unbase64(value) or b"").strip()
    if not plain or not plain.isascii() or not plain.decode().isprintable():
        return False
    if values.unmistakable(plain):
        return False
    hollow = values.placeholder(plain) or values.common(plain) or values.reference(plain)
    return hollow or bool(_HOLLOW.match(plain))


def _code(value: bytes) -> bool:
    """An expression, a place, a file or a version; random characters may look like one."""
    attribute = _ATTRIBUTE.match(value) and values.spoken(value)
    if not attribute and not _CODE.search(value) and not _SHOUTED.match(value):
        return False
    return not _dense(value) and (len(value) < 16 or values.surprise(value) < 4.7)


def _names_itself(value: bytes) -> bool:
    """``password = "user_password"``: the name of the secret stands for it."""
    if _NUMBERED.match(value) or _SUFFIXED.match(value):
        return True
    if not _IDENTIFIER.match(value):
        return False
    plain = _NAMES_ITSELF.search(value) and values.surprise(value) < 4.6
    return bool(plain or _ENDS_WITH_IT.search(value))
