"""What is staged only has no history to rewrite: the fix says so, and only then."""

from pathlib import Path
from random import Random

import pytest

from launchready_ci import reports
from launchready_ci.findings import Report
from launchready_ci.suite import Settings, Suite
from tests.gates.secret_samples import sample
from tests.repos import Repo

TOKEN, OTHER = (sample("LR-SEC110", Random(seed)).value for seed in (1, 2))
LINE = f"GITLAB = '{TOKEN}'\n".encode()


def report_of(repo: Repo, **given: object) -> Report:
    suite = Suite.load(Settings(str(repo.path)), repo.environ)
    return suite.run(suite.plan(["secrets"], given))


def fixes(report: Report) -> list[str]:
    return [f.fix.partition(",")[0] for r in report.gates[0].results for f in r.findings]


NEW = ["Nothing is committed yet"]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo.new(tmp_path / "repo")
    repo.commit({b"a.py": b"x = 1\n"})
    return repo


@pytest.mark.parametrize("given", [{"staged": True}, {"hook": True}])
@pytest.mark.parametrize("path", [b"a.py", b"new.py", b"caf\xe9 new.py"])
def test_a_new_credential_has_no_history(repo: Repo, given: dict[str, object], path: bytes) -> None:
    repo.add({path: LINE})

    report = report_of(repo, **given)

    assert fixes(report) == NEW
    for name in ("console", "junit", "github", "summary"):
        assert "filter-repo" not in reports.render(name, report)
        assert "git restore --staged" in reports.render(name, report)


def test_one_that_is_mended_on_the_disk_only_has_to_be_staged(repo: Repo) -> None:
    repo.add({b"a.py": LINE})
    (repo.path / "a.py").write_bytes(b"GITLAB = os.environ['GITLAB']\n")

    report = report_of(repo, staged=True)

    assert "The file in your folder is already mended" in reports.render("console", report)


def test_a_bad_name_is_not_mended_by_what_the_file_holds(repo: Repo) -> None:
    repo.add({f"{TOKEN}.py".encode(): b"x = 1\n"})

    assert "already mended" not in reports.render("console", report_of(repo, staged=True))


@pytest.mark.parametrize(
    ("path", "given", "advice"),
    [
        (b"a.py", {"tree": True}, "Append: # launchready: ignore[LR-SEC110] reason"),
        (b"a.json", {"tree": True}, "Run: launchready baseline secrets --reason TEXT"),
        (b"a.py", {"history": True}, "Run: launchready baseline secrets --history --reason TEXT"),
    ],
    ids=["code", "data", "history"],
)
def test_the_way_to_forgive_it_is_one_that_works(
    repo: Repo, path: bytes, given: dict[str, object], advice: str
) -> None:
    repo.commit({path: LINE})

    assert f"Not a risk here? {advice}" in reports.render("console", report_of(repo, **given))


def test_before_the_first_commit_nothing_has_one(tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "first")
    repo.add({b"a.py": LINE})

    assert fixes(report_of(repo, staged=True)) == NEW


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_that_the_last_commit_holds_has(repo: Repo, encoding: str) -> None:
    text = LINE.decode()
    repo.commit({b"a.py": text.encode(encoding)})
    repo.add({b"a.py": f"\n{text}".encode(encoding)})

    report = report_of(repo, staged=True)

    assert fixes(report) == [""]
    assert "filter-repo" in reports.render("console", report)


def test_both_fixes_are_told_where_both_are_met(repo: Repo) -> None:
    repo.commit({b"a.py": LINE})
    repo.add({b"a.py": LINE + b"\n", b"b.py": f"GITLAB = '{OTHER}'\n".encode()})

    console = reports.render("console", report_of(repo, staged=True))

    assert console.count("How to fix LR-SEC110") == 2
    assert "filter-repo" in console
    assert "git restore --staged" in console


@pytest.mark.parametrize("given", [{}, {"history": True}, {"range": "HEAD~1..HEAD"}])
def test_elsewhere_the_rule_says_it(repo: Repo, given: dict[str, object]) -> None:
    repo.commit({b"a.py": LINE})

    assert fixes(report_of(repo, **given)) == [""]
