"""Private keys and signed tokens, whoever issued them."""

import re

from launchready_ci.gates.secrets import checksums, values
from launchready_ci.gates.secrets.formats.checks import NOTE, WARNING, real
from launchready_ci.gates.secrets.formats.row import Candidate, Format
from launchready_ci.lazy import lazy_pattern

_LABEL = r"(?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?"
_BODY = r"(?:(?!-----BEGIN)[\s\S]){40,12000}?"
_PEM = rf"-----BEGIN {_LABEL}-----{_BODY}(?:-----END {_LABEL}-----|\Z)"
_PEM_HEAD = r"-----BEGIN [A-Z0-9 ]{0,36}PRIVATE KEY"
_JWT = r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"
_BODY_HEAD = lazy_pattern(
    rb"(?:\\+[nrt]|[\s\"',;>#*|`\\+/-]|[A-Za-z][A-Za-z-]*: [^\n\\]*(?:\n|\\+[nr]))*[A-Za-z0-9+/]{16}"
)
"""Between the armour and the key: line ends, quotes, comment marks and headers, and no code."""
_LINE = lazy_pattern(rb"^[A-Za-z0-9+/]{16,}={0,2}$")
_OPENSSH, _NO_CIPHER = b"b3BlbnNzaC1rZXktdjEA", b"AAABG5vbmUA"
"""How OpenSSH's own format begins, and its cipher ``none``, in base64 (PROTOCOL.key)."""
_NEW_KEY = (
    "Make a new key pair, replace the public key wherever it is trusted, and delete this one."
)


def _bare(body: bytes) -> bytes:
    """The lines of base64 in a key, without line ends, quotes, comment marks and headers."""
    lines = re.split(rb"\\+[nrt]|[\s\"',;>#*|`\\]+", body)
    return b"".join(line for line in lines if _LINE.match(line))


def _key(c: Candidate) -> bool:
    body = c.value.partition(b"KEY")[2].partition(b"-----")[2].partition(b"-----END")[0]
    inner = _bare(body)
    # not monotonous(): every OpenSSH key without a passphrase holds a run of A
    random = len(inner) >= 64 and len(set(inner)) > 24
    return random and b"..." not in body and _BODY_HEAD.match(body) is not None


def _encrypted(c: Candidate) -> bool:
    head = c.value[:200]
    return b"ENCRYPTED" in head or (_OPENSSH in head and _NO_CIPHER not in head)


def plain_key(c: Candidate) -> bool:
    return not _encrypted(c) and _key(c)


def encrypted_key(c: Candidate) -> bool:
    return _encrypted(c) and _key(c)


def claims(c: Candidate) -> dict[str, object] | None:
    """The payload of a JSON Web Token that is no example of documentation."""
    parts = checksums.jwt(c.value)
    if parts is None or values.published(c.value):
        return None
    if values.placeholder(c.value.rpartition(b".")[2]):
        return None
    if parts[1].get("sub") == "1234567890" or parts[1].get("name") == "John Doe":
        return None
    return parts[1]


def _anonymous(payload: dict[str, object]) -> bool:
    return payload.get("role") == "anon" and "supabase" in str(payload.get("iss"))


def _service_role(payload: dict[str, object]) -> bool:
    return payload.get("role") == "service_role"


def supabase_service(c: Candidate) -> bool:
    payload = claims(c)
    return payload is not None and _service_role(payload)


def supabase_anonymous(c: Candidate) -> bool:
    payload = claims(c)
    return payload is not None and _anonymous(payload)


def any_jwt(c: Candidate) -> bool:
    payload = claims(c)
    return payload is not None and not _anonymous(payload) and not _service_role(payload)


def _generated(c: Candidate) -> bool:
    return not values.made_up(c.value[len("django-insecure-") :])


def _jwk(c: Candidate) -> bool:
    return b"kty" in c.before + c.match[0] + c.after and real(c)


