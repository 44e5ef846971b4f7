"""Is this value made up, a reference, a word: anything but a secret?"""

import re
import zlib
from itertools import pairwise
from math import log2

from launchready_ci.lazy import lazy_pattern

# Surprise of a letter after a letter: -log2 P(next | letter) in half bits, 'a' is 0 bits, 'k' is 5.
# Counted once over the words and identifiers of 44,000 files of code, documentation and prose.
_BIGRAMS = (
    "kjijonkqkrmgihsjqgiglnnnmr"
    "gjjlhlophkpgmnhmpiimipqpkq"
    "gnklhmphjtijmofnqjkhkprsnt"
    "hlljekmofqpkmmimpkjkkoppns"
    "jmihlkmpmtqjkgnlnfgiplmjns"
    "illkhgmpfrrinmhmsikjiqqpms"
    "inlmemliispjljjmrhhljopqop"
    "fnmmeopngsollmgnrjlikpprlr"
    "klijkljrqrpijeikrkhhrlunul"
    "gkllflmmimjnmmglpmhmhnloop"
    "imlkemlmgooimkjlplhlkolqmr"
    "gomkenpqfsphoogmrojjknrsjs"
    "fknmfoqrhspljnhgrnjmkprrlt"
    "hoihhkgpjrmmolimsohgllqspr"
    "mkjiomlqmrmiifkjvgjjimkoqs"
    "golmgnpkitphnohjqgjikppsjt"
    "imlmjlnnlqpjkmpmjijldmnooo"
    "gokkemlqgumlklhmsjiilnptlt"
    "jojnfnnjhtmlmnjjonieioosls"
    "hokmfmqifuqlmnhlthiklporkp"
    "kikljllrjtqhifniuhhgqpspsr"
    "fmlmdnnogqrnmnjmrmkmoonopq"
    "fnllgmnjfqolnihmqhhlonmnpq"
    "ilikhjomiqpljmlgpljfnnohkp"
    "jlikjllojqpjiikfqkhhnmlnll"
    "hnmldmmlhqokmnimomlmnpmmli"
)
_BITS = tuple(
    tuple((ord(half_bits) - 97) / 2 for half_bits in _BIGRAMS[i : i + 26])
    for i in range(0, 676, 26)
)

_FAKE = lazy_pattern(
    rb"""(?ix) example | sample | dummy | fake | placeholder | redact | change.?(?:me|it|this)
    | replace | insert | your[-_. ]? | (?:x|\*|\#|\.|-|_|0){6} | xxxx | \*{3} | \.{3}
    | <[^<>]{1,60}> | lorem | ipsum | foo.?bar | todo | fixme | deadbeef | invalid | wrong | bogus
    | not.?(?:a|real|used|the|set|secret) | no.?secret | super.?secret | this.?is | abc.?123
    | (?:secret|token|key|password|pass|value|string|code)[-_ ]?(?:here|goes) | 123.?abc | qwerty
    | (?:my|some).?(?:secret|token|pass|key|api) | asdf | mock | hidden | removed | masked
    """
)
_RUN = lazy_pattern(rb"(.)\1{5}", re.DOTALL)

# Keys that documentation publishes, as CRC-32: spelled out, they would set off every scanner that
# reads this file.
_PUBLISHED = frozenset(
    (
        0x07E175BD, 0x08394327, 0x08FB834D, 0x0BCEF39D, 0x0D3C1B64, 0x0F945A27, 0x0FC657B9,
        0x14FE805A, 0x1EA213F1, 0x1F358CBE, 0x202F468F, 0x21FFD4CB, 0x22864CAE, 0x25CB1226,
        0x269D4CEA, 0x2831AFE3, 0x28503139, 0x2BDD531A, 0x31AFD2D2, 0x33A64F6C, 0x3627AA84,
        0x390D2224, 0x396D8142, 0x3ABD9B53, 0x3C178F9B, 0x3C5D7FDA, 0x3C72212B, 0x3DEF03D5,
        0x421B6508, 0x43BE58CC, 0x494BDA51, 0x51509E86, 0x5771BCF5, 0x5C298136, 0x6159AC90,
        0x664CCBAD, 0x699462DA, 0x6A4F7820, 0x6A50D595, 0x6B66E8A8, 0x6B9463F8, 0x6C76ECD9,
        0x6D0D2FC4, 0x72024BFF, 0x73B43468, 0x76CF21C4, 0x776DE070, 0x7A77589D, 0x7C6F2923,
        0x8151DA89, 0x87707360, 0x8BB4B6EF, 0x903641DD, 0x908891F9, 0x932AA8BE, 0x94BB94F9,
        0x9B46226B, 0x9E49269D, 0xA8B108B3, 0xAD2B0A04, 0xAFE8FF3E, 0xB4CBD586, 0xB6E61E46,
        0xB9093F1A, 0xBA07B9B6, 0xBEAFAAB5, 0xBFA20569, 0xC00A2FB2, 0xC03C00F1, 0xC31C70D7,
        0xC3F0AA47, 0xCEA67886, 0xD43B7B44, 0xDAD6E015, 0xE0318833, 0xEC1F56C1, 0xEF8C5B51,
        0xFA271CE2, 0xFB0A6008, 0xFBC47221, 0xFECE0556, 0xFFDDD189, 0x2CDED043,
    )
)  # fmt: skip


