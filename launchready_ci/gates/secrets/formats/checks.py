"""Does a match hold? The checks that several kinds of formats share."""

from launchready_ci.findings import Severity
from launchready_ci.gates.secrets import checksums, values
from launchready_ci.gates.secrets.formats.row import Candidate

WARNING, NOTE = Severity.WARNING, Severity.NOTE


def real(c: Candidate) -> bool:
    """Nobody typed it as an example."""
    return not values.made_up(c.value)


def unlike_language(c: Candidate) -> bool:
    """As :func:`real`, and no word or identifier: for prefixes that ordinary text may hold."""
    unlike = not values.made_up(c.value) and values.surprise(c.value) > 4.4
    return unlike and not values.spoken(c.value)


def mixed(c: Candidate) -> bool:
    """As :func:`real`, with digits and letters: for values of fixed length that a name announces."""
    return (
        any(48 <= byte <= 57 for byte in c.value)
        and any(byte > 57 for byte in c.value)
        and not values.made_up(c.value)
        and not values.spoken(c.value)
        and not digest(c)
    )


def digest(c: Candidate) -> bool:
    """The line says that this is a hash, an id of a commit or of an image."""
    near = (c.before[-60:] + c.match[0][: -len(c.value)] + c.after[:20]).lower()
    return any(word in near for word in _DIGESTS)


_DIGESTS = (
    b"sha1", b"sha256", b"sha512", b"sha-", b"md5", b"integrity", b"checksum", b"digest", b"commit",
    b"revision", b"etag", b"@sha", b"hash", b"fingerprint", b"thumbprint", b"resolved", b"rev:",
)  # fmt: skip


def crc_github(c: Candidate) -> bool:
    return checksums.crc_base62(c.value, 4) and real(c)


def no_crc_github(c: Candidate) -> bool:
    return not checksums.crc_base62(c.value, 4) and unlike_language(c)