FORMATS = (
    Format(
        "LR-SEC001", "private-key", "Private key", rf"(?P<value>{_PEM})",
        "It proves to be its owner wherever the public half is trusted: servers, certificates, signatures.",
        _NEW_KEY,
        plain_key, rank=90, lines=200, binary=True, prefilter=_PEM_HEAD,
    ),
    Format(
        "LR-SEC002", "encrypted-private-key", "Private key under a passphrase", rf"(?P<value>{_PEM})",
        "It opens what the public half is trusted for, as soon as somebody guesses the passphrase.",
        _NEW_KEY,
        encrypted_key, severity=WARNING, rank=90, lines=200, binary=True, prefilter=_PEM_HEAD,
    ),
    Format(
        "LR-SEC003", "gcp-service-account-key", "Google Cloud service account key",
        r"\\?\"private_key\\?\"\s*:\s*\\?\"(?P<value>-----BEGIN (?:RSA )?PRIVATE KEY-----"
        r"[A-Za-z0-9+/=\\\s]{40,8000}(?:-----END (?:RSA )?PRIVATE KEY-----)?)",
        "It acts as the service account in every Google Cloud project that trusts it.",
        "Delete the key: https://console.cloud.google.com/iam-admin/serviceaccounts, Keys.",
        plain_key, rank=95, prefilter=r"private_key\\?\"\s*:\s*\\?\"-----BEGIN",
    ),
    Format(
        "LR-SEC004", "putty-private-key", "PuTTY private key",
        r"PuTTY-User-Key-File-[23]: [\s\S]{10,6000}?Private-Lines: \d{1,3}(?:\s|\\{1,4}[rn]){1,4}"
        r"(?P<value>[A-Za-z0-9+/=\r\n\\]{40,8000})",
        "It logs in over SSH wherever its public half is authorized.",
        "Remove the public key from authorized_keys, and make a new pair with puttygen.",
        real, rank=90, lines=120, prefilter="PuTTY-User-Key-File-[23]: ",
    ),
    Format(
        "LR-SEC005", "ssh2-private-key", "SSH2 private key",
        r"(?P<value>---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----[\s\S]{40,8000}?---- END SSH2)",
        "It logs in over SSH wherever its public half is authorized.",
        _NEW_KEY, rank=90, lines=120, prefilter="---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----",
    ),
    Format(
        "LR-SEC006", "base64-private-key", "Private key or service account in base64",
        r"\bLS0tLS1CRUdJTi(?:BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVkt|BFQyBQUklWQVRFIEtFWS|"
        r"BPUEVOU1NIIFBSSVZBVEUgS0VZ|BEU0EgUFJJVkFURSBLRVkt|BQR1AgUFJJVkFURSBLRVkg)[A-Za-z0-9+/=]{30,}"
        r"|\b(?:eyJ|eyA|ewo)[A-Za-z0-9+/]{5,40}(?:c2VydmljZV9hY2NvdW50|NlcnZpY2VfYWNjb3Vud|zZXJ2aWNlX2FjY291bn)[A-Za-z0-9+/=]{20,}",
        "It proves to be its owner wherever the public half is trusted: servers, certificates, signatures.",
        _NEW_KEY, rank=90, prefilter="LS0tLS1CRUdJTi|c2VydmljZV9hY2NvdW50|NlcnZpY2VfYWNjb3Vud|zZXJ2aWNlX2FjY291bn",
    ),
    Format(
        "LR-SEC007", "age-secret-key", "age secret key",
        r"\bAGE-SECRET-KEY-(?:PQ-)?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58,80}\b",
        "It decrypts every file that was encrypted to its recipient, SOPS files included.",
        "Make a new key with age-keygen, encrypt everything to it again, and rotate what was readable.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC008", "json-web-key", "Private JSON Web Key",
        r"\\{0,3}\"d\\{0,3}\"\s*:\s*\\{0,3}\"(?P<value>[A-Za-z0-9_-]{42,700})\\{0,3}\"",
        "It signs or decrypts tokens that your services trust.",
        "Make a new key, publish its public half, and drop this one from the key set.",
        _jwk, rank=80, prefilter=r"\"d\\*\"\s*:\s*\\*\"[A-Za-z0-9_-]{8}",
    ),
    Format(
        "LR-SEC009", "wireguard-private-key", "WireGuard private key",
        r"(?i:\bPrivate_?Key)\\{0,2}[\"']?\s*(?:: ?\w{1,20} ?(?==))?[=:]\s*\\{0,2}[\"']?(?P<value>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
        "It joins the VPN as this peer.",
        "Make a new pair with wg genkey, and replace the public key on every peer.",
        real, rank=70, prefilter="(?i:Private_?Key).*=",
    ),
    Format(
        "LR-SEC010", "json-web-token", "JSON Web Token", _JWT,
        "Until it expires it is a login: whoever holds it is that user or service.",
        "End the session or revoke the token where it was issued; rotate the signing key if it never expires.",
        any_jwt, rank=80,
    ),
    Format(
        "LR-SEC011", "supabase-service-role", "Supabase service_role key", _JWT,
        "It reads and writes every row of the Supabase project, past row level security.",
        "Move to the new secret keys, or rotate the JWT secret: https://supabase.com/dashboard/project/_/settings/api-keys.",
        supabase_service, rank=95,
    ),
    Format(
        "LR-SEC012", "supabase-anon-key", "Supabase anon key", _JWT,
        "It is made for browsers: what it may read is what row level security lets everybody read.",
        "Nothing to revoke; check that row level security is on for every table.",
        supabase_anonymous, severity=NOTE, rank=95,
    ),
    Format(
        "LR-SEC013", "django-insecure-key", "Django's generated SECRET_KEY",
        r"\bdjango-insecure-[^\s\"'`<>]{36,80}",
        "Wherever it is still the key, anybody can forge sessions, password resets and all that the app signs.",
        "Read SECRET_KEY from the environment, and give every deployment one of its own.",
        _generated, rank=80, prefilter="django-insecure-",
    ),
)  # fmt: skip
