"""``launchready schema database`` on real servers: one that it starts, and one that is named."""

import json
import os
import signal
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.e2e.world import Repository, Secret
from tests.gates.schema.database_defects import DOWN, UP
from tests.gates.schema.postgresql_defects import BASE, LIMITS
from tests.postgres import Postgres, names, url

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
EMBEDDED = """schema:
  database: {engine: postgresql, migrations: ["m/*.sql"], queries: ["q/*.sql"]}
"""
NAMED = EMBEDDED.replace("migrations", "url: {secret: DATABASE_URL}, migrations")
NEXT = {
    UP: f"{LIMITS}CREATE TABLE likes (\n  post_id bigint NOT NULL REFERENCES posts (id)\n);\n",
    DOWN: "SELECT 1;\n",
    "q/title.sql": "SELECT id FROM posts WHERE title = :title ORDER BY id LIMIT 5\n",
}
OUTPUTS = ("--output", "console", "--output", "junit=j.xml", "--output", "sarif=s.sarif")
FOUND = {
    ("LR-SCH322", DOWN, 1),
    ("LR-SCH330", UP, 4),
    ("LR-SCH331", UP, 3),
    ("LR-SCH351", "q/title.sql", 1),
}


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Where the command makes what is temporary, open to ``nobody`` too: none of it may stay."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        assert not list(folder.iterdir())
        assert not left(folder)


def left(folder: Path) -> list[str]:
    """The processes that know of a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in words:
            found.append(words.decode(errors="replace"))
    return found


def findings(repo: Repository) -> set[tuple[str, str, int]]:
    """Rule, path and line of each, as SARIF has them."""
    said = json.loads(repo.read("s.sarif"))["runs"][0]["results"]
    places = [(one["ruleId"], one["locations"][0]["physicalLocation"]) for one in said]
    return {(r, p["artifactLocation"]["uri"], p["region"]["startLine"]) for r, p in places}


@pytest.fixture
def repo(tmp_path: Path, environ: Mapping[str, str]) -> Repository:
    """Where squawk is found: the tests' own, as all that the installed command depends on."""
    path = f"{environ['PATH']}{os.pathsep}{sysconfig.get_path('scripts')}"
    return Repository.new(tmp_path / "repo", {**environ, "PATH": path})


def database(repo: Repository, **environ: str) -> int:
    done = repo.launchready("schema", "database", *OUTPUTS, **environ)
    assert done.err == "", done.text
    assert done.code < 2, done.text
    return done.code


def test_a_server_is_started_and_ends(repo: Repository, temporary: Path) -> None:
    repo.stage({**BASE, "launchready.yaml": EMBEDDED, **NEXT})

    assert database(repo, TMPDIR=str(temporary)) == 1
    assert findings(repo) == FOUND
    assert 'failures="2"' in repo.read("j.xml")

    sound = {UP: "", DOWN: "", "q/title.sql": "SELECT id FROM posts WHERE author_id = :author_id\n"}
    repo.stage(sound)
    assert database(repo, TMPDIR=str(temporary)) == 0
    assert findings(repo) == set()


def test_a_server_is_named(
    repo: Repository, postgres: Postgres, secret: Secret, temporary: Path
) -> None:
    server = postgres("15")
    repo.stage({**BASE, "launchready.yaml": NAMED, **NEXT})

    assert database(repo, TMPDIR=str(temporary), DATABASE_URL=url(server)) == 1
    assert findings(repo) == FOUND
    for said in (repo.read("j.xml"), repo.read("s.sarif")):
        assert server["password"] not in said

    wrong = {"DATABASE_URL": url(server, password=secret), "TMPDIR": str(temporary)}
    done = repo.launchready("schema", "database", *OUTPUTS, **wrong)
    assert done.code == 3
    assert "the server of DATABASE_URL: the server does not take its user and password" in done.out
    assert secret not in repo.read("j.xml") + repo.read("s.sarif")
    assert not names(server) | names(server, "pg_roles", "rolname")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
def test_a_server_that_was_started_ends_with_what_started_it(
    repo: Repository, temporary: Path, number: signal.Signals
) -> None:
    repo.stage({**BASE, "launchready.yaml": EMBEDDED, UP: "SELECT pg_sleep(60);\n"})
    command = ["launchready", "schema", "database"]
    given = {**repo.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        command, cwd=repo.path, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        until = time.monotonic() + 60
        while not any(temporary.glob("*/data/postmaster.pid")) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, b"interrupted" in out) in ((3, True), (-number, False))

    until = time.monotonic() + 30
    while (list(temporary.iterdir()) or left(temporary)) and time.monotonic() < until:
        time.sleep(0.1)
