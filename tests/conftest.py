"""What every test may use: golden files, and programs that a machine may lack."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.postgres import Postgres, Servers, find
from tests.sample import SampleApps

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def require() -> Callable[[object, str], None]:
    """``require(shutil.which("act"), "act")``: skip where it is absent.

    Under ``LAUNCHREADY_REQUIRE_ALL=1`` such a skip is a failure.
    """

    def hold(there: object, name: str) -> None:
        if there:
            return
        if os.environ.get("LAUNCHREADY_REQUIRE_ALL") == "1":
            pytest.fail(f"{name} is not there, and LAUNCHREADY_REQUIRE_ALL=1 wants it")
        pytest.skip(f"{name} is not there")

    return hold


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden("clean.json", text)`` holds text against ``golden/`` beside the test's module."""

    def hold(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text, f"{path} differs: --update-golden, read the diff"

    return hold


@pytest.fixture
def repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Mapping[str, str]], Path]:
    """``repository({"a.py": "x = 1"})``: a Git repository in which these files are staged."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def make(files: Mapping[str, str]) -> Path:
        root = tmp_path / "repository"
        root.mkdir()
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        subprocess.run(["git", "add", "-A"], cwd=root, check=True)
        return root

    return make


@pytest.fixture(scope="session")
def sample_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleApps]:
    """``sample_app("open-admin").url``: the sample app with these flaws, running."""
    apps = SampleApps(tmp_path_factory.mktemp("sample"))
    yield apps
    apps.stop()


@pytest.fixture(scope="session")
def running_servers() -> Iterator[Servers]:
    """The PostgreSQL servers of this process."""
    running = Servers()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def postgres(running_servers: Servers, require: Callable[[object, str], None]) -> Postgres:
    """``postgres("15")``: how to connect to a server of that version as its superuser."""

    def start(version: str) -> Mapping[str, object]:
        found = find(version)
        require(found, f"PostgreSQL {version}")
        assert found
        return running_servers.start(version, found)

    return start
