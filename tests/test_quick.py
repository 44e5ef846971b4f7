"""Does the short way of a hook say what the gate says, and nothing where it is not sure?"""

import errno
import io
import os
import random
import re
import string
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from launchready_ci import known, quick, suite
from launchready_ci.quick import Commit
from tests.repos import Repo

TOKEN = "glpat-" + "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=20))
LEAK = f"TOKEN = '{TOKEN}'\n".encode()
CODE = b"import os\n\nPASSWORD = os.environ['PASSWORD']\n"
CONFIG, BASELINE = b"launchready.yaml", b"launchready.baseline"
SALT = b'{"schema": "launchready.baseline/1", "salt": "x"}\n'
STAGED = ["secrets", "--staged"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repo(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Where the user stands, with a commit; no file of it is too new."""
    repo = Repo.new(tmp_path / "repo")
    repo.environ = {**repo.environ, "XDG_CACHE_HOME": str(cache)}
    repo.commit({b"README.md": b"# App\n"})
    for name in [*os.environ]:
        if name.startswith(("GIT_", "LAUNCHREADY_", "PRE_COMMIT", *quick.UNUSUAL)):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setattr(known, "RACY", -(10**12))
    monkeypatch.chdir(repo.path)
    return repo


def short(repo: Repo, words: Sequence[str] = STAGED) -> bool:
    """What the short way says of a command line; the gate is asked where it says nothing."""
    commit = Commit.of(words, repo.environ)
    return commit is not None and commit.passes()


def full(repo: Repo, words: Sequence[str] = STAGED) -> tuple[int, str]:
    """What the gate says: its exit code and its report."""
    command = [sys.executable, "-m", "launchready_ci", *words, "--output", "console"]
    done = subprocess.run(
        command, cwd=repo.path, env=repo.environ, capture_output=True, text=True, check=False
    )
    return done.returncode, timeless(done.stdout)


def timeless(text: str) -> str:
    return re.sub(r"\(\d+\.\d s\)", "(… s)", text)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({b"a.py": b"x = 1\n"}, id="nothing that looks like anything"),
        pytest.param({b"a.py": CODE, b"b.py": CODE * 9}, id="candidates that are none"),
        pytest.param({b"a.bin": bytes(range(256)) * 9}, id="binary"),
        pytest.param({b"a.txt": "größe = 1\n".encode("utf-16")}, id="UTF-16"),
        pytest.param({b"\xff\n.py": b"x = 1\n"}, id="a name that is no text"),
        pytest.param({b"empty": b"", b"a.py": b"x = 1\n"}, id="an empty file among others"),
        pytest.param({b"-x.py": b"x = 1\n"}, id="a leading dash"),
    ],
)
def test_a_clean_commit_passes_in_the_words_of_the_gate(
    repo: Repo, files: Mapping[bytes, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    repo.add(files)

    assert short(repo)

    assert (0, timeless(capsys.readouterr().out)) == full(repo)


def leak(repo: Repo) -> None:
    repo.add({b"a.py": LEAK, b"b.py": CODE})


def leak_in_utf16(repo: Repo) -> None:
    repo.add({b"a.txt": LEAK.decode().encode("utf-16")})


def leak_in_a_name(repo: Repo) -> None:
    repo.add({f"{TOKEN}.txt".encode(): b"x = 1\n"})


def suppressed_leak(repo: Repo) -> None:
    repo.add({b"a.py": LEAK.rstrip() + b"  # launchready: ignore[LR-SEC100] test\n"})


def innocent_again_in_the_work_tree(repo: Repo) -> None:
    leak(repo)
    repo.write({b"a.py": b"x = 1\n"})


def nothing_staged(repo: Repo) -> None:
    repo.write({b"a.py": LEAK})


def only_a_deletion(repo: Repo) -> None:
    repo("rm", "-q", "README.md")


def only_an_empty_file(repo: Repo) -> None:
    repo.add({b"empty": b""})


def only_a_link(repo: Repo) -> None:
    os.symlink("README.md", repo.path / "link")
    repo("add", "-A")


def a_lost_blob(repo: Repo) -> None:
    repo.add({b"a.py": b"x = 1\n"})
    repo.loose(":a.py").unlink()


def much(repo: Repo) -> None:
    repo.add({f"{number}.txt".encode(): b"word " * 700_000 for number in range(3)})


@pytest.mark.parametrize(
    "stage",
    [
        *(leak, leak_in_utf16, leak_in_a_name, suppressed_leak, innocent_again_in_the_work_tree),
        *(nothing_staged, only_a_deletion, only_an_empty_file, only_a_link, a_lost_blob, much),
    ],
)
def test_whatever_else_there_is_to_tell_is_left_to_the_gate(
    repo: Repo, stage: Callable[[Repo], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stage(repo)

    assert not short(repo)

    assert capsys.readouterr().out == ""


def test_the_files_that_a_hook_names_are_looked_at(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit({b"a.py": CODE, b"below/b.py": CODE, b"leak.py": LEAK})

    assert short(repo, ["secrets", "--hook", "a.py", "below/b.py"])
    assert capsys.readouterr().out.startswith("secrets: passed, 2 files looked at (")
    assert not short(repo, ["secrets", "--hook", "a.py", "leak.py"])
    assert not short(repo, ["secrets", "--hook", "a.py", "gone.py"])
    assert not short(repo, ["secrets", "--hook", "a.py", "../elsewhere.py"])
    assert not short(repo, ["secrets", "--hook", "."])


def test_a_hook_without_names_looks_at_what_is_staged(repo: Repo) -> None:
    repo.commit({b"leak.py": LEAK})
    repo.add({b"a.py": CODE})

    assert short(repo, ["secrets", "--hook"])


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["secrets"],
        ["secrets", "--tree"],
        ["secrets", "a.py"],
        ["secrets", "--staged", "a.py"],
        ["secrets", "--staged", "--fail-on", "note"],
        ["secrets", "--staged", "--hook"],
        ["secrets", "--hook", "a.py", "--output", "json"],
        ["env", "--hook"],
        ["run", "--stage", "pre-commit"],
    ],
)
def test_another_command_line_is_another_question(repo: Repo, words: list[str]) -> None:
    repo.add({b"a.py": b"x = 1\n"})

    assert Commit.of(words, repo.environ) is None


@pytest.mark.parametrize("name", quick.UNUSUAL)
def test_a_variable_may_make_it_another_question(repo: Repo, name: str) -> None:
    assert Commit.of(STAGED, {**repo.environ, name: "x"}) is None


def test_every_variable_that_brings_in_a_pull_request_is_one() -> None:
    assert {*suite.CI} <= {*quick.UNUSUAL}


def test_outside_of_a_repository_the_gate_says_what_is_wrong(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Commit.of(STAGED, repo.environ) is None


def test_a_folder_that_only_looks_like_a_top_level_is_left_to_the_gate(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.path / "below" / ".git").mkdir(parents=True)
    monkeypatch.chdir(repo.path / "below")

    assert Commit.of(STAGED, repo.environ) is None


def test_a_slip_of_the_name_is_left_to_the_gate(repo: Repo) -> None:
    repo.add({b"launchready.yml": b"", b"a.py": b"x = 1\n"})

    assert not short(repo)
    assert full(repo)[0] == 2


def test_a_link_to_nothing_is_left_to_the_gate(repo: Repo) -> None:
    repo.add({BASELINE: SALT, b"a.py": b"x = 1\n"})
    assert after_the_gate(repo) == (0, True)

    os.symlink("nowhere", os.fsencode(repo.path) + b"/" + CONFIG)

    assert not short(repo)
    assert full(repo)[0] == 2


def after_the_gate(repo: Repo) -> tuple[int, bool]:
    """The gate's exit code, and what the short way says once it has learnt of it."""
    commit = Commit.of(STAGED, repo.environ)
    assert commit is not None
    assert not commit.passes()
    code, _ = full(repo)
    if code in (0, 1):
        commit.remember()
    return code, short(repo)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({CONFIG: b"secrets:\n  exclude: ['vendor/**']\n"}, id="a section"),
        pytest.param({CONFIG: b"app: {url: '${APP_URL}'}\n"}, id="variables of other sections"),
        pytest.param({CONFIG: b"secrets:\n"}, id="an empty section"),
        pytest.param({BASELINE: SALT}, id="a baseline"),
        pytest.param({BASELINE: SALT, CONFIG: b"rules: {LR-SEC101: off}\n"}, id="both"),
    ],
)
def test_files_that_the_gate_has_taken_are_in_order_until_they_change(
    repo: Repo, files: Mapping[bytes, bytes]
) -> None:
    repo.add({**files, b"a.py": b"x = 1\n"})

    assert after_the_gate(repo) == (0, True)

    for name, content in files.items():
        repo.write({name: content + b"\n"})
        assert not short(repo)
        repo.write({name: content})
        assert not short(repo), "the same text in a later state is a matter for the gate too"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({CONFIG: b"secrets: {exlude: []}\n"}, id="an unknown key"),
        pytest.param({CONFIG: b"secrets: [\n"}, id="no YAML"),
        pytest.param({CONFIG: b"secrets: {exclude: ['${NOPE}']}\n"}, id="a variable not set"),
        pytest.param({BASELINE: SALT * 2}, id="two headers"),
        pytest.param({CONFIG: b"\xff"}, id="no UTF-8"),
    ],
)
def test_files_that_the_gate_does_not_take_stay_its_business(
    repo: Repo, files: Mapping[bytes, bytes]
) -> None:
    repo.add({**files, b"a.py": b"x = 1\n"})

    assert after_the_gate(repo) == (2, False)


