"""Does a value have the form of its type?

As lenient as the most lenient of what reads it: pydantic, varlock, decouple, Node's ``URL``.
"""

from collections.abc import Callable

from launchready_ci.gates.env.values.types import Kind, ValueType
from launchready_ci.lazy import lazy_pattern

PATTERNS: dict[Kind, str] = {
    "int": r"[+-]?\d+(?:_\d+)*(?:\.0*)?",
    "bool": r"(?i)1|0|true|false|t|f|yes|no|y|n|on|off",
    "url": r"[A-Za-z][A-Za-z\d+.-]*://[^\s/?#]\S*|(?i:mailto|data|tel|urn|file|unix):\S+",
    "dsn": r"""(?xi)
          (?:jdbc:[a-z\d]+:)? [a-z][a-z\d+.-]*://\S*                  # a URL, sqlite:///app.db
        | (?:jdbc|sqlite|file|libsql|duckdb|mysql|pgsql|sqlsrv|oci):\S+   # JDBC, Prisma, PDO
        | [\w.-]+ (?::[^@\s]*)? @ (?:tcp|unix)? \([^()\s]+\) /\S*     # Go: name:pass@tcp(host)/base
        | \w[\w ]*=[^=;]+ (?:;[\w ]+=[^;]*)* ;?                       # Server=a;Database=b
        | \w+=\S+ (?:\s+\w+=(?:'[^']*'|\S*))*                         # host=a dbname=b
        | :memory: | [\w./\\-]+\.(?:db|sqlite3?)""",
    "host": r"(?:\*\.)?(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*\.?|\[[\dA-Fa-f:.]+\]",
    "email": r"[^\s@<>]+@(?:(?:[^\s@.<>]+\.)+[^\s@.<>\d]{2,}|\[[\d.]+\])",
    "path": r"(?!\w+://)[^\0\n]+",
    "duration": r"""(?xi) [+-]? (?:
          (?: \d+(?:\.\d+)? \s* (?: [nuµm]?s | m(?:illi)?sec(?:ond)?s? | s(?:ec(?:ond)?s?)?
            | m(?:in(?:ute)?s?)? | h(?:(?:ou)?rs?)? | d(?:ays?)? | w(?:eeks?)? | y(?:ears?)? )\s*)+
        | \d+ (?:\.\d+)?
        | P(?=[\dT]) (?:\d+(?:[.,]\d+)?[YMWD])* (?:T(?:\d+(?:[.,]\d+)?[HMS])+)?
        | (?:\d+\ (?:days?,?\ )?)? \d{1,3}:\d{2} (?::\d{2}(?:\.\d+)?)? )""",
    "date": r"""(?x) [+-]?\d{4} -? (?: \d\d(?:-?\d\d)? | W\d\d(?:-?\d)? )
          (?: [T\s] \d\d (?::?\d\d (?: :?\d\d(?:[.,]\d+)? )? )? \s*(?:[Zz]|[+-]\d\d(?::?\d\d)?)? )?
        | \d{9,13}""",
    "base64": r"(?:[A-Za-z\d+/\s]+|[\w\s-]+)(?:=\s*){0,2}",
    "hex": r"(?:0[xX])?[\dA-Fa-f]+",
    "uuid": r"(?i)(?:urn:uuid:)?\{?[\da-f]{8}(-?)[\da-f]{4}(?:\1[\da-f]{4}){2}\1[\da-f]{12}\}?",
    "pem": r"(?s)\s*-----BEGIN ([A-Z\d ]+)-----(?:\s|\\[nr]).+?-----END \1-----.*",
    "semver": r"\d+\.\d+\.\d+(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?",
}
COMPILED = {kind: lazy_pattern(source) for kind, source in PATTERNS.items()}
EXPECTED: dict[Kind, str] = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "port": "a port, a number from 0 to 65535",
    "url": "a URL with its scheme",
    "dsn": "a database URL",
    "host": "a host name",
    "ip": "an IP address",
    "email": "an email address",
    "path": "a path",
    "duration": "a duration, such as 30, 30s or PT30S",
    "date": "a date in ISO 8601",
    "enum": "one of the choices",
    "list": "a list",
    "object": "a JSON object",
    "json": "JSON",
    "base64": "base64",
    "hex": "hexadecimal digits",
    "uuid": "a UUID",
    "pem": "PEM, with its lines -----BEGIN and -----END",
    "semver": "a version such as 1.2.3",
}
BROKEN = object()


def misfit(value: str, wanted: ValueType) -> str:
    """What was expected instead, such as ``a port, a number from 0 to 65535``; else ``""``.

    An empty value fits everything: that is another question. Nothing of the value is in the answer.
    """
    text = value.strip()
    if not text:
        return ""
    pattern, further = COMPILED.get(wanted.kind), FURTHER.get(wanted.kind)
    fits = pattern is None or pattern.fullmatch(text)
    if not fits or not (further is None or further(text)) or not _chosen(value, wanted):
        return _expected(wanted)
    return _size(text, wanted) or _edges(value, wanted)


def _chosen(value: str, wanted: ValueType) -> bool:
    if wanted.choices:
        return value in wanted.choices
    return not wanted.schemes or value.partition(":")[0].lower() in wanted.schemes


def _expected(wanted: ValueType) -> str:
    if wanted.choices:
        return f"one of {', '.join(wanted.choices)}"
    if wanted.schemes:
        schemes = " or ".join(f"{scheme}://…" for scheme in wanted.schemes)
        return f"{EXPECTED[wanted.kind]} ({schemes})"
    return EXPECTED[wanted.kind]


def _size(text: str, wanted: ValueType) -> str:
    """What the limits ask for: of a number its size, of anything else its characters."""
    if wanted.least is None and wanted.most is None:
        return ""
    numeric = wanted.kind in ("int", "float", "port")
    size, unit = (float(text), "") if numeric else (float(len(text)), " characters")
    if wanted.least is not None and size < wanted.least:
        return f"at least {wanted.least:g}{unit}"
    if wanted.most is not None and size > wanted.most:
        return f"at most {wanted.most:g}{unit}"
    return ""


def _edges(value: str, wanted: ValueType) -> str:
    if not value.startswith(wanted.starts):
        return f"something that begins with {wanted.starts}"
    return "" if value.endswith(wanted.ends) else f"something that ends with {wanted.ends}"


def _float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= 65535


def _url(text: str) -> bool:
    from urllib.parse import urlsplit

    try:
        port = urlsplit(text).port
    except ValueError:  # the port is none, or the host is no IPv6 address
        return False
    return port != 0


def _ip(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_interface(text)
    except ValueError:
        return False
    return True


def _base64(text: str) -> bool:
    return len("".join(text.split()).rstrip("=")) % 4 != 1


def _loaded(text: str) -> object:
    import json

    try:
        loaded: object = json.loads(text, parse_int=float)
    except (ValueError, RecursionError):
        return BROKEN
    return loaded


FURTHER: dict[Kind, Callable[[str], bool]] = {
    "float": _float,
    "port": _port,
    "url": _url,
    "ip": _ip,
    "host": lambda text: len(text) <= 253,
    "base64": _base64,
    "json": lambda text: _loaded(text) is not BROKEN,
    "object": lambda text: isinstance(_loaded(text), dict),
    "list": lambda text: not text.startswith("[") or isinstance(_loaded(text), list),
}
"""What a pattern cannot say."""
