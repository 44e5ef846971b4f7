"""The gates smoke and guardrails as a user tries them: on real servers."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT
from tests.e2e.world import Repository, new_secret
from tests.http.servers import raw
from tests.nginx import NGINX
from tests.nginx import nginx as started
from tests.programs import ending, free_port
from tests.sample import FOLDER, PATH, credentials

pytestmark = pytest.mark.e2e
SERVE = ROOT / ".tools" / "node_modules" / "serve" / "build" / "main.js"
Require = Callable[[object, str], None]
SITE = {
    "index.html": "<!doctype html><html lang=en><title>Shop</title>"
    '<link rel=stylesheet href="/assets/app.3f9a1c07.css"><link rel=icon href="/icon.svg">'
    '<script type=module src="/assets/index-DiwrgTda.js"></script><div id=root></div>',
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "assets/app.3f9a1c07.css": "body { color: #222 }",
    "assets/index-DiwrgTda.js": "document.title = 'Shop'",
}


class Said(NamedTuple):
    """What one run said: rule → messages."""

    code: int
    found: Mapping[str, list[str]]
    text: str

    @property
    def rules(self) -> set[str]:
        return set(self.found)


Smoke = Callable[..., Said]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def smoke(repo: Repository) -> Smoke:
    """``smoke(url, yaml)``: one run of the installed command."""
    return _runner(repo, "smoke")


@pytest.fixture
def guardrails(repo: Repository) -> Smoke:
    """``guardrails(url, yaml)``: as ``smoke``, once a server listens; only errors are listed."""
    run = _runner(repo, "guardrails", "error")

    def once_it_listens(url: str, configuration: str = "", **environ: str) -> Said:
        address, until = urlsplit(url), time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", address.port or 80)).close()
                break
            time.sleep(0.05)
        return run(url, configuration, **environ)

    return once_it_listens


def _runner(repo: Repository, gate: str, least: str = "") -> Smoke:
    def run(url: str, configuration: str = "", **environ: str) -> Said:
        repo.write({"launchready.yaml": configuration})
        reports = ["--output", "console", "--output", "json=smoke.json"]
        done = repo.launchready(gate, "--url", url, *reports, **environ)
        results = json.loads(repo.read("smoke.json"))["results"]
        failed = [r for r in results if r["findings"] and (r["severity"] == least or not least)]
        found = {r["rule"]: [finding["message"] for finding in r["findings"]] for r in failed}
        return Said(done.code, found, done.text)

    return run


@pytest.fixture
def start() -> Iterator[Start]:
    """``start("nginx", "-c", file)``: a program that ends with the test."""
    with ExitStack() as running:

        def begin(
            *command: str | Path, cwd: Path | None = None, **environ: str
        ) -> "subprocess.Popen[bytes]":
            return running.enter_context(ending(command, {**os.environ, **environ}, cwd=cwd))

        yield begin


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a small built website, which a server may read."""
    folder = tmp_path / "site"
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_pythons_own_server(start: Start, smoke: Smoke, site: Path, tmp_path: Path) -> None:
    port, empty = free_port(), tmp_path / "empty"
    (empty / "folder").mkdir(parents=True)
    other = free_port()
    serve = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory"]
    start(*serve, site, port)
    start(*serve, empty, other)

    sound, listing = smoke(f"http://127.0.0.1:{port}"), smoke(f"http://127.0.0.1:{other}")

    assert (sound.code, sound.found) == (0, {}), sound.text
    assert "looked at GET / with 3 assets; there is no login page" in sound.text
    assert (listing.code, listing.rules) == (1, {"LR-SMK010"}), listing.text


def test_an_spa_server(start: Start, smoke: Smoke, site: Path, require: Require) -> None:
    require(shutil.which("node") and SERVE.exists(), "serve (npm, in .tools) and node")
    port = free_port()
    start("node", SERVE, "--single", site, "--listen", f"tcp://127.0.0.1:{port}")
    url = f"http://127.0.0.1:{port}"

    sound = smoke(url)
    no_health = smoke(url, "smoke: {ready: {get: /healthz, version: version, deadline: 1s}}")
    no_route = smoke(url, "smoke: {steps: [{get: /api/feed, expect: {json: {items: []}}}]}")
    (site / "assets" / "index-DiwrgTda.js").unlink()
    lost = smoke(url)

    # the fallback is real, and a warning: open tabs break at the next deploy
    assert (sound.code, sound.rules) == (0, {"LR-SMK022"}), sound.text
    assert (no_health.code, no_health.rules - sound.rules) == (1, {"LR-SMK002"}), no_health.text
    assert "the body (text/html) is no JSON" in no_route.found["LR-SMK050"][0]
    assert (lost.code, lost.rules) == (1, {"LR-SMK021", "LR-SMK022"}), lost.text