def published(value: bytes) -> bool:
    """A key that everybody knows from documentation, an SDK's samples or a standard's text."""
    return zlib.crc32(value) in _PUBLISHED


def monotonous(value: bytes) -> bool:
    """Repeats, counts up, or uses hardly any characters: nobody's generator made this."""
    size = len(value)
    if _RUN.search(value) or len(set(value)) < min(8, size // 3 + 1):
        return True
    half = size // 2
    if any(value[:half] == value[step : step + half] for step in range(1, min(half, 20) + 1)):
        return True
    letters = bytes(byte | 32 for byte in value if byte > 64)
    digits = bytes(byte for byte in value if 48 <= byte <= 57)
    return _counts(value) or _counts(letters) or (len(digits) > 5 and _counts(digits))


def _counts(value: bytes) -> bool:
    """Six in a row: ``abcdef``, ``123456``, also ``1a2b3c4d5e6f`` where the two kinds are apart."""
    up = down = 0
    for before, after in pairwise(value):
        up = up + 1 if after - before == 1 else 0
        down = down + 1 if before - after == 1 else 0
        if up >= 5 or down >= 5:
            return True
    return False


def made_up(value: bytes) -> bool:
    """Somebody typed this in place of a token: an example, a placeholder, a published key."""
    return bool(_FAKE.search(value)) or monotonous(value) or published(value)


def surprise(value: bytes) -> float:
    """How unlike language: mean bits from one character to the next.

    English words and identifiers stay near 3.5, hexadecimal near 4.3, random base62 near 5.8.
    """
    bits, before, size = 0.0, 0, len(value)
    for at in range(1, size):
        bits += _step(value[at - 1], value[at], before)
        before = value[at - 1]
    return bits / (size - 1) if size > 1 else 0.0


def _step(first: int, second: int, before: int) -> float:
    one, two = first | 32, second | 32
    if 97 <= one <= 122 and 97 <= two <= 122:
        bits = _BITS[one - 97][two - 97]
        if first >= 97 > second:
            return bits / 2 + 4.0  # aB: a new word begins, or case is random
        if second >= 97 > first and 65 <= before <= 90:
            return bits + 2.0  # ABc
        return bits
    if 48 <= first <= 57 and 48 <= second <= 57:
        return 3.3
    if first in b" _-./:" or second in b" _-./:":
        return 2.5
    return 5.0  # letter to digit, digit to letter, anything and a symbol


def shannon(value: bytes) -> float:
    """Shannon entropy in bits a character."""
    size = len(value)
    return -sum(n / size * log2(n / size) for n in map(value.count, set(value)))


_PARTS = lazy_pattern(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NAMEABLE = lazy_pattern(rb"^[A-Za-z0-9_$.:/-]+$")


def spoken(value: bytes) -> bool:
    """Words put together, as identifiers are: ``microsoftOAuth2Api``, ``my-app_v2``."""
    if not _NAMEABLE.match(value):
        return False
    words = (part for part in _PARTS.findall(value) if len(part) > 3)
    return sum(len(word) for word in words if surprise(word) < 4.4) >= 0.6 * len(value)


_EXPRESSION = lazy_pattern(
    rb"""(?x) \$\{ | \{\{ | \}\} | %\(\w+\) | \$\([\w/]{3}        # templates
    | a-z | A-Z | 0-9 | \\[dwsDWS] | \(\? | \.[*+] | \]\{      # patterns
    """
)


def unmistakable(value: bytes) -> bool:
    """So long and so mixed that no template, expression or pattern looks like it by chance.

    Django's keys are: fifty characters, a third of them punctuation.
    """
    if len(value) < 24 or _EXPRESSION.search(value):
        return False
    digits = sum(48 <= byte <= 57 for byte in value)
    symbols = sum(chr(byte) in "!@#$%^&*()_+=-" for byte in value)
    return digits > 1 and symbols > 3 and shannon(value) > 4.2 and surprise(value) > 4.2


_REFERENCE = lazy_pattern(
    rb"""(?x) \$[{(] | \{\{ | \}\} | \{[\w.:%-]{0,60}\} | ^\$\w+$ | ^\$\$? | ^%[^%\s]{1,60}%$
    | ^(?:ENC|NACL|GPG|PGP)[\[(] | %\(?\w{0,40}\)?[sdrv]$ | %s | ^<.*>$ | <% | ^[{\[*?&]
    | ^@[\w.{]{1,60}@?$ | ^!\w | ^[#%][({]
    | ^:\w+$ | ^__\w+__$ | ^\#\w+\#$ | ^\(\( | \bos\.environ | process\.env | \bgetenv | \benv[.\[(]
    """
)
_COMMON = frozenset(
    b"""
    password passwd pass pw pwd secret token key admin root user username test tests testing
    tester guest demo default postgres mysql mongo mongodb mariadb redis rabbitmq oracle sa sys
    system public private none null nil true false yes no string str value empty undefined unset
    required optional hunter2 letmein welcome monkey dragon master login hello world foo bar baz
    qux spam eggs ham abc abcd abcde abcdef asdf asdfg qwerty qwe 123 1234 12345 123456 1234567
    12345678 123456789 1234567890 0000 1111 pw1 pw2 s3cr3t s3cret p4ssw0rd passw0rd pa55word
    p@ssw0rd p@ssword password1 password123 pass123 pass1234 test123 test1234 admin123 admin1234
    secret123 changeme changeit change_me xxx xxxx yyy zzz mypassword mypass mysecret mytoken
    mykey yourpassword my_password my_secret my_token my-secret my-token my-password
    your_password your-password testpass testpassword testpw test_password test-password
    test_token test-token testtoken test-secret test_secret testsecret dummy fake example sample
    placeholder todo tbd n/a na vagrant docker ubuntu nobody somepassword some_password
    some-password supersecret super_secret super-secret topsecret verysecret notsecret
    notasecret not-a-secret django flask user1 pass1 api_key apikey api-key app dev local prod
    production staging development basic bearer auth oauth oauth2 jwt credential credentials
    passphrase unused anonymous
    """.split()
)
_WORD = lazy_pattern(rb"^[A-Za-z]{1,30}$")
_ASIDE = lazy_pattern(
    r"(?i)(?:^|[/_.-])(?:tests?|testing|specs?|fixtures?|examples?|samples?|docs?|documentation|mocks?|__mocks__|__tests__|e2e|demos?|"
    r"tutorials?|testdata|test_data|cassettes|snapshots?|stories|benchmarks?|changelog|changes|readme|news|history|man\d?)(?:[/_.\d-]|$)|"
    r"(?:tests?|spec|specs)\.[a-z]{1,4}$|\.(?:md|rst|adoc|txt|pod|html?)$|conftest\.py$|[a-z]Tests?\.[a-z]{2,5}$"
)


def reference(value: bytes) -> bool:
    """The text names a place where the secret is to be found: a variable, a template, a call."""
    return bool(_REFERENCE.search(value))


def placeholder(value: bytes) -> bool:
    """Somebody is to put a value here."""
    return bool(_FAKE.search(value)) or (len(set(value)) <= 2)


def common(value: bytes) -> bool:
    """A word from the top of every list of passwords, or the name of the thing itself."""
    return value.lower() in _COMMON or value.strip(b"-_@!.*").lower() in _COMMON


def word(value: bytes) -> bool:
    """One word of letters, such as a language has."""
    return bool(_WORD.match(value)) and surprise(value) < 4.7


def aside(path: str) -> bool:
    """A test, an example or documentation: what stands there is less often real."""
    return bool(_ASIDE.search(path))


def monotonous_word(value: bytes) -> bool:
    """A short value that repeats or counts: ``aaaa1``, ``123456a``."""
    return len(set(value)) <= len(value) // 3 or bool(_RUN.search(value))
