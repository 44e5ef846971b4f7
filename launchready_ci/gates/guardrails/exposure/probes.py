"""What is often left open, where, and what proves that it is."""

from collections.abc import Iterable
from typing import NamedTuple

from launchready_ci.gates.guardrails.exposure import facts, proofs
from launchready_ci.gates.guardrails.exposure.proofs import Proof, text

SCHEMA = "?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D"
"""``{__schema{queryType{name}}}``"""


class Probe(NamedTuple):
    """One path, what may be there, and what shows that it is."""

    path: str
    kind: type[facts.Probed]
    what: str
    proof: Proof


def _each(
    kind: type[facts.Probed], what: str, proof: Proof, paths: Iterable[str]
) -> tuple[Probe, ...]:
    return tuple(Probe(path, kind, what, proof) for path in paths)


LISTING = text(
    rb"<title>\s*(?:index of|directory listing for|listing directory|files within|directory:)"
    rb"[^<]{0,80}|<h1>index of [^<]{0,80}|\[to parent directory\]|<ListBucketResult",
    html=True,
)
TOOLBAR = text(
    rb"\bid=\"djDebug\"|\bid=\"flDebug\"|\bclass=\"sf-toolbar|\bphpdebugbar\b|\bmini-profiler\b"
    rb"|\b__clockwork\b|\bid=\"tracy-debug",
    html=True,
)
GIT = Probe(
    "/.git/HEAD",
    facts.Repository,
    "the Git repository",
    text(rb"\A(?:ref: refs/[^\r\n]{1,100}|[0-9a-f]{40}(?:[0-9a-f]{24})?)\s*\Z"),
)
ACTUATOR = Probe("/actuator", facts.Actuator, "Spring Boot's management", proofs.actuator)
BEHIND = {
    GIT: GIT._replace(path="/.git/config", proof=text(rb"\A\s*\[core\]")),
    ACTUATOR: Probe(
        "/actuator/env",
        facts.Actuator,
        "Spring Boot's environment",
        text(rb"\"propertySources\"\s*:\s*\["),
    ),
}
"""Asked for where the first is open: a remote or a variable may hold a token."""
HOMEPAGE = (
    Probe("/", facts.Listing, "the list of all files", LISTING),
    Probe("/", facts.DebugTool, "a debug toolbar", TOOLBAR),
)
SOURCE_MAP = Probe("", facts.SourceMap, "the source of the script", proofs.source_map)
PROBES = (
    GIT,
    Probe("/.svn/wc.db", facts.Repository, "the Subversion repository", proofs.sqlite),
    *_each(
        facts.Environment,
        "the environment file",
        proofs.variables,
        ("/.env", "/.env.local", "/.env.production", "/.env.bak"),
    ),
    *_each(
        facts.Backup,
        "a dump of the database",
        proofs.dump,
        ("/backup.sql", "/dump.sql", "/database.sql", "/dump.sql.gz"),
    ),
    *_each(
        facts.Backup, "an archive", proofs.archive, ("/backup.zip", "/backup.tar.gz", "/www.zip")
    ),
    *_each(facts.Backup, "the database", proofs.sqlite, ("/db.sqlite3", "/database.sqlite")),
    Probe("/.DS_Store", facts.FolderIndex, "a folder's index", proofs.folder_index),
    *_each(
        facts.Listing,
        "the list of all files of the folder",
        LISTING,
        ("/assets/", "/static/", "/uploads/", "/backup/"),
    ),
    ACTUATOR,
    Probe("/metrics", facts.Metrics, "the app's metrics", text(rb"^# (?:HELP|TYPE) [\w:]{1,80}")),
    *_each(
        facts.Introspection,
        "the API's whole schema",
        text(rb"\"__schema\"\s*:\s*\{"),
        (f"/graphql{SCHEMA}", f"/api/graphql{SCHEMA}"),
    ),
    Probe(
        "/debug/pprof/",
        facts.DebugTool,
        "Go's profiler",
        text(rb"<title>/debug/pprof/</title>", html=True),
    ),
    Probe("/debug/vars", facts.DebugTool, "Go's variables", text(rb"\"memstats\"\s*:")),
    Probe(
        "/console",
        facts.DebugTool,
        "Werkzeug's console, which runs code",
        text(rb"__debugger__|EVALEX ?= ?true", html=True),
    ),
    Probe(
        "/_profiler/",
        facts.DebugTool,
        "Symfony's profiler",
        text(rb"<title>[^<]{0,40}Symfony Profiler", html=True),
    ),
    Probe(
        "/telescope/requests",
        facts.DebugTool,
        "Laravel Telescope",
        text(rb"<title>[^<]{0,60}Telescope", html=True),
    ),
    Probe(
        "/server-status",
        facts.ServerStatus,
        "Apache's status",
        text(rb"<title>Apache Status|Apache Server Status for [^<]{1,80}", html=True),
    ),
    Probe("/nginx_status", facts.ServerStatus, "nginx's status", text(rb"\AActive connections: ")),
    *_each(
        facts.PhpInfo,
        "PHP's settings",
        text(rb"<title>[^<]{0,40}phpinfo\(\)|<h1 class=\"p\">PHP Version [\d.]+", html=True),
        ("/phpinfo.php", "/info.php"),
    ),
    *_each(
        facts.ApiPage,
        "a page that tries out the API",
        text(rb"swagger-ui(?:-bundle|\.css|[\"' ])|SwaggerUIBundle|<redoc\b", html=True),
        ("/docs", "/swagger-ui/index.html", "/swagger/index.html", "/api-docs"),
    ),
    Probe(
        "/wp-config.php.bak",
        facts.Configuration,
        "the source of WordPress's configuration",
        text(rb"<\?php|define\( ?['\"]DB_"),
    ),
    Probe(
        "/settings.py",
        facts.Configuration,
        "Django's settings",
        text(rb"^(?:SECRET_KEY|DATABASES|INSTALLED_APPS)\b"),
    ),
    Probe("/.htpasswd", facts.Configuration, "the passwords' hashes", proofs.passwords),
    Probe(
        "/docker-compose.yml",
        facts.Configuration,
        "how the app is run",
        text(rb"^services:\s*$"),
    ),
    Probe(
        "/.npmrc", facts.Configuration, "npm's credentials", text(rb"^\S{0,200}:?_auth(?:Token)?=")
    ),
    Probe(
        "/id_rsa",
        facts.Configuration,
        "a private key",
        text(rb"-----BEGIN (?:[A-Z]+ ){0,2}PRIVATE KEY-----"),
    ),
    *_each(
        facts.Log,
        "the app's log",
        text(
            rb"^\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d|^\[\d\d-\w{3}-\d{4} |^[^\[\r\n]{1,99} \[\d\d/\w{3}/"
        ),
        ("/storage/logs/laravel.log", "/debug.log"),
    ),
    Probe("/settings", facts.OpenTool, "Node-RED's editor", text(rb"\"httpNodeRoot\"\s*:")),
    Probe(
        "/api/contents",
        facts.OpenTool,
        "Jupyter's files",
        text(rb"\"type\"\s*:\s*\"(?:directory|notebook)\""),
    ),
    Probe("/_cluster/health", facts.OpenTool, "Elasticsearch", text(rb"\"cluster_name\"\s*:")),
    Probe(
        "/api/v1/status/config",
        facts.OpenTool,
        "Prometheus' configuration",
        text(rb"\"yaml\"\s*:"),
    ),
)