def test_nothing_is_open_in_an_spa_that_answers_everything(
    start: Start, guardrails: Smoke, site: Path, require: Require
) -> None:
    require(shutil.which("node") and SERVE.exists(), "serve (npm, in .tools) and node")
    port = free_port()
    start("node", SERVE, "--single", site, "--listen", f"tcp://127.0.0.1:{port}")

    done = guardrails(f"http://127.0.0.1:{port}")

    assert (done.code, done.found) == (0, {}), done.text


def test_a_repository_that_is_served_is_open(
    start: Start, guardrails: Smoke, repo: Repository
) -> None:
    token = new_secret()
    repo.stage({".env": f"API_TOKEN={token}\n", "dump.sql": "CREATE TABLE users (id INTEGER);\n"})
    port = free_port()
    serve = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory"]
    start(*serve, repo.path, port)

    done = guardrails(f"http://127.0.0.1:{port}")

    assert (done.code, done.rules) == (1, {"LR-GRD001", "LR-GRD002", "LR-GRD003", "LR-GRD005"})
    assert str(token) not in done.text


@pytest.fixture
def nginx(tmp_path: Path, site: Path, require: Require) -> Iterator[Callable[[str], str]]:
    """``nginx("root {site};")``: the URL of an nginx whose server is configured like that."""
    require(NGINX, "nginx (Debian)")
    with ExitStack() as running:

        def begin(server: str) -> str:
            port = free_port()
            block = f"server {{ listen 127.0.0.1:{port}; {server.format(site=site)} }}"
            running.enter_context(started(block, port, tmp_path / f"nginx-{port}"))
            return f"http://127.0.0.1:{port}"

        yield begin


SPA = "root {site}; location / {{ try_files $uri /index.html; }}"


@pytest.mark.parametrize(
    ("server", "code", "rules"),
    [
        pytest.param("root {site};", 0, set(), id="a website"),
        pytest.param(SPA, 0, {"LR-SMK022"}, id="a single-page app"),
        pytest.param(
            f"expires 1y; {SPA}", 1, {"LR-SMK023", "LR-SMK030"}, id="all of it cached for a year"
        ),
        pytest.param("root {site}/nothing;", 1, {"LR-SMK010"}, id="a folder that is not there"),
        pytest.param("autoindex on; root {site}/assets;", 1, {"LR-SMK010"}, id="a listing"),
        pytest.param("return 301 https://shop.example.com;", 1, {"LR-SMK012"}, id="another host"),
        pytest.param("return 302 /;", 1, {"LR-SMK011"}, id="a circle"),
        pytest.param(
            "auth_basic x; auth_basic_user_file /dev/null; root {site};", 3, set(), id="a password"
        ),
        pytest.param(
            "location / {{ proxy_pass http://127.0.0.1:1; }}", 1, {"LR-SMK001"}, id="no app"
        ),
    ],
)
def test_nginx(
    nginx: Callable[[str], str], smoke: Smoke, server: str, code: int, rules: set[str]
) -> None:
    url = nginx(server)

    done = smoke(url, "smoke: {ready: {deadline: 2s}}" if rules == {"LR-SMK001"} else "")

    assert (done.code, done.rules) == (code, rules), done.text


@pytest.mark.parametrize(
    ("server", "rules"),
    [("root {site};", set()), ("autoindex on; root {site}/assets;", {"LR-GRD005"})],
    ids=["a website", "a listing"],
)
def test_what_is_open_in_nginx(
    nginx: Callable[[str], str], guardrails: Smoke, server: str, rules: set[str]
) -> None:
    done = guardrails(nginx(server))

    assert (done.code, done.rules) == (1 if rules else 0, rules), done.text


URLS = """
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

HOME = "<!doctype html><title>Club</title><h1>Welcome</h1><a href=/admin/login/>Sign in</a>"
OUT = "<title>Feed</title><form method=post action=/admin/logout/>" \\
      "<input type=hidden name=csrfmiddlewaretoken value={}><button>Sign out</button></form>"
urlpatterns = [
    path("", lambda request: HttpResponse(HOME)),
    path("health", lambda request: HttpResponse("ok", content_type="text/plain")),
    path("feed", login_required(lambda request: HttpResponse(OUT.format(get_token(request))))),
    path("admin/", admin.site.urls),
]
"""
USERS = """
users:
  ada:
    login: {form: "/admin/login/?next=/feed", fields: {username: ada, password: {secret: ADA}}}
    signed_in: {get: /feed}
smoke:
  ready: {get: /health}
  steps: [{get: /, assets: true}, {name: admin, get: /admin/, as: ada, assets: true}]
"""

ADMIN = f"""{USERS.partition("smoke:")[0]}
guardrails: {{roles: [{{get: /admin/, allowed: [ada]}}]}}
"""


