"""``git config core.hooksPath`` with no framework: commits and pushes are stopped, or pass."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.world import Done, Repository

pytestmark = pytest.mark.e2e


@pytest.fixture
def hooked(repo: Repository) -> Repository:
    repo.git("config", "core.hooksPath", str(ROOT / "hooks"))
    return repo


@pytest.fixture
def remote(hooked: Repository, tmp_path: Path) -> Repository:
    """``hooked`` with a bare remote that has its first commit."""
    hooked.git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    hooked.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    hooked.git("push", "-q", "origin", "main")
    return hooked


def commit(repo: Repository, *arguments: str, **environ: str) -> Done:
    return repo.run("git", "commit", "-q", "-m", "change", *arguments, **environ)


def test_a_commit_with_a_secret_is_stopped(hooked: Repository, secret: str) -> None:
    before = hooked.head
    hooked.stage({"src/settings.py": f'# settings\n\nKEY = "{secret}"\n'})

    done = commit(hooked)

    assert done.code == 1
    assert "src/settings.py:3" in done.text
    assert hooked.head == before


def test_the_mended_commit_passes(hooked: Repository, secret: str) -> None:
    before = hooked.head
    hooked.stage({"src/settings.py": f'KEY = "{secret}"\n'})
    commit(hooked)
    hooked.stage({"src/settings.py": 'import os\n\nKEY = os.environ["DATABASE_URL"]\n'})

    done = commit(hooked)

    assert done.code == 0, done.text
    assert hooked.head != before


def test_what_is_staged_counts_and_not_the_work_tree(hooked: Repository, secret: str) -> None:
    hooked.stage({"late file.py": f'KEY = "{secret}"\n'})
    hooked.write({"late file.py": 'KEY = "now clean"\n'})

    done = commit(hooked)

    assert done.code == 1
    assert "late file.py:1" in done.text


@pytest.mark.parametrize(
    "arguments",
    [pytest.param(["-a"], id="all changes"), pytest.param(["app.py"], id="one named file")],
)
def test_a_commit_that_git_makes_from_a_temporary_index_is_judged(
    hooked: Repository, secret: str, arguments: list[str]
) -> None:
    hooked.write({"app.py": f'KEY = "{secret}"\n'})

    done = commit(hooked, *arguments)

    assert done.code == 1
    assert "app.py:1" in done.text


def test_a_commit_in_another_work_tree_is_judged(
    hooked: Repository, secret: str, tmp_path: Path
) -> None:
    hooked.git("worktree", "add", "-q", str(tmp_path / "other"))
    other = Repository(tmp_path / "other", hooked.environ)
    other.stage({"app.py": f'KEY = "{secret}"\n'})

    done = commit(other)

    assert done.code == 1
    assert "app.py:1" in done.text


def test_a_commit_that_only_deletes_or_is_empty_passes(hooked: Repository) -> None:
    hooked.git("rm", "-q", "src/page one.js")

    assert commit(hooked).code == 0
    assert commit(hooked, "--allow-empty").code == 0


def test_the_first_commit_of_a_repository_is_judged(
    environ: Mapping[str, str], tmp_path: Path, secret: str
) -> None:
    new = Repository(tmp_path / "new", environ)
    new.path.mkdir()
    new.git("init", "-q")
    new.git("config", "core.hooksPath", str(ROOT / "hooks"))
    new.stage({"app.py": f'KEY = "{secret}"\n'})

    stopped = commit(new)
    new.stage({"app.py": "KEY = None\n"})
    passed = commit(new)

    assert (stopped.code, passed.code) == (1, 0), passed.text


def test_a_variable_that_the_contract_lacks_stops_the_commit(hooked: Repository) -> None:
    hooked.stage({"app.py": 'import os\n\nprint(os.environ["REDIS_URL"])\n'})

    done = commit(hooked)

    assert done.code == 1
    assert "app.py:3" in done.text
    assert "REDIS_URL" in done.text


def test_a_push_that_brings_a_secret_is_stopped(remote: Repository, secret: str) -> None:
    remote.stage({"app.py": f'KEY = "{secret}"\n'})
    commit(remote, "--no-verify")
    remote.stage({"app.py": "KEY = None\n"})
    commit(remote, "--no-verify")

    done = remote.run("git", "push", "-q", "origin", "main")

    assert done.code != 0
    assert "app.py:1" in done.text
    assert remote.git("ls-remote", "origin", "main").split()[0] != remote.head


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("main", id="a known branch"),
        pytest.param("main:refs/heads/feature", id="a new branch"),
        pytest.param("main:refs/tags/v1", id="a tag"),
    ],
)
def test_a_clean_push_passes(remote: Repository, target: str) -> None:
    remote.stage({"more.py": "x = 1\n"})
    commit(remote)

    done = remote.run("git", "push", "-q", "origin", target)

    assert done.code == 0, done.text
    assert remote.git("ls-remote", "origin", target.rpartition(":")[2]).split()[0] == remote.head


def test_a_new_branch_with_a_secret_is_stopped(remote: Repository, secret: str) -> None:
    remote.git("switch", "-q", "-c", "feature")
    remote.stage({"app.py": f'KEY = "{secret}"\n'})
    commit(remote, "--no-verify")

    done = remote.run("git", "push", "-q", "origin", "feature")

    assert done.code != 0
    assert remote.git("ls-remote", "origin", "feature") == ""


def test_deleting_a_remote_branch_passes(remote: Repository) -> None:
    remote.git("push", "-q", "origin", "main:refs/heads/old")

    done = remote.run("git", "push", "-q", "origin", ":old")

    assert done.code == 0, done.text


@pytest.mark.parametrize(
    "hook", ["pre-commit", "pre-push", "pre-build", "post-build", "post-deploy"]
)
def test_without_the_command_a_hook_says_so_and_fails(
    repo: Repository, hook: str, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    sh = shutil.which("sh")
    assert sh

    done = repo.run(sh, ROOT / "hooks" / hook, "origin", PATH=str(tmp_path / "bin"))

    assert done.code == 3
    assert "launchready is not on PATH, so nothing was checked" in done.err


def test_pre_build_runs_the_stage_with_the_options_given(repo: Repository) -> None:
    hook = ROOT / "hooks" / "pre-build"

    passed = repo.run(hook, "--output", "json=r.json", DATABASE_URL="postgresql://localhost/app")
    failed = repo.run(hook, DATABASE_URL="")

    assert passed.code == 0, passed.text
    assert '"stage": "pre-build"' in repo.read("r.json")
    assert failed.code in (0, 1)
