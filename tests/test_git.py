"""Is what Git says independent of all settings, and is a failure said honestly?"""

import os
import shutil
from pathlib import Path

import pytest

from launchready_ci.gate import CannotLook
from launchready_ci.git import Git, tracked
from tests.repos import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.new(tmp_path / "repo")


def test_the_top_level_is_found_from_a_folder_below_it(repo: Repo) -> None:
    repo.write({b"a/b/c": b"x"})

    git = Git.at(str(repo.path / "a" / "b"), repo.environ)

    assert git.root == str(repo.path)


def test_the_top_level_of_a_linked_work_tree_is_its_own(repo: Repo, tmp_path: Path) -> None:
    repo.commit({b"a": b"x"})
    repo("worktree", "add", "-q", str(tmp_path / "linked"))

    git = Git.at(str(tmp_path / "linked"), repo.environ)

    assert git.root == str(tmp_path / "linked")


def test_a_folder_that_only_looks_like_a_repository_is_passed_over(repo: Repo) -> None:
    (repo.path / "a" / ".git").mkdir(parents=True)

    git = Git.at(str(repo.path / "a"), repo.environ)

    assert git.root == str(repo.path)


def test_a_hook_may_say_where_the_repository_is(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({b"a": b"x"})
    monkeypatch.chdir(repo.path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    told = {**repo.environ, "GIT_DIR": ".git", "GIT_WORK_TREE": str(elsewhere)}

    git = Git.at(str(elsewhere), told)

    assert git.root == str(elsewhere)
    assert list(git.records("ls-files", "-z")) == [b"a"]


def test_a_bare_repository_is_its_own_root(repo: Repo, tmp_path: Path) -> None:
    commit = repo.commit({b"a": b"x"})
    repo("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))

    git = Git.at(str(tmp_path / "bare.git"), repo.environ)

    assert git.root == str(tmp_path / "bare.git")
    assert git.types([b"HEAD"]) == [(commit, "commit")]


def test_no_repository_is_said_in_gits_words(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"]}

    with pytest.raises(CannotLook, match="git says: not a git repository"):
        Git.at(str(tmp_path), environ)


def test_an_absent_git_is_said(repo: Repo, tmp_path: Path) -> None:
    git = Git.at(str(repo.path), {"PATH": str(tmp_path / "empty")})

    with pytest.raises(CannotLook, match=r"cannot run git: .* is it installed"):
        git.read("version")


def test_an_absent_root_is_said(tmp_path: Path) -> None:
    git = Git(str(tmp_path / "gone"), {"PATH": os.environ["PATH"]})

    with pytest.raises(CannotLook, match="cannot enter the root"):
        git.read("version")


def test_a_repository_of_somebody_else_is_said_with_the_remedy(repo: Repo) -> None:
    git = Git(str(repo.path), {**repo.git.environ, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})

    with pytest.raises(CannotLook) as error:
        git.read("rev-parse", "HEAD")

    assert f"git config --global --add safe.directory {repo.path}" in str(error.value)


def test_git_that_dies_half_way_is_an_error_after_its_records(repo: Repo, tmp_path: Path) -> None:
    fake = _fake(tmp_path, "printf 'one\\0two\\0thr'; echo 'fatal: disk on fire' >&2; exit 128")
    git = Git(str(repo.path), {"PATH": f"{fake}:{os.environ['PATH']}"})
    records = git.records("ls-files")

    met = [next(records), next(records)]

    assert met == [b"one", b"two"]
    with pytest.raises(CannotLook, match="git says: disk on fire"):
        next(records)


def test_git_that_is_killed_is_an_error(repo: Repo, tmp_path: Path) -> None:
    git = Git(str(repo.path), {"PATH": f"{_fake(tmp_path, 'kill -9 $$')}:{os.environ['PATH']}"})

    with pytest.raises(CannotLook, match="git ended with status -9"):
        git.read("ls-files")


def test_what_git_says_is_made_harmless(repo: Repo, tmp_path: Path) -> None:
    token = "ghp_" + "a1B2" * 9
    fake = _fake(tmp_path, f"printf 'warning: x\\nfatal: \\033[31m{token}\\a end\\n' >&2; exit 1")
    git = Git(str(repo.path), {"PATH": f"{fake}:{os.environ['PATH']}"})

    with pytest.raises(CannotLook) as error:
        git.read("ls-files")

    assert token not in str(error.value)
    assert str(error.value).isprintable()
    assert str(error.value).startswith("git says: \\x1b[")


def test_a_flood_of_warnings_does_not_block(repo: Repo, tmp_path: Path) -> None:
    fake = _fake(tmp_path, "yes warning | head -c 1000000 >&2; printf 'done\\0'")
    git = Git(str(repo.path), {"PATH": f"{fake}:{os.environ['PATH']}"})

    records = list(git.records("ls-files"))

    assert records == [b"done"]


def test_a_reader_that_stops_early_leaves_no_process(repo: Repo, tmp_path: Path) -> None:
    fake = _fake(tmp_path, f"echo $$ > {tmp_path}/pid; printf 'one\\0'; exec sleep 600")
    git = Git(str(repo.path), {"PATH": f"{fake}:{os.environ['PATH']}"})
    records = git.records("ls-files")
    next(records)

    records.close()  # type: ignore[attr-defined]  # a generator, declared as what it is used for

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_no_variable_of_ours_reaches_git(repo: Repo, tmp_path: Path) -> None:
    fake = _fake(tmp_path, "env -0")
    environ = {
        "PATH": f"{fake}:{os.environ['PATH']}",
        "DEPLOY_PASSWORD": "x",
        "GIT_TRACE": "1",
        "GIT_EXTERNAL_DIFF": "touch ran",
        "GIT_CONFIG_COUNT": "0",
    }

    names = {
        record.partition(b"=")[0] for record in Git.at(str(repo.path), environ).records("ls-files")
    }

    assert not names & {b"DEPLOY_PASSWORD", b"GIT_TRACE", b"GIT_EXTERNAL_DIFF"}
    assert names >= {b"GIT_CONFIG_COUNT", b"GIT_NO_LAZY_FETCH", b"GIT_TERMINAL_PROMPT"}


def test_types_of_names_that_look_like_options_or_words(repo: Repo) -> None:
    commit = repo.commit({b"a": b"x"})
    odd = [b"--all", b"nope", b"x commit", b"", b"\xff", "x\u2028y\x85z".encode()]

    types = repo.git.types([b"HEAD", *odd, b"HEAD:a"])

    assert types[0] == (commit, "commit")
    assert types[1:-1] == [("", "")] * len(odd)
    assert types[-1][1] == "blob"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("x.py", "below/x.py", id="relative to where the user stands"),
        pytest.param("../x.py", "x.py", id="upwards"),
        pytest.param(".", "below", id="the folder itself"),
        pytest.param("..", "", id="the root"),
        pytest.param("../../x.py", None, id="outside"),
        pytest.param("-x", "below/-x", id="a leading dash"),
    ],
)
def test_a_name_becomes_a_path_from_the_root(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str, path: str | None
) -> None:
    (repo.path / "below").mkdir()
    monkeypatch.chdir(repo.path / "below")

    found = repo.git.path(name)

    assert found == path


def test_tracked_names(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.add({b"below/-dash.py": b"x", b"*": b"x", b"other": b"x"})
    monkeypatch.chdir(repo.path / "below")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)

    known = tracked(["-dash.py", "--output", "../*", "o*"])

    assert known == {"-dash.py", "../*"}


def test_nothing_is_tracked_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    known = tracked(["-dash.py"])

    assert known == frozenset()


def _fake(tmp_path: Path, script: str) -> Path:
    """A folder with a program that stands in for a Git that misbehaves."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "git"
    program.write_text(f"#!{shutil.which('sh')}\n{script}\n")
    program.chmod(0o755)
    return folder
