"""A pass says what was looked at; nothing at all is no pass, unless there was nothing to do."""

import json
from pathlib import Path

import pytest

from launchready_ci import reports
from launchready_ci.findings import Outcome, Report
from launchready_ci.suite import Settings, Suite
from tests.repos import Repo

ALL = b'secrets: {exclude: ["**"]}\n'


def report_of(repo: Repo, **given: object) -> Report:
    suite = Suite.load(Settings(str(repo.path)), repo.environ)
    return suite.run(suite.plan(["secrets"], given))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo.new(tmp_path / "repo")
    repo.commit({b"a.py": b"x = 1\n", b"b.py": b"y = 1\n"})
    return repo


@pytest.mark.parametrize(
    ("given", "counted", "said"),
    [
        ({}, {"files": 2}, "2 files looked at"),
        ({"files": ("a.py",)}, {"files": 1}, "1 file looked at"),
        ({"history": True}, {"files": 3, "commits": 2}, "3 files in 2 commits looked at"),
        ({"range": "HEAD~1..HEAD"}, {"files": 1, "commits": 1}, "1 file in 1 commit looked at"),
    ],
)
def test_a_pass_says_how_much_was_looked_at(
    repo: Repo,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, object],
    counted: dict[str, int],
    said: str,
) -> None:
    repo.commit({b"a.py": b"x = 2\n"})
    monkeypatch.chdir(repo.path)

    report = report_of(repo, **given)

    assert report.outcome is Outcome.PASSED
    assert report.gates[0].looked_at == counted
    assert f"secrets: passed, {said} (" in reports.render("console", report)
    assert f"| {said} |" in reports.render("summary", report)
    assert json.loads(reports.render("json", report))["gates"][0]["reason"] == said


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({}, "secrets.exclude leaves out all of it: 3 files", id="the tree"),
        pytest.param({"history": True}, "secrets.exclude leaves out all of it", id="the history"),
        pytest.param({"files": ("a.py",)}, "leaves out all of it: 1 file", id="a named file"),
    ],
)
def test_all_excluded_is_no_pass(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, given: dict[str, object], reason: str
) -> None:
    repo.commit({b"launchready.yaml": ALL})
    monkeypatch.chdir(repo.path)

    report = report_of(repo, **given)

    assert report.exit_code == 3
    assert reason in report.gates[0].reason


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"staged": True}, "secrets.exclude leaves out all of it", id="staged"),
        pytest.param({"hook": True}, "secrets.exclude leaves out all of it", id="a hook"),
        pytest.param(
            {"hook": True, "files": ("a.py",)}, "leaves out all of it: 1 file", id="a hook's files"
        ),
        pytest.param({"range": "HEAD~1..HEAD"}, "secrets.exclude leaves out", id="a range"),
    ],
)
def test_a_change_of_excluded_files_only_is_nothing_to_do(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, given: dict[str, object], reason: str
) -> None:
    repo.commit({b"launchready.yaml": ALL, b"a.py": b"x = 2\n"})
    repo.add({b"a.py": b"x = 3\n"})
    monkeypatch.chdir(repo.path)

    report = report_of(repo, **given)

    assert report.exit_code == 0
    assert report.gates[0].outcome is Outcome.SKIPPED
    assert reason in report.gates[0].reason


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        pytest.param({}, 3, "no file is tracked (links and submodules have no", id="the tree"),
        pytest.param({"history": True}, 3, "no commit brings a file in", id="the history"),
        pytest.param({"files": ("l",)}, 3, "no file is named (links and", id="a named link"),
        pytest.param({"staged": True}, 0, "no file is staged (links and", id="staged"),
        pytest.param({"range": "HEAD~1..HEAD"}, 0, "no commit of the range brings", id="a range"),
    ],
)
def test_links_alone_are_nothing_to_look_at(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, object],
    code: int,
    reason: str,
) -> None:
    repo = Repo.new(tmp_path / "links")
    repo.commit()
    (repo.path / "l").symlink_to("/etc/hostname")
    repo.commit()
    (repo.path / "m").symlink_to("/etc/hostname")
    repo.add({})
    monkeypatch.chdir(repo.path)

    report = report_of(repo, **given)

    assert report.exit_code == code
    assert reason in report.gates[0].reason
