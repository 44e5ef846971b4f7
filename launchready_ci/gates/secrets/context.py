"""What do the name, the quotes and the words around a value say of it?"""

from typing import TYPE_CHECKING

from launchready_ci.gates.secrets import names, shapes, values
from launchready_ci.gates.secrets.likelihood import Likelihood, password, token, weigh
from launchready_ci.gates.secrets.names import Kind
from launchready_ci.lazy import lazy_pattern

if TYPE_CHECKING:  # the table of formats needs this module
    from launchready_ci.gates.secrets.formats.row import Candidate

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
_UUENCODED = lazy_pattern(rb"M[!-`]{60}$")
_COMMENT = lazy_pattern(rb"^\s*(?:#|//|--|/?\*|;|<!--|(?i:rem)\s)")
_ON = lazy_pattern(rb"[ \t]+(?![#;&|/\\-]|[\w.-]+=)\S")
_GETTER = lazy_pattern(
    rb"(?i)(?:get|fetch|find|load|read|lookup|has|is|use|require|query|ask|prompt)"
)
_CHOICE = lazy_pattern(rb"\?\s{0,3}[\"'`]$")
_OPENS = lazy_pattern(rb"[=:>(][ \t]*[\[{]")
_KEYED = lazy_pattern(rb"\s*(?:=>|:)")
_CALLS = lazy_pattern(rb"[(,]|[!=]=")


_PUBLIC = (b"pk_", b"pk.", b"phc_", b"pub", b"AAAA", b"MII", b"sha", b"arn:")
"""How identifiers and keys begin that are made to be seen."""


def _of(c: "Candidate") -> Likelihood:
    if _UUENCODED.match(c.before + c.match[0] + c.after):
        return Likelihood.NONE
    return weigh(c.match["name"], c.value, c.path)


def _prose(c: "Candidate") -> bool:
    """``Password is required.``"""
    between = c.match.string[c.match.end("name") : c.match.start("value")]
    return b"is" in between.lower() and values.word(c.value.rstrip(b".,!"))


def _badge(c: "Candidate") -> bool:
    """The token of a picture, in a README or in Firebase's storage: it reads that picture."""
    before = c.before[-120:]
    return b"badge" in before or b".svg?" in before or b"?alt=media" in before


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
    if between.strip(b"\"'` \t@") in _SPOKEN and not between.startswith((b"'", b'"')):
        return _said(c)
    if between.startswith(b"::"):
        return True  # Token::get("name")
    if _CHOICE.search(c.before) and between.strip(b"\"'` \t") == b":":
        return True  # shown ? "password" : "text"
    if _OPENS.search(between) and (likely is not Likelihood.STRONG or _KEYED.match(c.after)):
        return True  # a list or a mapping, of which this is a key or the first word
    if b"," in between:  # a list of names, the next of which is no value
        return likely is not Likelihood.STRONG or (
            _like_a_name(c.value) and not _SETS.search(c.before)
        )
    gets = b"(" in between and _GETTER.match(c.match["name"].rpartition(b".")[2])
    compares = _CALLS.search(between) and values.word(c.value)
    return bool(gets or compares)  # get_password("name"), password == "word"


_SPOKEN = (b"", b"is", b"was", b"be")


def _said(c: "Candidate") -> bool:
    """No sign between name and value: we pass "quick=True"."""
    if c.before.endswith(_DEFINES):
        return False
    if shapes.HEX.match(c.value) or shapes.UUID.match(c.value) or values.unmistakable(c.value):
        return False
    verb = c.match["name"].lower() in _VERBS and not _sure(c.value)
    verb |= b"=" in c.value or values.surprise(c.value) < 4.3
    return verb and not c.path.endswith(_SPACED)


def _sure(value: bytes) -> bool:
    return values.surprise(value) > 4.5 and bool(shapes.DIGIT.search(value))


def _like_a_name(value: bytes) -> bool:
    if shapes.HEX.match(value) or shapes.UUID.match(value):
        return False
    plain = values.surprise(value) < 4.6 and not shapes.SYMBOL.search(value)
    return plain or values.spoken(value.replace(b"*", b""))


def quoted_strong(c: "Candidate") -> bool:
    return _quoted(c) is Likelihood.STRONG


def quoted_weak(c: "Candidate") -> bool:
    return _quoted(c) is Likelihood.WEAK


def _plain(c: "Candidate") -> Likelihood:
    if not (_PLAIN_FILES.search(c.path) or shapes.machine_made(c.value)):
        # an unquoted word is a string in configurations only
        return _remembered(c) if _COMMENT.match(c.before) else Likelihood.NONE
    likely = _of(c)
    if likely and (_badge(c) or _prose(c)):
        return Likelihood.NONE
    if likely and _ON.match(c.after):
        return token(c.value, c.path)  # more words follow: it is prose, and most words are words
    return likely


def _remembered(c: "Candidate") -> Likelihood:
    """What a comment in code says aloud; most of what stands there is prose and old code."""
    return _of(c) if _sure(c.value) and not values.spoken(c.value) else Likelihood.NONE


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


_KEYS = (b"sig", b"accountkey", b"sharedaccesskey")
"""Of Azure's connection strings."""


def connection(c: "Candidate") -> bool:
    name = c.match["name"]
    kind = Kind.TOKEN if name.lower() in _KEYS else names.kind(name)
    if kind is None or _badge(c) or shapes.never(c.value):
        return False
    judged = password if kind is Kind.PASSWORD else token
    return judged(c.value, c.path) is Likelihood.STRONG


def password_strong(c: "Candidate") -> bool:
    return not shapes.never(c.value) and password(c.value, c.path) is Likelihood.STRONG


def password_sure(c: "Candidate") -> bool:
    """As :func:`password_strong`, where no name promises a password: only what is no word."""
    return password_strong(c) and values.surprise(c.value) > 4.2 and not shapes.WORDS.match(c.value)


def key_sure(c: "Candidate") -> bool:
    return not shapes.never(c.value) and token(c.value, c.path) is Likelihood.STRONG


def directive(c: "Candidate") -> bool:
    """A directive's own name says enough (``requirepass``); that of a variable is judged."""
    return password_strong(c) if c.match["name"] is None else strong(c)


def unnamed(c: "Candidate") -> bool:
    """Random, unlike language, hashes and public keys, and not in a test or documentation."""
    sure = values.surprise(c.value) > 4.7 and len(shapes.DIGIT.findall(c.value)) > 1
    public = shapes.HEX.match(c.value) or shapes.UUID.match(c.value) or c.value.startswith(_PUBLIC)
    known = public or values.made_up(c.value) or values.spoken(c.value) or values.aside(c.path)
    return sure and not known and not shapes.never(c.value)
