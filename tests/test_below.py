"""A root below the top level: it alone is looked at, and reports count paths from the top."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.gates.secret_samples import sample
from tests.repos import Repo

KEY = sample("LR-SEC004", Random(1)).value.encode()
OTHER = sample("LR-SEC004", Random(2)).value.encode()


def launchready(repo: Repo, *arguments: str) -> str:
    """What a run in the repository prints."""
    command = [sys.executable, "-m", "launchready_ci", *arguments]
    environ = {**repo.environ, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(command, cwd=repo.path, env=environ, capture_output=True, check=False)
    assert done.stdout, done.stderr
    return done.stdout.decode()


def report_of(repo: Repo, *arguments: str) -> Any:  # noqa: ANN401 - a JSON report
    return json.loads(launchready(repo, *arguments, "--output", "json"))


def paths(report: Any) -> list[str]:  # noqa: ANN401
    """Where its open findings are."""
    return sorted(
        finding["location"]["path"]
        for result in report["results"]
        for finding in result["findings"]
        if not finding["suppressed"]
    )


@pytest.fixture
def monorepo(tmp_path: Path) -> Repo:
    """A key in ``web``, another beside it, both on a side branch that was merged by hand."""
    repo = Repo.new(tmp_path / "repo")
    repo.commit({b"web/a.py": b"", b"api/a.py": b""})
    repo("checkout", "-q", "-b", "side")
    repo.commit({b"web/b.py": b"k = '%b'\n" % KEY, b"api/b.py": b"k = '%b'\n" % OTHER})
    repo("checkout", "-q", "main")
    repo.commit({b"web/c.py": b"x = 1\n"})
    repo("merge", "-q", "--no-commit", "side")
    repo.commit({b"web/merged.py": b"m = '%b'\n" % OTHER})
    return repo


def test_only_what_is_below_it_is_searched(monorepo: Repo) -> None:
    report = report_of(monorepo, "secrets", "--root", "web")

    assert paths(report) == ["web/b.py", "web/merged.py"]


def test_a_history_has_its_commits_and_merges(monorepo: Repo) -> None:
    report = report_of(monorepo, "secrets", "--root", "web", "--history")

    assert paths(report) == ["web/b.py", "web/merged.py"]


def test_what_is_staged_elsewhere_is_no_concern_of_it(monorepo: Repo) -> None:
    more = sample("LR-SEC004", Random(3)).value.encode()
    monorepo.add({b"api/d.py": b"k = '%b'\n" % more})

    report = report_of(monorepo, "secrets", "--root", "web", "--staged")

    assert (paths(report), report["outcome"]) == ([], "skipped")


def test_its_own_configuration_counts_paths_from_it(monorepo: Repo) -> None:
    monorepo.add({b"web/launchready.yaml": b"secrets: {exclude: [b.py]}\n"})

    report = report_of(monorepo, "secrets", "--root", "web")

    assert paths(report) == ["web/merged.py"]


def test_a_baseline_of_it_forgives_what_stands_there(monorepo: Repo) -> None:
    launchready(monorepo, "baseline", "secrets", "--root", "web", "--reason", "known")

    report = report_of(monorepo, "secrets", "--root", "web")

    assert (paths(report), report["outcome"]) == ([], "passed")


def test_what_nobody_asked_for_by_a_file_points_to_the_workflow(monorepo: Repo) -> None:
    monorepo.add({b".github/workflows/ci.yml": b"on: push\n"})
    reference = "o/r/.github/workflows/ci.yml@refs/heads/main"
    monorepo.environ = {
        **monorepo.environ,
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_WORKFLOW_REF": reference,
    }

    said = launchready(monorepo, "env", "--root", "web", "--output", "github")

    assert "file=.github/workflows/ci.yml" in said


def test_a_contract_below_it_is_held_against_the_code_there(monorepo: Repo) -> None:
    read = b"import os\nos.environ['B']\n"
    monorepo.add({b"web/.env.example": b"A=\n", b"web/s.py": read, b"api/s.py": read})

    report = report_of(monorepo, "env", "--root", "web")

    assert paths(report) == ["web/.env.example", "web/s.py"]