class Django(NamedTuple):
    """A project as ``startproject`` makes it, with a homepage and a user."""

    folder: Path
    password: str

    def manage(self, *command: str, **environ: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env={**os.environ, **environ},
            check=True,
            capture_output=True,
        )

    def serve(self, start: Start, *options: str) -> str:
        port = free_port()
        server = [sys.executable, "manage.py", "runserver", "--noreload", *options]
        start(*server, f"127.0.0.1:{port}", cwd=self.folder)
        return f"http://127.0.0.1:{port}"


@pytest.fixture
def django(tmp_path: Path, require: Require) -> Django:
    require(find_spec("django"), "Django")
    command = [sys.executable, "-m", "django", "startproject", "club"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    project = Django(tmp_path / "club", secrets.token_hex(12))
    urls, settings = project.folder / "club/urls.py", project.folder / "club/settings.py"
    urls.write_text(URLS)
    settings.write_text(settings.read_text() + "LOGIN_URL = '/admin/login/'\n")
    project.manage("migrate")
    user = {"USERNAME": "ada", "EMAIL": "ada@example.com", "PASSWORD": project.password}
    given = {f"DJANGO_SUPERUSER_{name}": value for name, value in user.items()}
    project.manage("createsuperuser", "--noinput", **given)
    return project


def test_django_in_debug_mode(
    django: Django, start: Start, smoke: Smoke, guardrails: Smoke
) -> None:
    url = django.serve(start)

    open_ = guardrails(url)
    found, configured = smoke(url), smoke(url, USERS, ADA=django.password)

    assert (found.code, found.rules) == (1, {"LR-SMK061"}), found.text
    assert (configured.code, configured.rules) == (1, {"LR-SMK061"}), configured.text
    assert (open_.code, open_.rules) == (1, {"LR-GRD031"}), open_.text


def test_django_in_production(
    django: Django, start: Start, smoke: Smoke, guardrails: Smoke
) -> None:
    settings = django.folder / "club/settings.py"
    settings.write_text(settings.read_text() + "DEBUG = False\nALLOWED_HOSTS = ['127.0.0.1']\n")
    url, bare = django.serve(start, "--insecure"), django.serve(start)

    found, configured = smoke(url), smoke(url, USERS, ADA=django.password)
    wrong, no_statics = smoke(url, USERS, ADA="something else"), smoke(bare)
    closed = guardrails(url, ADMIN, ADA=django.password)

    assert (found.code, found.found) == (0, {}), found.text
    assert "GET /admin/login/ with" in found.text
    assert (configured.code, configured.found) == (0, {}), configured.text
    assert (wrong.code, wrong.rules) == (1, {"LR-SMK040", "LR-SMK050"}), wrong.text
    assert (no_statics.code, no_statics.rules) == (1, {"LR-SMK020"}), no_statics.text
    assert (closed.code, closed.found) == (0, {}), closed.text


def test_a_blue_green_switch_while_it_waits(start: Start, smoke: Smoke, tmp_path: Path) -> None:
    port, users = free_port(), credentials(1)
    own = {**users, "PORT": str(port), "SECRET_KEY": "k" * 32, "PATH": PATH}

    def release(version: str) -> "subprocess.Popen[bytes]":
        database = str(tmp_path / f"{version}.db")
        app = {**own, "DATABASE_PATH": database, "APP_VERSION": version}
        return start(FOLDER / "run.sh", **app)

    blue = release("b1ue000")

    def switch() -> None:
        time.sleep(1.5)  # the gate has met blue by then; if it has not, the test still holds
        blue.terminate()
        blue.wait()
        release("9ree000")

    switching = threading.Thread(target=switch)
    switching.start()
    ready = "{get: /healthz, version: version, deadline: 60s, connections: 5}"
    steps = "[{get: /, assets: true}, {get: /api/feed, expect: {status: 401, openapi: true}}]"
    text = f"app: {{version: 9ree000}}\nsmoke: {{ready: {ready}, steps: {steps}}}\n"
    done = smoke(f"http://127.0.0.1:{port}", text)
    switching.join()

    assert (done.code, done.found) == (0, {}), done.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a job's end"])
def test_a_signal_ends_it_while_a_server_says_nothing(repo: Repository, number: int) -> None:
    asked = threading.Event()

    def talk(connection: socket.socket) -> None:
        if connection.recv(65_536).startswith(b"GET / "):
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        else:
            asked.set()
            connection.recv(65_536)  # until the client hangs up

    steps = ", ".join(f"{{get: /{number}, expect: {{time: 100s}}}}" for number in range(40))
    repo.write({"launchready.yaml": f"smoke: {{steps: [{steps}]}}"})

    with raw(talk) as url:
        command = ["launchready", "smoke", "--url", url, "--output", "json=smoke.json"]
        process = subprocess.Popen(command, cwd=repo.path, env=dict(repo.environ))
        assert asked.wait(60)
        process.send_signal(number)
        code = process.wait(60)

    assert code == 3
    assert "interrupted before it had looked at everything" in repo.read("smoke.json")
