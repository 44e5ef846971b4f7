"""Past runs in a file, and at a ref of a real remote that two write to at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from launchready_ci.gate import CannotLook
from launchready_ci.gates.load import branch
from launchready_ci.gates.load.past import Run, run
from launchready_ci.gates.load.stores import AtRef, InFile, store
from tests.repos import Repo

REF = "git:refs/launchready/load"
FIGURES = {"samples": 600, "p50_ms": 50.0, "p95_ms": 100.0, "p99_ms": 140.0}


def one(endpoint: str) -> Run:
    return run(endpoint, "app.example", 10.0, FIGURES, {"GITHUB_SHA": "abc"})


def endpoints(runs: list[Run]) -> list[str]:
    return [run["endpoint"] for run in runs]


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Repo, Repo]:
    """Two clones of one bare repository."""
    bare = tmp_path / "bare.git"
    first = Repo.new(tmp_path / "first")
    first.commit({b"a": b"a"})
    first("init", "--quiet", "--bare", str(bare))
    first("remote", "add", "origin", str(bare))
    first("push", "--quiet", "origin", "HEAD:refs/heads/main")
    second = Repo.new(tmp_path / "second")
    second("remote", "add", "origin", str(bare))
    return first, second


def test_a_file_keeps_what_is_added(tmp_path: Path) -> None:
    kept = store("load.jsonl", str(tmp_path), {})

    before = kept.read()
    kept.append([one("feed")])
    kept.append([one("search")])

    assert before == []
    assert endpoints(kept.read()) == ["feed", "search"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"\x00not a history\xff\n", id="no JSON"),
        pytest.param(b"{}\n", id="no run"),
        pytest.param(b"[1]\n", id="a list"),
        pytest.param(b'{"endpoint": "fe', id="a line that was cut off"),
    ],
)
def test_a_broken_history_is_told_with_its_line(tmp_path: Path, line: bytes) -> None:
    kept = InFile(str(tmp_path / "load.jsonl"))
    kept.append([one("feed")])
    with open(kept.path, "ab") as file:
        file.write(line)

    with pytest.raises(CannotLook, match=r"load\.jsonl:2: this is no run"):
        kept.read()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotLook, match="cannot be written"):
        InFile(str(tmp_path / "missing" / "load.jsonl")).append([one("feed")])


def test_a_ref_of_the_remote_keeps_what_every_clone_adds(clones: tuple[Repo, Repo]) -> None:
    first, second = (store(REF, str(repo.path), repo.environ) for repo in clones)

    before = first.read()
    first.append([one("feed")])
    second.append([one("search")])

    assert before == []
    assert endpoints(first.read()) == ["feed", "search"]
    branches = clones[0]("ls-remote", "--heads", "origin").split()
    assert branches[1::2] == ["refs/heads/main"], "no branch that a host would deploy"


def test_two_writers_at_once_lose_nothing(clones: tuple[Repo, Repo]) -> None:
    stores = [AtRef("refs/launchready/load", str(repo.path), repo.environ) for repo in clones]

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(stores[n % 2].append, [one(str(n))]) for n in range(6)]:
            future.result()

    assert sorted(endpoints(stores[0].read())) == list("012345")


def test_a_remote_that_is_not_there_is_told(tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "alone")

    with pytest.raises(CannotLook, match="git says: 'origin'"):
        store(REF, str(repo.path), repo.environ).read()


def event(folder: Path, default: str) -> str:
    file = folder / "event.json"
    file.write_text(f'{{"repository": {{"default_branch": "{default}"}}}}')
    return str(file)


@pytest.mark.parametrize(
    ("environ", "writes"),
    [
        pytest.param({"GITHUB_REF": "refs/heads/main"}, True, id="GitHub, the default branch"),
        pytest.param({"GITHUB_REF": "refs/heads/topic"}, False, id="GitHub, another branch"),
        pytest.param({"GITHUB_REF": "refs/tags/main"}, False, id="GitHub, a tag"),
        pytest.param(
            {"GITHUB_REF": "refs/heads/main", "GITHUB_EVENT_NAME": "pull_request_target"},
            False,
            id="GitHub, a pull request",
        ),
        pytest.param(
            {"CI_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "main"}, True, id="GitLab, default"
        ),
        pytest.param({"CI_DEFAULT_BRANCH": "main"}, False, id="GitLab, a merge request"),
        pytest.param({}, False, id="nobody knows"),
    ],
)
def test_only_the_default_branch_writes(
    environ: dict[str, str], writes: bool, tmp_path: Path
) -> None:
    repo = Repo.new(tmp_path / "repo")
    given = {"GITHUB_EVENT_PATH": event(tmp_path, "main"), **environ}

    assert branch.is_default(str(repo.path), {**repo.environ, **given}) is writes
