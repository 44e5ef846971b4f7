"""The gate smoke as a user tries it: on real servers."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.runs import Ask, runner
from tests.e2e.world import Repository
from tests.http.servers import raw
from tests.programs import Programs, free_port
from tests.sample import FOLDER, PATH, credentials
from tests.targets import website
from tests.targets.django_club import PRODUCTION, USERS, Django
from tests.targets.known import NEEDS_NGINX, NEEDS_SERVE

pytestmark = pytest.mark.e2e
Require = Callable[[object, str], None]


@pytest.fixture
def smoke(repo: Repository) -> Ask:
    """``smoke(url, yaml)``: one run of the installed command."""
    return runner(repo, "smoke")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return website.website(tmp_path)


@pytest.fixture
def nginx(programs: Programs, site: Path, require: Require) -> Callable[[str], str]:
    """``nginx("root {site};")``: the URL of an nginx whose server is configured like that."""
    require(*NEEDS_NGINX)
    return lambda server: website.nginx(programs, server, site)


def test_pythons_own_server(programs: Programs, smoke: Ask, site: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    (empty / "folder").mkdir(parents=True)
    serve = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory"]

    sound = smoke(programs.serve(*serve, site, "{port}"))
    listing = smoke(programs.serve(*serve, empty, "{port}"))

    assert (sound.code, sound.found) == (0, {}), sound.text
    assert "looked at GET / with 3 assets; there is no login page" in sound.text
    assert (listing.code, listing.rules) == (1, {"LR-SMK010"}), listing.text


def test_an_spa_server(programs: Programs, smoke: Ask, site: Path, require: Require) -> None:
    require(*NEEDS_SERVE)
    url = website.npm_serve(programs, site)

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


@pytest.mark.parametrize(
    ("server", "code", "rules"),
    [
        pytest.param("root {site};", 0, set(), id="a website"),
        pytest.param(website.SPA, 0, {"LR-SMK022"}, id="a single-page app"),
        pytest.param(
            f"expires 1y; {website.SPA}",
            1,
            {"LR-SMK023", "LR-SMK030"},
            id="all of it cached for a year",
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
    nginx: Callable[[str], str], smoke: Ask, server: str, code: int, rules: set[str]
) -> None:
    url = nginx(server)

    done = smoke(url, "smoke: {ready: {deadline: 2s}}" if rules == {"LR-SMK001"} else "")

    assert (done.code, done.rules) == (code, rules), done.text


SMOKE = f"""{USERS}
smoke:
  ready: {{get: /health}}
  steps: [{{get: /, assets: true}}, {{name: admin, get: /admin/, as: ada, assets: true}}]
"""


@pytest.mark.slow
def test_django_in_debug_mode(programs: Programs, smoke: Ask) -> None:
    project = Django.made(programs.folder)
    url = project.serve(programs)

    found, configured = smoke(url), smoke(url, SMOKE, ADA=project.password)

    assert (found.code, found.rules) == (1, {"LR-SMK061"}), found.text
    assert (configured.code, configured.rules) == (1, {"LR-SMK061"}), configured.text


@pytest.mark.slow
def test_django_in_production(programs: Programs, smoke: Ask) -> None:
    project = Django.made(programs.folder, PRODUCTION)
    url, bare = project.serve(programs, "--insecure"), project.serve(programs)

    found, configured = smoke(url), smoke(url, SMOKE, ADA=project.password)
    wrong, no_statics = smoke(url, SMOKE, ADA="something else"), smoke(bare)

    assert (found.code, found.found) == (0, {}), found.text
    assert "GET /admin/login/ with" in found.text
    assert (configured.code, configured.found) == (0, {}), configured.text
    assert (wrong.code, wrong.rules) == (1, {"LR-SMK040", "LR-SMK050"}), wrong.text
    assert (no_statics.code, no_statics.rules) == (1, {"LR-SMK020"}), no_statics.text


def test_a_blue_green_switch_while_it_waits(programs: Programs, smoke: Ask, tmp_path: Path) -> None:
    port, users = free_port(), credentials(1)
    own = {**users, "PORT": str(port), "SECRET_KEY": "k" * 32, "PATH": PATH}

    def release(version: str) -> "subprocess.Popen[bytes]":
        database = str(tmp_path / f"{version}.db")
        app = {**own, "DATABASE_PATH": database, "APP_VERSION": version}
        return programs.start(FOLDER / "run.sh", environ=app)

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
