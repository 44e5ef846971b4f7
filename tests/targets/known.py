"""The servers that guardrails is held to: of each one that is sound, and one that is not."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tests.e2e.world import new_secret
from tests.nginx import NGINX
from tests.programs import Programs
from tests.targets import website
from tests.targets.django_club import PRODUCTION, USERS, Django

HERE = Path(__file__).parent
NODE_RED = website.NPM / "node-red" / "red.js"
APP = "https://app.example.com"


class Running(NamedTuple):
    """Where it answers, and the credentials of launchready.yaml."""

    url: str
    environ: Mapping[str, str] = {}


class Target(NamedTuple):
    name: str
    begin: Callable[[Programs], Running]
    errors: Mapping[str, str] = {}
    """Rule → what its message says; none of a sound one."""
    text: str = ""
    """Its launchready.yaml."""
    needs: tuple[object, str] = (True, "")
    """Whether what it needs is there, and its name."""


def spa(programs: Programs) -> Running:
    return Running(website.npm_serve(programs, website.website(programs.new_folder())))


def folder(programs: Programs, served: Path) -> Running:
    serve = (sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory")
    return Running(programs.serve(*serve, served, "{port}"))


def repository(programs: Programs) -> Path:
    """A checkout that was deployed as it is, with what its developers left there."""
    where = website.website(programs.new_folder())
    (where / ".env").write_text(f"API_TOKEN={new_secret()}\nSMTP_HOST=mail\n")
    (where / "dump.sql").write_text("CREATE TABLE users (id INTEGER);\n")
    subprocess.run(["git", "init", "-q", where], check=True)
    return where


def nginx(server: str) -> Callable[[Programs], Running]:
    def begin(programs: Programs) -> Running:
        site = website.website(programs.new_folder())
        return Running(website.nginx(programs, server, site))

    return begin


def django(settings: str, *options: str) -> Callable[[Programs], Running]:
    def begin(programs: Programs) -> Running:
        project = Django.made(programs.new_folder(), settings)
        return Running(project.serve(programs, *options), {"ADA": project.password})

    return begin


def script(name: str, *given: str) -> Callable[[Programs], Running]:
    """One of the small apps beside this file."""
    return lambda programs: Running(programs.serve(sys.executable, HERE / name, "{port}", *given))


def node_red(settings: str = "", **environ: str) -> Callable[[Programs], Running]:
    """With the settings that it makes itself, or with these."""

    def begin(programs: Programs) -> Running:
        own = programs.new_folder()
        if settings:
            (own / "settings.js").write_text(settings)
        command = ("node", NODE_RED, "--port", "{port}", "--userDir", own)
        return Running(programs.serve(*command, "-D", "uiHost=127.0.0.1", environ=environ))

    return begin


def datasette(allow: str) -> Callable[[Programs], Running]:
    """With a table of members; ``allow`` says whom it lets read."""

    def begin(programs: Programs) -> Running:
        from itsdangerous import URLSafeSerializer

        own, key = programs.new_folder(), "of this target alone"
        with closing(sqlite3.connect(own / "club.db")) as made:
            made.execute("CREATE TABLE members AS SELECT 1 AS id, 'ada@example.com' AS email")
        (own / "club.json").write_text(f'{{"databases": {{"club": {{"allow": {allow}}}}}}}')
        command = (sys.executable, "-m", "datasette", "serve", own / "club.db", "--port", "{port}")
        given = {"DATASETTE_SECRET": key}
        url = programs.serve(*command, "--metadata", own / "club.json", environ=given)
        actor = URLSafeSerializer(key, "actor").dumps({"a": {"id": "root"}})
        return Running(url, {"ROOT": str(actor)})

    return begin


LISTED = f'guardrails: {{cors: [{{get: /api/feed, origins: ["{APP}"]}}]}}'
LOGIN = "guardrails: {rate_limits: [{form: /login}]}"
ADMIN = f"{USERS}guardrails: {{roles: [{{get: /admin/, allowed: [ada]}}]}}"
MEMBERS = """
users: {root: {login: {cookie: {ds_actor: {secret: ROOT}}}}}
guardrails: {roles: [{get: "/club/members.json?_shape=array", allowed: [root]}]}
"""
NOBODY = """module.exports = {
  adminAuth: { type: "credentials", users: async () => null, authenticate: async () => null },
};
"""
NODE = shutil.which("node")
NEEDS_SERVE = (NODE and website.SERVE.exists(), "serve (npm, in .tools) and node")
NEEDS_NGINX = (NGINX, "nginx (Debian)")
NEEDS_NODE_RED = (NODE and NODE_RED.exists(), "node-red (npm, in .tools) and node")
NEEDS_DATASETTE = (find_spec("datasette"), "datasette")
PROOF = "GET /club/members.json?_shape=array gives status 200, as root gets it: JSON, 1 item"
TARGETS = (
    Target("a single-page app (serve -s)", spa, needs=NEEDS_SERVE),
    Target(
        "python -m http.server, a website",
        lambda programs: folder(programs, website.website(programs.new_folder())),
        {"LR-GRD005": "GET /assets/ gives the list of all files"},
    ),
    Target(
        "python -m http.server, a repository",
        lambda programs: folder(programs, repository(programs)),
        {
            "LR-GRD001": "GET /.git/HEAD gives the Git repository to everybody: ref: refs/heads/",
            "LR-GRD002": "values of API_TOKEN and SMTP_HOST",
            "LR-GRD003": "CREATE TABLE users",
            "LR-GRD005": "GET /assets/ gives the list of all files",
        },
    ),
    Target("nginx, a website", nginx("root {site};"), needs=NEEDS_NGINX),
    Target("nginx, a single-page app", nginx(website.SPA), needs=NEEDS_NGINX),
    Target(
        "nginx, autoindex",
        nginx("autoindex on; root {site}/assets;"),
        {"LR-GRD005": "GET / gives the list of all files to everybody: <title>Index of /"},
        needs=NEEDS_NGINX,
    ),
    Target("Django", django(PRODUCTION, "--insecure"), {}, ADMIN),
    Target("Django, DEBUG", django(""), {"LR-GRD031": "Django's debug page"}),
    Target(
        "Django, its login",
        django(PRODUCTION, "--insecure"),
        {"LR-GRD070": "POST /admin/login/ answers 10 wrong attempts in a row with status 200"},
        "guardrails: {rate_limits: [{form: /admin/login/}]}",
    ),
    Target("Flask-CORS, a list", script("cors_app.py", APP, "https://b.example"), {}, LISTED),
    Target(
        "Flask-CORS, reflected",
        script("cors_app.py", ".*"),
        {"LR-GRD060": "allows https://launchready.example (a foreign website)"},
    ),
    Target("Flask-Limiter, by account", script("limited_app.py", "account"), {}, LOGIN),
    Target("Flask-Limiter, by address", script("limited_app.py", "address"), {}, LOGIN),
    Target(
        "Flask-Limiter, by X-Forwarded-For",
        script("limited_app.py", "forwarded"),
        {"LR-GRD071": "is locked after 6 attempts, and open with X-Forwarded-For: 203.0.113.7"},
        LOGIN,
    ),
    Target(
        "Flask-Limiter, switched off",
        script("limited_app.py", "none"),
        {"LR-GRD070": "POST /login answers 10 wrong attempts in a row with status 401"},
        LOGIN,
    ),
    Target("Node-RED, adminAuth", node_red(NOBODY, NODE_ENV="production"), needs=NEEDS_NODE_RED),
    Target(
        "Node-RED, its default",
        node_red(),
        {
            "LR-GRD016": "GET /settings gives Node-RED's editor",
            "LR-GRD030": "status 400 with a stack trace (JavaScript)",
        },
        needs=NEEDS_NODE_RED,
    ),
    Target("datasette", datasette('{"id": "root"}'), {}, MEMBERS, NEEDS_DATASETTE),
    Target("datasette, open", datasette("true"), {"LR-GRD040": PROOF}, MEMBERS, NEEDS_DATASETTE),
)
