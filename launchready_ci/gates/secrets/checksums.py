"""Does a token carry the checksum or the structure that its maker gives every one of them?"""

import zlib
from binascii import Error, a2b_base64

BASE36 = b"0123456789abcdefghijklmnopqrstuvwxyz"
BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def based(number: int, alphabet: bytes, width: int) -> bytes:
    """The number written with the digits of ``alphabet``, padded on the left to ``width``."""
    digits = bytearray()
    while number:
        number, rest = divmod(number, len(alphabet))
        digits.append(alphabet[rest])
    return bytes(reversed(digits)).rjust(width, alphabet[:1])


def unbase64(text: bytes) -> bytes | None:
    """Standard or URL-safe base64 with or without padding, decoded; None where it is not that."""
    text = text.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    if len(text) % 4 == 1:
        return None
    try:
        return a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except Error:
        return None


def unjson(text: bytes) -> dict[str, object] | None:
    """The JSON object behind base64, or None."""
    plain = unbase64(text)
    if not plain or plain[:1] != b"{":
        return None
    import json

    try:
        found = json.loads(plain)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def crc_base62(token: bytes, prefix: int) -> bool:
    """GitHub, npm, Vercel: the CRC-32 of the body, in six base62 digits.

    https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    """
    body, check = token[prefix:-6], token[-6:]
    return based(zlib.crc32(body), BASE62, 6) == check


def github_fine_grained(token: bytes) -> bool:
    """``github_pat_`` + 22 + ``_`` + 43, then eight base32 digits of the SHA-256 of all that."""
    import base64
    import hashlib

    body = token[:77]
    return base64.b32encode(hashlib.sha256(body).digest())[:8] == token[77:85]


def gitlab_routable(token: bytes) -> bool:
    """GitLab's routable tokens end in the length of the payload and a CRC-32, both base36.

    https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
    """
    return based(zlib.crc32(token[:-7]), BASE36, 7) == token[-7:]


def grafana(token: bytes) -> bool:
    """``glsa_<secret>_<crc>``: the CRC-32 of what stands before, little-endian hex."""
    body, _, check = token.rpartition(b"_")
    return zlib.crc32(body).to_bytes(4, "little").hex().encode() == check.lower()


def atlassian(token: bytes) -> bool:
    """``ATATT3…=<crc>``, ``ATBB…<crc>``: eight hex digits, the CRC-32 of what stands before."""
    return b"%08X" % zlib.crc32(token[:-8]) == token[-8:].upper()


def aws_key_id(key: bytes) -> bool:
    """An access key id is base32; since 2019 it holds the account, twelve decimal digits at most.

    https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
    """
    import base64

    try:
        raw = base64.b32decode(key[4:])
    except Error:
        return False
    if key[4:5] in b"IJ":
        return True  # older ids hold no account
    account = (int.from_bytes(raw[:6], "big") & 0x7FFFFFFFFF80) >> 7
    return account < 10**12


def pypi(token: bytes) -> bool:
    """A macaroon (version 2, location ``pypi.org``) in base64 behind ``pypi-``."""
    raw = unbase64(token[5:])
    return raw is not None and raw.startswith(
        (b"\x02\x01\x08pypi.org\x02", b"\x02\x01\x0dtest.pypi.org\x02")
    )


def jwt(token: bytes) -> tuple[dict[str, object], dict[str, object]] | None:
    """Header and payload of a JSON Web Token (RFC 7519), or None where they are not JSON."""
    parts = token.split(b".")
    if len(parts) != 3:
        return None
    header, payload = unjson(parts[0]), unjson(parts[1])
    if header is None or payload is None or not isinstance(header.get("alg"), str):
        return None
    return header, payload


def discord(token: bytes) -> bool:
    """The first part is the bot's user id: 17 to 20 digits in base64."""
    user = unbase64(token.partition(b".")[0])
    return user is not None and user.isdigit() and 17 <= len(user) <= 20