def test_a_section_that_asks_the_environment_is_never_known(repo: Repo) -> None:
    repo.add({CONFIG: b"secrets: {exclude: ['${PLACE}/**']}\n", b"a.py": b"x = 1\n"})
    repo.environ = {**repo.environ, "PLACE": "vendor"}

    assert after_the_gate(repo) == (0, False)


def test_a_known_configuration_does_not_let_a_leak_pass(repo: Repo) -> None:
    repo.add({CONFIG: b"secrets: {exclude: ['vendor/**']}\n", b"a.py": LEAK})

    assert after_the_gate(repo) == (1, False)


def test_what_was_changed_just_now_is_not_yet_known(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "RACY", 10**12)
    repo.add({CONFIG: b"secrets: {exclude: ['vendor/**']}\n", b"a.py": b"x = 1\n"})

    assert after_the_gate(repo) == (0, False)


def test_nothing_of_a_configuration_is_kept(repo: Repo, cache: Path) -> None:
    word = "".join(random.choices(string.ascii_letters, k=30))
    repo.add({CONFIG: f"secrets: {{exclude: [{word}]}}\n".encode(), b"a.py": b"x = 1\n"})

    assert after_the_gate(repo) == (0, True)

    kept = [file.read_bytes() for file in (cache / "launchready").iterdir()]
    assert len(kept) > 1
    assert not any(word.encode() in content for content in kept)


class FullDisk(io.StringIO):
    def flush(self) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_report_that_cannot_be_written_is_left_to_the_gate(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.add({b"a.py": b"x = 1\n"})
    monkeypatch.setattr(sys, "stdout", FullDisk())

    assert not short(repo)
