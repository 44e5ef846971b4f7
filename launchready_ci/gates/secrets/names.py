"""Does the name of a variable, a key, an option or an element say that its value is a secret?"""

from enum import Enum
from functools import lru_cache

from launchready_ci.lazy import lazy_pattern


class Kind(Enum):
    """What the name promises."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    TOKEN = "token"  # noqa: S105 - the name of a kind
    KEY = "key"
    """A mere key: of a dictionary, of a sort order, or of a cipher."""


_WORDS = lazy_pattern(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PASSWORD = lazy_pattern(
    rb"(?:passw(?:or)?ds?|passwd|passwrd|passphrase|passcode|pwd|psw|pswd|pword|passwort|kennwort|contrasena|senha"
    rb"|motdepasse)$|^pass$|(?<!by)(?<!com)(?<!tres)(?<!sur)(?<!over)(?<!under)(?<!last)(?<!kee)pass$"
    rb"|^(?:db|user|my|smtp|ftp|sftp|mysql|admin|root|key|store|mail|email|ldap|proxy|sql|pg|redis|login|ssh|sudo|vpn|wifi)"
    rb"(?:pass|pw)$|^pw$"
)
_TOKEN = lazy_pattern(
    rb"(?:secrets?|token|apikey|credentials?|creds?|secretkey|accesskey|authkey|privatekey|appkey|appsecret"
    rb"|apisecret|clientsecret|accesstoken|authtoken|masterkey|signingkey|encryptionkey|licensekey)$"
)
_LOGIN = lazy_pattern(rb"^(?:auth|authorization|basicauth|bearer)$")
_QUALIFIED = frozenset(
    b"""
    api access auth secret private encryption encrypt encrypted signing sign signature master
    app application consumer service license session storage shared account admin root crypto
    cipher aes hmac jwt webhook deploy subscription client server user security super prod
    production live sdk rest bearer oauth partner merchant integration management write ingest
    fernet cookie dev priv des rsa authentication activation role bot stripe openai gpt
    sendgrid mailgun twilio paypal slack github gitlab google firebase supabase aws azure gcp maps
    youtube
    """.split()
)
_ENDS = frozenset(
    b"""
    id ids uuid guid name names type types url uri urls path paths file files filename dir field
    fields label labels length len size hash hashes hashed digest expiry expires expiration
    expired exp ttl age count counts limit limits policy policies pattern regex validator
    validators validation placeholder prefix suffix header headers param params parameter
    parameters var index hint hints reset form input inputs error errors message messages title
    help format delimiter separator log period enabled enable disabled required min max version
    algorithm algo alg encoding encryption encoder class provider providers backend scheme
    method methods style ref reference selector endpoint endpoints host hosts port user username
    email date time timeout timestamp created updated status state code codes map mapping list
    set pair pairs ring rings store table column row rows attr attribute attributes prop
    property kind scope scopes source target usage description desc comment note rule rules
    strength manager helper handler factory function func callback cb event events listener
    button link icon page view template dialog modal screen prompt generator grant issuer
    audience identifier finder getter setter arn vault location region bucket typ mode option
    options flag change changed changes forgot forgotten update confirm confirmation confirmed
    mismatch match matches check checks checker verify verified verification service services
    auth hook hooks char chars character characters word words chain sha md checksum
    fingerprint thumbprint used mechanism accessor encode decode encrypt decrypt format
    split strip replace append join startswith endswith parser lexer stream cache node nodes data
    press up down bits bit not env settings setting administrator at question questions answer
    answers recovery reminder encodage charset driver drivers quality complexity days hours
    minutes seconds protocol protocols display section tag expire exists sender attrs
    default defaults
    """.split()
)
_PUBLIC = frozenset(
    b"""
    public pub csrf xsrf csrfmiddlewaretoken authenticity requestverification publishable anon
    site sort partition primary foreign cache next page continuation sync cancellation cancel
    hot short shortcut object translation i18n msg message lookup unique natural composite group
    row map dict bos eos pad unk mask cls sep special stop start end begin current key lock
    request client change idempotency update action starting work unit upload job grant
    provisioning confirmation verification reset pagination cursor arrow tab query search i on
    data
    """.split()
)


@lru_cache(maxsize=4096)
def kind(name: bytes) -> Kind | None:
    """What the name says of its value; None where it says nothing, or speaks of something about it.

    ``DB_PASSWORD``, ``spring.datasource.password`` and ``newPassword`` are passwords,
    ``token_url``, ``passwordField`` and ``csrfToken`` are nothing.
    """
    words = [word.lower() for word in _WORDS.findall(_last(name))]
    while words and words[-1].isdigit():
        words.pop()
    if words and _LOGIN.search(words[-1]):
        return Kind.TOKEN
    if words[-2:] == [b"pass", b"word"]:
        return Kind.PASSWORD
    if words[-2:] == [b"secret", b"id"]:
        return Kind.TOKEN  # of Vault and Consul; where it is a name, it is no token by its look
    if not words or words[-1] in _ENDS or _HASHED.intersection(words):
        return None
    for at in range(len(words) - 1, max(-1, len(words) - 4), -1):
        if words[at] in _HEADS or _PASSWORD.search(words[at]) or _TOKEN.search(words[at]):
            return _of(words[at], words[at - 1] if at else b"")
    return None


def _last(name: bytes) -> bytes:
    """The last part of a dotted name: of ``password.encode`` it is what counts."""
    head, _, last = name.rpartition(b".")
    if last in _ACCESSORS:
        return _last(head)
    return _last(head) + b"." + last if head and last in _HEADS else last  # api.key


_HEADS = (b"key", b"keys", b"salt", b"pepper")
_ACCESSORS = frozenset(
    b"""
    value default text Text setText equals equalsIgnoreCase compareTo send_keys sendKeys set val
    """.split()
)
"""What follows a dot and only says what is done with the thing before it."""
_HASHED = frozenset(b"hashed pbkdf bcrypt ssha".split())
"""What cannot be turned back; ``hashed_secret`` is what a ``.secrets.baseline`` calls its SHA-1."""


def _of(word: bytes, before: bytes) -> Kind | None:
    """What the head of the name and the word before it promise: ``cache_key`` is nothing."""
    if _PASSWORD.search(word):
        return None if before == b"ice" else Kind.PASSWORD  # of one call of WebRTC
    if _TOKEN.search(word):
        public = before in _PUBLIC or word.startswith((b"csrf", b"xsrf"))
        return None if word.endswith(b"token") and public else Kind.TOKEN
    if word in (b"key", b"keys"):
        if before in _QUALIFIED:
            return Kind.TOKEN
        return None if before in _PUBLIC else Kind.KEY
    return Kind.KEY
