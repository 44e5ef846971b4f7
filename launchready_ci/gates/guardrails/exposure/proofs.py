"""Does a body show what was asked for? Each proof gives the words that show it, or none.

A status proves nothing: single-page apps answer 200 to every path.
"""

import json
import re
import zlib
from collections.abc import Callable

from launchready_ci.nodes import listed

Proof = Callable[[bytes], str]
HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|!--|script|title)\b", re.IGNORECASE)
VARIABLE = re.compile(rb"(?:export\s+)?([A-Z][A-Z0-9_]{0,80})=.*")
SQL = re.compile(
    rb"CREATE TABLE (?:IF NOT EXISTS )?[^\s(]{1,80}|INSERT INTO [^\s(]{1,80}"
    rb"|-- (?:MySQL|MariaDB|PostgreSQL)(?: database)? dump",
    re.IGNORECASE,
)
SQLITE = b"SQLite format 3\0"
HARMLESS = ("self", "health", "health-path", "info")
"""Of Spring Boot's management, what may be open."""
MOST = 4
"""Names of a proof that are shown."""


def text(pattern: bytes, *, html: bool = False) -> Proof:
    """The first match, with ``^`` and ``$`` at lines; ``html``: also in a page."""
    compiled = re.compile(pattern, re.MULTILINE | re.IGNORECASE)

    def proof(body: bytes) -> str:
        if not html and HTML.match(body):
            return ""
        found = compiled.search(body)
        return _shown(found[0]) if found else ""

    return proof


def variables(body: bytes) -> str:
    """``KEY=…`` lines; the values are not shown."""
    if HTML.match(body):
        return ""
    lines = [line.strip() for line in body[:100_000].splitlines()]
    lines = [line for line in lines if line and not line.startswith(b"#")]
    found = [match[1].decode() for line in lines if (match := VARIABLE.fullmatch(line))]
    if not found or 2 * len(found) < len(lines):
        return ""
    more = [f"{len(found) - MOST} more"] if len(found) > MOST else []
    return f"values of {listed([*found[:MOST], *more], 'and')}"


def passwords(body: bytes) -> str:
    """``.htpasswd``: name and hash, of which the name is shown."""
    found = re.match(rb"([\w.@-]{1,64}):(?:\$(?:apr1|2[abxy]|[156])\$|\{SHA\})", body)
    return f"{found[1].decode()}:…" if found else ""


def dump(body: bytes) -> str:
    """Statements that make tables, also packed."""
    found = SQL.search(_unpacked(body)[:100_000])
    return _shown(found[0]) if found and not HTML.match(body) else ""


def sqlite(body: bytes) -> str:
    """A database file, with a table where its beginning names one."""
    if not body.startswith(SQLITE):
        return ""
    found = SQL.search(body)
    return f"SQLite format 3{f', {_shown(found[0])}' if found else ''}"


def archive(body: bytes) -> str:
    """A zip or (packed) tar, with the name of the first file in it."""
    if body.startswith(b"PK\3\4"):
        name = body[30 : 30 + int.from_bytes(body[26:28], "little")]
        return f"a zip archive, in it {_shown(name)}" if name else ""
    plain = _unpacked(body)
    if plain[257:262] == b"ustar":
        return f"a tar archive, in it {_shown(plain[:100].rstrip(bytes(1)))}"
    return dump(body)


def folder_index(body: bytes) -> str:
    """Finder's, by its first bytes."""
    return "Bud1, as macOS's Finder begins it" if body.startswith(b"\0\0\0\1Bud1") else ""


def source_map(body: bytes) -> str:
    """JSON with ``mappings``, which stand at the end; of a long one its beginning counts."""
    found = re.match(rb"(?:\)\]\}'[^\n]*\n)?\s*\{.{0,200}?\"version\"\s*:\s*3\b", body, re.DOTALL)
    if not found or not re.search(rb"\"(?:mappings|sources|sections)\"\s*:", body):
        return ""
    whole = '"mappings"' if b'"mappings"' in body else '"version":3, "sources"'
    return f"{whole}{', with the source code' if b'sourcesContent' in body else ''}"


def actuator(body: bytes) -> str:
    """The links of Spring Boot's management to more than health."""
    try:
        links = json.loads(body)["_links"]
        names = [name for name in links if name not in HARMLESS]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f"_links to {', '.join(map(str, names[:MOST]))}"[:120] if names else ""


def _unpacked(body: bytes) -> bytes:
    """The first bytes of what is in a gzip file; else the body."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, 100_000)
    except zlib.error:
        return body


def _shown(found: bytes) -> str:
    return " ".join(found[:80].decode("utf-8", "replace").split())
