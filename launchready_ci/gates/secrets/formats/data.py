"""Databases, brokers, URLs and headers that carry a credential."""

from launchready_ci.gates.secrets import checksums, shapes, values
from launchready_ci.gates.secrets.formats.checks import NOTE, WARNING, mixed, real, unlike_language
from launchready_ci.gates.secrets.formats.row import Candidate, Format, named
from launchready_ci.lazy import lazy_pattern

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_URL = (
    r"(?<![A-Za-z0-9+.-])(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,24}):\\?/\\?/(?P<user>[^\s:/?#@\"'`<>\\|()]{0,80}):"
    r"(?P<value>[^\s/@\"'`<>\\|]{2,160})@(?P<host>[^\s/?#\"'`<>:@\\|,;)]{1,120})"
)
_URL_HEAD = r":\\?/\\?/[^\s:/@]*:[^\s/@]+@"
_BASIC = r"(?i:\bbasic)[ +]{1,3}(?P<value>[A-Za-z0-9+/_-]{8,400}={0,2})(?![A-Za-z0-9+/_=-])"
_BEARER = (
    r"(?i:\b(?:bearer|authorization[\"'\s:=>,]{1,6}token|authorization[\"'\s:=>,]{1,6}(?:key|apikey)))[ +]{1,3}"
    r"(?P<value>[A-Za-z0-9_~+/.=-]{16,2000})(?![A-Za-z0-9_~+/=-])"
)
_HEX = lazy_pattern(rb"^[0-9a-fA-F-]{32,}$")
_CHANGE = "Change the password where it is set, and give it to the program from the environment."


def _url_literal(c: Candidate) -> bool:
    """A password that stands there, not a template of one."""
    user, host = c.match["user"], c.match["host"]
    return (
        not values.reference(c.value)
        and not values.placeholder(c.value)
        and not values.reference(host)
        and not values.reference(user)
        and not c.value.isdigit()
        and c.match[0].isascii()
        and c.match["scheme"] != b"cvs"
        and not values.published(c.value)
        and not (values.common(c.value) and user.lower() in _ANYBODY)
    )


def _weak_url(c: Candidate) -> bool:
    user, host = c.match["user"].lower(), c.match["host"].lower()
    value = c.value.lower()
    if host in _LOCAL and _random(c.value):
        return False
    return (
        value == user
        or values.common(c.value)
        or any(name in host for name in _NOWHERE)
        or host in _LOCAL
        or (values.aside(c.path) and values.surprise(c.value) < 4.6)
        or values.word(c.value)
        or (_NAMED.search(value) is not None and (len(value) < 12 or values.surprise(value) < 4.6))
    )


def _random(value: bytes) -> bool:
    """So unlike language that nobody made it up for an example."""
    if shapes.UUID.match(value):
        return True
    least = 4.6 if shapes.DIGIT.search(value) else 5.2
    return len(value) >= 8 and values.surprise(value) > least and not values.made_up(value)


_NAMED = lazy_pattern(rb"pass|pwd|secret|(?:^|[_-])(?:key|token)(?:[_-]|$)")
_ANYBODY = (b"user", b"username", b"name", b"usr", b"login", b"u", b"foo", b"uid", b"userid")
_LOCAL = (b"localhost", b"127.0.0.1", b"0.0.0.0", b"host", b"hostname", b"db", b"[::1]")
_NOWHERE = (
    b"example",
    b".test",
    b"your",
    b".invalid",
    b"foo",
    b"somewhere",
    b"my",
    b"server.",
    b"domain.",
)


def strong_url(c: Candidate) -> bool:
    return _url_literal(c) and not _weak_url(c)


def weak_url(c: Candidate) -> bool:
    return not values.aside(c.path) and _url_literal(c) and _weak_url(c)


def _basic_parts(c: Candidate) -> tuple[bytes, bytes] | None:
    raw = checksums.unbase64(c.value)
    if not raw or b":" not in raw or not raw.isascii() or not raw.decode().isprintable():
        return None
    user, _, password = raw.partition(b":")
    return user, password


def basic_header(c: Candidate) -> bool:
    parts = _basic_parts(c)
    if parts is None or values.published(c.value):
        return False
    user, password = parts
    return (
        len(password) >= 4
        and user != password
        and not shapes.never(password)
        and not values.common(password)
        and not (values.aside(c.path) and values.surprise(password) < 4.4)
    ) or (not password and len(user) >= 16 and values.surprise(user) > 4.4)


def bearer_header(c: Candidate) -> bool:
    return (
        not values.made_up(c.value)
        and not values.reference(c.value)
        and not shapes.hides_nothing(c.value)
        and (values.surprise(c.value) > 4.3 or _HEX.match(c.value) is not None)
        and any(48 <= byte <= 57 for byte in c.value)
        and not values.spoken(c.value)
    )


