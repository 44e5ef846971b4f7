"""pre-commit and prek use the hooks of a plain clone: what they stop, and what they let pass."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.world import Done, Repository

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
WHERE = "src/settings.py:3"
IDS = ("launchready-secrets", "launchready-env")


@pytest.fixture(params=["pre-commit", "prek"])
def tool(
    request: pytest.FixtureRequest,
    shared: Path,
    require: Callable[[object, str], None],
) -> str:
    """The runner's executable, from the tests' own environment."""
    del shared
    beside = Path(sys.executable).parent
    found = shutil.which(request.param, path=f"{beside}{os.pathsep}{os.environ['PATH']}")
    require(found, request.param)
    return str(found)


@pytest.fixture
def runner(
    tool: str, shared: Path, environ: Mapping[str, str], published: Repository, tmp_path: Path
) -> Repository:
    """A consumer's repository with both hooks; without our command on PATH, with the runner's."""
    own = {k: os.environ[k] for k in ("HOME", "XDG_CACHE_HOME", "PATH") if k in os.environ}
    store = str(shared / f"store-{Path(tool).name}")
    path = f"{Path(tool).parent}{os.pathsep}{own['PATH']}"
    environ = {**environ, **own, "PATH": path, "PRE_COMMIT_HOME": store, "PREK_HOME": store}
    if "XDG_CACHE_HOME" not in own:
        del environ["XDG_CACHE_HOME"]
    repo = Repository.new(tmp_path / "repo", environ)
    configure(repo, published)
    return repo


def configure(repo: Repository, published: Repository, arguments: str = "") -> None:
    repo.stage(
        {
            ".pre-commit-config.yaml": f"repos:\n- repo: {published.path}\n"
            f"  rev: {published.head}\n  hooks:\n"
            f"  - id: {IDS[0]}\n{arguments}  - id: {IDS[1]}\n"
        }
    )
    repo.git("commit", "-q", "-m", "hooks", "--no-verify")


def leak(repo: Repository, secret: str) -> None:
    repo.stage({"src/settings.py": f'# settings\n\nKEY = "{secret}"\n'})


def test_the_manifest_is_valid_and_nothing_is_said_of_it(runner: Repository, tool: str) -> None:
    done = runner.run(tool, "validate-manifest", ROOT / ".pre-commit-hooks.yaml")

    assert done.code == 0, done.text
    assert "warn" not in done.text.lower()


def test_a_clean_repository_passes(runner: Repository, tool: str) -> None:
    done = runner.run(tool, "run", "--all-files", "--verbose")

    assert done.code == 0, done.text
    assert "warn" not in done.text.lower()


def test_a_staged_secret_fails_run(runner: Repository, tool: str, secret: str) -> None:
    leak(runner, secret)

    done = runner.run(tool, "run")

    assert done.code == 1
    assert WHERE in done.text


def test_a_committed_secret_fails_run_of_all_files(
    runner: Repository, tool: str, secret: str
) -> None:
    leak(runner, secret)
    runner.git("commit", "-q", "-m", "leak")

    done = runner.run(tool, "run", "--all-files")

    assert done.code == 1
    assert WHERE in done.text


def test_a_range_finds_what_was_added_and_removed_again(
    runner: Repository, tool: str, secret: str
) -> None:
    leak(runner, secret)
    runner.git("commit", "-q", "-m", "leak")
    runner.stage({"src/settings.py": "# mended\n"})
    runner.git("commit", "-q", "-m", "mend")

    done = runner.run(tool, "run", "--from-ref", "HEAD~2", "--to-ref", "HEAD")
    clean = runner.run(tool, "run", "--from-ref", "HEAD~3", "--to-ref", "HEAD~2")

    assert done.code == 1, done.text
    assert WHERE in done.text
    assert clean.code == 0, clean.text


@pytest.mark.parametrize("hook", IDS)
def test_the_hooks_can_be_tried(
    runner: Repository, tool: str, published: Repository, hook: str
) -> None:
    done = runner.run(tool, "try-repo", published.path, hook, "--all-files")

    assert done.code == 0, done.text


def test_a_variable_that_the_contract_lacks_fails_the_hook(runner: Repository, tool: str) -> None:
    runner.stage({"app.py": 'import os\n\nprint(os.environ["REDIS_URL"])\n'})

    done = runner.run(tool, "run", IDS[1])

    assert done.code == 1
    assert "REDIS_URL" in done.text


def test_the_users_own_args_count(
    runner: Repository, tool: str, published: Repository, secret: str
) -> None:
    configure(runner, published, '    args: [--config, lenient.yaml, "--fail-on=error"]\n')
    runner.write({"lenient.yaml": "secrets: {exclude: [src/**]}\n"})
    leak(runner, secret)

    lenient = runner.run(tool, "run", IDS[0])
    runner.write({"lenient.yaml": "secrets: {exclude: [docs/**]}\n"})
    runner.git("add", "-A")
    strict = runner.run(tool, "run", IDS[0])

    assert lenient.code == 0, lenient.text
    assert strict.code == 1


def test_the_manual_stage_runs_them(runner: Repository, tool: str, secret: str) -> None:
    leak(runner, secret)
    stage = "--hook-stage" if Path(tool).name == "pre-commit" else "--stage"

    done = runner.run(tool, "run", stage, "manual")

    assert done.code == 1
    assert WHERE in done.text


def test_a_commit_is_stopped_and_the_mended_one_passes(
    runner: Repository, tool: str, secret: str
) -> None:
    runner.run(tool, "install")
    before = runner.head
    leak(runner, secret)
    runner.stage({"-dash.py": "x = 1\n", "café/你.py": "y = 2\n"})
    runner.write({"src/settings.py": "# clean in the work tree\n"})

    stopped = commit(runner)
    still = runner.head
    runner.git("add", "-A")
    passed = commit(runner)

    assert stopped.code != 0
    assert WHERE in stopped.text
    assert still == before
    assert passed.code == 0, passed.text
    assert runner.head != before


def test_a_commit_that_only_deletes_passes(runner: Repository, tool: str) -> None:
    runner.run(tool, "install")
    runner.git("rm", "-q", "src/page one.js")

    done = commit(runner)

    assert done.code == 0, done.text


def test_a_push_is_stopped_and_a_clean_one_passes(
    runner: Repository, tool: str, secret: str, tmp_path: Path
) -> None:
    runner.git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    runner.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    runner.run(tool, "install", "--hook-type", "pre-push")
    passed = runner.run("git", "push", "-q", "origin", "main")
    leak(runner, secret)
    runner.git("commit", "-q", "-m", "leak")
    runner.stage({"src/settings.py": "# mended\n"})
    runner.git("commit", "-q", "-m", "mend")

    stopped = runner.run("git", "push", "-q", "origin", "main")

    assert passed.code == 0, passed.text
    assert stopped.code != 0
    assert WHERE in stopped.text


def commit(repo: Repository) -> Done:
    return repo.run("git", "commit", "-q", "-m", "change")
