"""Does a value lead to the machine it is on, to a private network, or to somebody's laptop?"""

from typing import Literal

from launchready_ci.lazy import lazy_pattern

Where = Literal["local", "private", ""]

AUTHORITY = lazy_pattern(r"""://([^/?#;\s"'<>]*?)(?=[/?#;\s"'<>]|,[A-Za-z][A-Za-z\d+.-]*://|$)""")
KEYED = lazy_pattern(r"(?i)(?:host|server|data source|addr|address)\s*=\s*(?:tcp:)?([^\s;,]+)")
ADDRESSED = lazy_pattern(r"@(?:tcp)?\(?([^\s/()]+)")
ITEMS = lazy_pattern(r"""[^\s,;"']+""")
PORT = lazy_pattern(r":\d+$")
LOCAL = lazy_pattern(
    r"""(?ix) (?:.*\.)? localhost | localhost\.localdomain | ip6-(?:localhost|loopback)
    | 127(?:\.\d{1,3}){3} | 0\.0\.0\.0 | \[?::1\]? | \[::ffff:127\..*
    | (?:host|gateway|kubernetes)\.docker\.internal | host\.containers\.internal
    | (?!.*\b(?:svc|cluster)\.local$) .*\.local | .*\.localdomain
    | .*\.test | (?:.*\.)? (?:lvh\.me|localtest\.me|vcap\.me|nip\.io|sslip\.io)"""
)
TUNNEL = lazy_pattern(
    r"""(?ix) .*\.(?: ngrok(?:-free)?\.(?:io|app|dev) | loca\.lt | trycloudflare\.com | serveo\.net
    | localhost\.run | lhr\.life | devtunnels\.ms | app\.github\.dev | gitpod\.io | localxpose\.io
    | tunnelmole\.net | pagekite\.me )"""
)
PRIVATE = lazy_pattern(r"(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+")
HOSTS = lazy_pattern(r"(?i)HOST|UR[LI]|ADDR|SERVER|DOMAIN|ENDPOINT|BROKER|ORIGIN|NODE|SITE|PEER")
LISTENS = lazy_pattern(
    r"""(?ix) (?:.*_)?(?: BIND | LISTEN(?:ER|ERS|_ON)? | INTERFACE )(?:_.*)?
    | (?:.*_)? (?: NO_PROXY | (?:TRUST(?:ED)?_)?PROXIES | TRUST_PROXY | FORWARDED_ALLOW_IPS
    | CIDRS? | SUBNETS? | (?:ALLOW|DENY|BLOCK|WHITE|BLACK)_?LIST | IPS )
    | (?:UVICORN|HYPERCORN|GUNICORN|FLASK_RUN|NUXT|NITRO|WAITRESS)_.*
    | (?:(?:HTTPS?|GRPC|METRICS|ADMIN|PPROF|SERVER|APP|WEB|STATS|HEALTH)_)?
      (?:HOST|HOSTNAME|ADDR|ADDRESS|IP|SERVER_NAME)"""
)
"""Where the app itself listens, and whom it trusts, as long as it is no URL."""
BESIDE = lazy_pattern(
    r"(?i)(?:OTEL|DD|DATADOG|STATSD|DAPR|JAEGER|NEW_RELIC|CLOUD_?SQL)_.*|.*_AGENT_(?:HOST|URL)"
)
"""Agents and proxies that run beside the app in production too."""


def where(name: str, value: str) -> Where:
    """Where all hosts of the value are: on this machine (or a tunnel to one), in RFC 1918, or not.

    ``.internal`` and a cluster's ``.local`` are places in production; an address to listen on leads
    nowhere.
    """
    if BESIDE.fullmatch(name) or (LISTENS.fullmatch(name) and "://" not in value):
        return ""
    found = [host for host in _hosts(value) if "://" in value or _leads(name, host)]
    if not found:
        return ""
    if all(local(host) for host in found):
        return "local"
    return "private" if all(local(h) or PRIVATE.fullmatch(h) for h in found) else ""


def local(host: str) -> bool:
    """Is it the machine itself, or a tunnel to somebody's?"""
    return bool(LOCAL.fullmatch(host) or TUNNEL.fullmatch(host))


def _leads(name: str, host: str) -> bool:
    """Is a bare word a host? ``0.0.0.0`` is where one listens, ``settings.local`` is a module."""
    if host == "0.0.0.0":  # noqa: S104
        return False
    return HOSTS.search(name) is not None or not host.lower().endswith((".local", ".test"))


def _hosts(value: str) -> list[str]:
    """The hosts in URLs, in a connection string or in a list; of other text, its words."""
    text = value[:LONGEST]
    if "://" in text:
        after_login = [part.rpartition("@")[2] for part in AUTHORITY.findall(text)]
        items = [item for part in after_login for item in part.split(",")]
    else:
        items = KEYED.findall(text) or ADDRESSED.findall(text) or ITEMS.findall(text)
    bare = ((item, item.count(":") > 1 and "[" not in item) for item in items if item)
    return [item if six else PORT.sub("", item) for item, six in bare]


LONGEST = 10_000
"""Characters that are looked at."""