def _docker_auth(c: Candidate) -> bool:
    return basic_header(c)


def password_literal(c: Candidate) -> bool:
    return (
        not values.placeholder(c.value)
        and not values.reference(c.value)
        and not values.common(c.value)
        and not values.published(c.value)
    )


def _netrc(c: Candidate) -> bool:
    return password_literal(c) and not values.word(c.value)


def _htpasswd(c: Candidate) -> bool:
    return not values.made_up(c.value)


FORMATS = (
    Format(
        "LR-SEC200", "url-credentials", "URL with a password", _URL,
        "It opens the database, cache, broker, registry or site that the URL names.",
        _CHANGE, strong_url, rank=60, prefilter=_URL_HEAD,
    ),
    Format(
        "LR-SEC201", "url-weak-credentials", "URL with a weak or local password", _URL,
        "It opens what the URL names, as soon as that is reachable from outside.",
        _CHANGE, weak_url, severity=WARNING, rank=58, prefilter=_URL_HEAD,
    ),
    Format(
        "LR-SEC202", "basic-authorization", "Basic authorization header", _BASIC,
        "It is a user name and a password, merely encoded.",
        "Change the password where it is set.",
        basic_header, rank=65, prefilter=r"(?i:basic)[ +]{1,3}[A-Za-z0-9+/_-]{8}",
    ),
    Format(
        "LR-SEC203", "bearer-authorization", "Bearer authorization header", _BEARER,
        "Whoever sends it is the user or service that it was issued to.",
        "Revoke it where it was issued.",
        bearer_header, rank=55, prefilter=r"(?i:bearer[ +]|authorization)",
    ),
    Format(
        "LR-SEC204", "docker-auth", "Docker registry login", r"\\{0,3}\"auth\\{0,3}\"\s*:\s*\\{0,3}\"(?P<value>[A-Za-z0-9+/]{8,400}={0,2})\\{0,3}\"",
        "It pulls, and maybe pushes, the images of the registry that its file names.",
        "Log out, change the password or delete the token in the registry, and log in again.",
        _docker_auth, rank=65, prefilter=r"auth\\*\"\s*:",
    ),
    Format(
        "LR-SEC205", "netrc-password", "netrc password",
        r"\bmachine\s+\S{1,120}\s+login\s+\S{1,120}\s+password\s+(?P<value>[^\s\"'<>\\]{3,200})(?!\\)",
        "It logs in to the machine that its line names.",
        _CHANGE, _netrc, rank=70, lines=4, prefilter=r"\bmachine\s",
    ),
    Format(
        "LR-SEC206", "pgpass-password", "PostgreSQL password file",
        r"^(?:[A-Za-z0-9_.*-]{1,120}):(?:\d{1,5}|\*):(?:[A-Za-z0-9_*.-]{1,64}):(?:[A-Za-z0-9_*.@-]{1,64}):(?P<value>[^\s:\"'<>]{3,120})\s*$",
        "It logs in to the PostgreSQL server that its line names.",
        _CHANGE, _netrc, rank=65, prefilter=r":(?:\d+|\*):[^:\s]+:[^:\s]+:[^:\s]{3}",
    ),
    Format(
        "LR-SEC207", "htpasswd-hash", "htpasswd entry",
        r"^[A-Za-z0-9_.@-]{1,64}:(?P<value>\$(?:apr1|2[aby]|5|6)\$[A-Za-z0-9./$=]{20,110}|\{SHA\}[A-Za-z0-9+/]{27}=)",
        "It is a password's hash: a weak password behind it is found in hours.",
        "Change the password, and keep the file out of the repository.",
        _htpasswd, severity=WARNING, rank=65, prefilter=r":(?:\$(?:apr1|2[aby]|5|6)\$|\{SHA\})",
    ),
    Format(
        "LR-SEC208", "curl-user", "curl with a password",
        r"\bcurl\b[^\n]{0,300}?\s(?:-u|--user|-U|--proxy-user)[ =]{0,3}[\"']?(?P<user>[^\s:\"'$<>{}]{1,80}):(?P<value>[^\s\"'<>]{3,120})",
        "It logs in to the site that the command calls.",
        _CHANGE, password_literal, rank=62, prefilter=r"\bcurl\b.*\s(?:-u|--user|-U|--proxy-user)",
    ),
    Format(
        "LR-SEC209", "databricks-token", "Databricks token", r"(?<![A-Za-z0-9])dapi[a-f0-9]{32}(?:-\d)?(?![A-Za-z0-9_])",
        "It reads the data and runs the jobs of your Databricks workspace.",
        "Revoke it: the workspace's Settings, Developer, Access tokens.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC210", "planetscale-token", "PlanetScale token or password", r"\bpscale_(?:tkn|oauth|pw|api)_[A-Za-z0-9=._-]{32,64}",
        "It opens the PlanetScale database, or the account that holds it.",
        "Delete it: https://app.planetscale.com, Settings, Service tokens or Passwords.",
        real, rank=90, binary=True, prefilter="pscale_",
    ),
    Format(
        "LR-SEC211", "neon-key", "Neon API key", r"(?<![A-Za-z0-9])(?:napi_[A-Za-z0-9]{60,70}|npg_[A-Za-z0-9]{12,20})(?![A-Za-z0-9_])",
        "It makes, reads and drops the databases of your Neon account, or opens one of them.",
        "Revoke it: https://console.neon.tech/app/settings/api-keys, or reset the role's password.",
        real, rank=90,
    ),
    Format(
        "LR-SEC212", "supabase-token", "Supabase access token", r"\bsbp_(?:v0_|oauth_)?[a-f0-9]{40}(?![A-Za-z0-9_])",
        "It manages every project of its owner on Supabase.",
        "Delete it: https://supabase.com/dashboard/account/tokens.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC213", "supabase-secret-key", "Supabase secret key", r"\bsb_secret_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}(?![A-Za-z0-9_-])",
        "It reads and writes every row of the Supabase project, past row level security.",
        "Delete it: https://supabase.com/dashboard/project/_/settings/api-keys.",
        real, rank=90, binary=True, prefilter="sb_secret_",
    ),
    Format(
        "LR-SEC214", "mongodb-atlas-secret", "MongoDB Atlas service account secret", r"\bmdb_sa_sk_[A-Za-z0-9_-]{40,46}(?![A-Za-z0-9_-])",
        "It manages the clusters of your Atlas organization.",
        "Revoke it: https://cloud.mongodb.com, Access manager, Applications.",
        real, rank=90, binary=True, prefilter="mdb_sa_sk_",
    ),
    Format(
        "LR-SEC215", "mongodb-atlas-key", "MongoDB Atlas private API key",
        named(r"(?:atlas|mongodb)[\w.\- \"'\[\]]{0,24}(?:private|api|secret)[_-]?key", _UUID),
        "With the public key it manages the clusters of your Atlas project.",
        "Delete it: https://cloud.mongodb.com, Access manager, API keys.",
        real, rank=70,
    ),
    Format(
        "LR-SEC216", "upstash-token", "Upstash token",
        named(r"(?:upstash|kv_rest_api)[\w.\- \"'\[\]]{0,24}(?:token|password|key)", r"A[A-Za-z0-9_-]{40,110}={0,2}"),
        "It reads and writes the Upstash database.",
        "Reset the credentials: https://console.upstash.com.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC217", "snowflake-password", "Snowflake token or password",
        named(r"snowflake[\w.\- \"'\[\]]{0,24}(?:token|password|passphrase|secret|pat)", r"[A-Za-z0-9!@#$%^*_+.~-]{8,400}"),
        "It reads the data of your Snowflake account.",
        "Change it with ALTER USER, or remove the token: https://app.snowflake.com.",
        lambda c: _netrc(c) and mixed(c), rank=68,
    ),
    Format(
        "LR-SEC218", "aiven-token", "Aiven token or password", r"\bAVNS_[A-Za-z0-9_-]{16,24}(?![A-Za-z0-9_-])",
        "It opens the Aiven database.",
        "Reset the password: https://console.aiven.io.",
        real, rank=90,
    ),
    Format(
        "LR-SEC219", "supabase-publishable", "Supabase publishable key", r"\bsb_publishable_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}(?![A-Za-z0-9_-])",
        "It is made for browsers: what it may read is what row level security lets everybody read.",
        "Nothing to revoke; check that row level security is on for every table.",
        real, severity=NOTE, rank=90, prefilter="sb_publishable_",
    ),
    Format(
        "LR-SEC220", "kafka-secret", "Confluent, Redpanda or Kafka API secret",
        named(r"(?:confluent|kafka|redpanda)[\w.\- \"'\[\]]{0,24}(?:secret|password)", r"(?:cflt[A-Za-z0-9+/]{60}|[A-Za-z0-9+/]{64})"),
        "With its key it reads and writes the topics of your cluster.",
        "Delete it: https://confluent.cloud/settings/api-keys.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC221", "driver-password", "Password in the address of a database driver",
        r"(?:\b[\w.-]{1,40}:(?=[^\s\"'`@/]{3,80}@(?:tcp|unix)\()|\bjdbc:oracle:(?:thin|oci):[\w.-]{1,40}/)(?P<value>[^\s\"'`@/]{3,80})@",
        "It opens the database that the address names.",
        _CHANGE, _netrc, rank=62, prefilter=r":[^\s\"'`@/]+@(?:tcp|unix)\(|jdbc:oracle:(?:thin|oci):[\w.-]*/",
    ),
)  # fmt: skip
