"""Which type does the contract give a variable?"""

from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "string",
    "int",
    "float",
    "bool",
    "port",
    "url",
    "dsn",
    "host",
    "ip",
    "email",
    "path",
    "duration",
    "date",
    "enum",
    "list",
    "object",
    "json",
    "base64",
    "hex",
    "uuid",
    "pem",
    "semver",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
ALIASES: dict[str, Kind] = {
    **dict.fromkeys(("str", "text", "secret", "secretstr"), "string"),
    **dict.fromkeys(("integer", "positiveint", "nonnegativeint"), "int"),
    **dict.fromkeys(("number", "decimal", "positivefloat", "nonnegativefloat"), "float"),
    "boolean": "bool",
    **dict.fromkeys(("uri", "anyurl", "httpurl", "anyhttpurl", "websocketurl"), "url"),
    **dict.fromkeys(("postgresdsn", "mysqldsn", "mariadbdsn", "cockroachdsn"), "dsn"),
    **dict.fromkeys(("redisdsn", "mongodsn", "amqpdsn", "kafkadsn", "natsdsn"), "dsn"),
    **dict.fromkeys(("database", "database_url", "clickhousedsn", "snowflakedsn"), "dsn"),
    **dict.fromkeys(("domain", "hostname"), "host"),
    **dict.fromkeys(("ipaddress", "ipvanyaddress", "ipv4address", "ipv6address"), "ip"),
    "emailstr": "email",
    **dict.fromkeys(("file", "directory", "filepath", "directorypath", "newpath"), "path"),
    "timedelta": "duration",
    **dict.fromkeys(("isodate", "datetime", "awaredatetime"), "date"),
    "literal": "enum",
    "array": "list",
    **dict.fromkeys(("simple-object", "record", "dict"), "object"),
    **dict.fromkeys(("base64str", "base64bytes"), "base64"),
    **dict.fromkeys(("uuid1", "uuid3", "uuid4", "uuid5"), "uuid"),
    **dict.fromkeys(("private_key", "certificate"), "pem"),
}
"""Names of @env-spec, pydantic and people for a kind, without case."""


class ValueType(NamedTuple):
    """What a value has to look like; ``forms.misfit`` holds one against it."""

    kind: Kind = "string"
    choices: tuple[str, ...] = ()
    """Of an enum."""
    least: float | None = None
    """The smallest number; of a text the fewest characters."""
    most: float | None = None
    schemes: tuple[str, ...] = ()
    """Of a url or dsn, without ``://``; none: any."""
    starts: str = ""
    ends: str = ""
    separator: str = ","
    """Of a list that is no JSON."""


def kind(name: str) -> Kind | None:
    """The kind of that name, in any case: ``URL``, ``integer``, ``PostgresDsn``; None: unknown."""
    low = name.strip().lower()
    return next((known for known in KINDS if known == low), None) or ALIASES.get(low)
