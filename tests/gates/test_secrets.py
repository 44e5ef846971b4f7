"""From the texts to the report: the gate as a whole, on real repositories."""

import json
import os
import subprocess
import sys
from hashlib import sha1
from pathlib import Path
from random import Random

import pytest

from launchready_ci import forgive
from launchready_ci.findings import FORGIVEN_BY, GateReport, Outcome
from launchready_ci.suite import Settings, Suite
from launchready_ci.unusable import UsageError
from tests.conftest import ROOT
from tests.gates.secret_samples import sample
from tests.repos import Repo

TOKEN, OTHER = (sample("LR-SEC110", Random(seed)).value for seed in (1, 2))


def write(repo: Repo, name: str, text: str) -> None:
    repo.write({name.encode(): text.encode()})


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo.new(tmp_path / "repo")
    write(repo, "config.py", f"GITLAB = '{TOKEN}'\n")
    repo.commit()
    return repo


def suite_of(repo: Repo) -> Suite:
    return Suite.load(Settings(str(repo.path)), repo.environ)


def judge(repo: Repo, **given: object) -> GateReport:
    suite = suite_of(repo)
    return suite.run(suite.plan(["secrets"], given)).gates[0]


def found(report: GateReport) -> list[tuple[str, str, bool]]:
    """Rule, place and whether it is suppressed."""
    return [
        (result.rule.id, str(finding.location), finding.suppressed)
        for result in report.results
        for finding in result.findings
    ]


def test_a_token_is_found_at_its_place_and_its_value_goes_no_further(repo: Repo) -> None:
    report = judge(repo)

    assert found(report) == [("LR-SEC110", "config.py:1:11", False)]
    assert report.outcome is Outcome.FAILED
    assert TOKEN not in repr(report)


def test_the_history_says_what_is_still_in_the_tree(repo: Repo) -> None:
    write(repo, "gone.py", f"X = '{OTHER}'\n")
    repo.commit()
    (repo.path / "gone.py").unlink()
    repo.commit()

    report = judge(repo, history=True)

    messages = {
        finding.location.path: finding.message
        for result in report.results
        for finding in result.findings
    }
    assert "still in the tree" in messages["config.py"]
    assert "only in the history" in messages["gone.py"]
    assert all("brought in by commit" in message for message in messages.values())


def test_a_baseline_forgives_what_it_was_given_and_nothing_else(repo: Repo) -> None:
    forgive.forgive(suite_of(repo), "secrets", "a demo token")

    assert found(judge(repo)) == [("LR-SEC110", "config.py:1:11", True)]
    write(repo, "config.py", f"GITLAB = '{OTHER}'\n")
    repo.commit()
    suite = suite_of(repo)
    report = suite.run(suite.plan(["secrets"], {}))
    assert found(report.gates[0]) == [("LR-SEC110", "config.py:1:11", False)]
    assert "matches 1 of its entries" in report.notes[0]


def test_stale_entries_are_not_judged_by_a_partial_look(repo: Repo) -> None:
    forgive.forgive(suite_of(repo), "secrets", "a demo token")
    suite = suite_of(repo)

    report = suite.run(suite.plan(["secrets"], {"staged": True}))

    assert report.notes == ()
    assert report.gates[0].outcome is Outcome.SKIPPED


def test_pruning_drops_what_nothing_matches(repo: Repo) -> None:
    staged = {b"new.py": b"t = '%b'\n" % sample("LR-SEC060", Random(5)).value.encode()}
    repo.add(staged)
    forgive.forgive(suite_of(repo), "secrets", "a demo token")
    kept = len(suite_of(repo).baseline.entries) - 1
    repo("rm", "-q", "-f", "new.py")

    done = forgive.forgive(suite_of(repo), "secrets", "", prune=True)

    assert (done.exit_code, len(suite_of(repo).baseline.entries)) == (0, kept)


def test_pruning_keeps_what_only_the_history_holds(repo: Repo) -> None:
    forgive.forgive(suite_of(repo), "secrets", "a demo token")
    known = suite_of(repo).baseline.entries
    repo.commit()
    write(repo, "config.py", "GITLAB = None\n")
    repo.commit()

    done = forgive.forgive(suite_of(repo), "secrets", "", prune=True)

    assert (done.exit_code, suite_of(repo).baseline.entries) == (0, known)


def test_a_whole_history_can_be_forgiven(repo: Repo) -> None:
    repo.commit()
    write(repo, "config.py", "GITLAB = None\n")
    repo.commit()

    done = forgive.forgive(suite_of(repo), "secrets", "revoked", history=True)

    suite = suite_of(repo)
    report = suite.run(suite.plan(["secrets"], {"history": True}))
    assert (done.exit_code, report.outcome) == (0, Outcome.PASSED)
    with pytest.raises(UsageError, match="env has no history"):
        forgive.forgive(suite, "env", "no", history=True)


def test_forgiving_needs_a_reason(repo: Repo) -> None:
    with pytest.raises(UsageError, match="--reason"):
        forgive.forgive(suite_of(repo), "secrets", "")


@pytest.fixture
def known_to_detect_secrets(repo: Repo) -> Repo:
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n", "config.py"]
    scan = subprocess.run(command, cwd=repo.path, check=True, capture_output=True, text=True)
    assert json.loads(scan.stdout)["results"]
    write(repo, ".secrets.baseline", scan.stdout)
    return repo


def test_a_detect_secrets_baseline_is_honoured_and_never_rewritten(
    known_to_detect_secrets: Repo,
) -> None:
    repo = known_to_detect_secrets
    before = (repo.path / ".secrets.baseline").read_bytes()

    report = judge(repo)

    assert found(report) == [("LR-SEC110", "config.py:1:11", True)]
    finding = next(f for result in report.results for f in result.findings)
    assert finding.properties[FORGIVEN_BY] == ".secrets.baseline"
    assert (repo.path / ".secrets.baseline").read_bytes() == before


def test_a_detect_secrets_baseline_can_be_migrated(known_to_detect_secrets: Repo) -> None:
    repo = known_to_detect_secrets

    forgive.forgive(suite_of(repo), "secrets", "migrated", source=".secrets.baseline")
    (repo.path / ".secrets.baseline").unlink()

    assert found(judge(repo)) == [("LR-SEC110", "config.py:1:11", True)]


def test_a_baseline_that_is_no_baseline_is_an_error(repo: Repo) -> None:
    write(repo, ".secrets.baseline", "[]")

    report = judge(repo)

    assert report.outcome is Outcome.ERROR
    assert "not a detect-secrets baseline" in report.reason


def test_detect_secrets_own_detectors_are_a_set_of_their_own(repo: Repo) -> None:
    report = judge(repo, detectors="detect-secrets")

    rules = {rule for rule, _, _ in found(report)}
    assert "LR-SEC907" in rules
    ours = next(result for result in report.results if result.rule.id == "LR-SEC110")
    assert ours.outcome is Outcome.SKIPPED
    assert ours.reason == "only the detectors of detect-secrets looked"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"staged": True, "tree": True}, "--staged and --tree exclude each other"),
        ({"hook": True, "history": True}, "--hook and --history exclude each other"),
        ({"files": ("a",), "range": "A..B"}, "FILES and --range exclude each other"),
        ({"detectors": "gitleaks"}, "expected launchready or detect-secrets"),
        ({"run_custom_detectors": True}, "needs --detectors detect-secrets"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    repo: Repo, given: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        judge(repo, **given)


def test_code_that_a_baseline_names_runs_only_when_asked(known_to_detect_secrets: Repo) -> None:
    repo = known_to_detect_secrets
    content = json.loads((repo.path / ".secrets.baseline").read_text())
    plugin = repo.path / "plugin.py"
    plugin.write_text(f"open({str(repo.path / 'ran')!r}, 'w').close()\n")
    content["plugins_used"].append({"name": "Own", "path": f"file://{plugin}"})
    write(repo, ".secrets.baseline", json.dumps(content))

    judge(repo)
    judge(repo, detectors="detect-secrets")

    assert not (repo.path / "ran").exists()


@pytest.mark.parametrize("range_", ["..HEAD", "HEAD..", ".."])
def test_a_range_with_an_empty_side_is_an_error(repo: Repo, range_: str) -> None:
    report = judge(repo, range=range_)

    assert report.outcome is Outcome.ERROR
    assert "a variable that is not set" in report.reason


def test_what_a_range_lists_in_a_detect_secrets_baseline_is_said_but_never_in_a_flood(
    repo: Repo,
) -> None:
    names = [f"{number:02}.py" for number in range(30)]
    entry = {"hashed_secret": sha1(OTHER.encode()).hexdigest()}  # noqa: S324 - its form
    listed = {"results": {name: [entry] for name in names}}
    write(repo, ".secrets.baseline", json.dumps(listed, indent=2))
    base = repo("rev-parse", "HEAD")
    repo.commit({name.encode(): f"GITLAB = '{OTHER}'  # {name}\n".encode() for name in names})
    suite = suite_of(repo)

    report = suite.run(suite.plan(["secrets"], {"range": f"{base}..HEAD"}))
    tree = suite.run(suite.plan(["secrets"], {}))

    assert report.exit_code == 0, [f for f in found(report.gates[0]) if not f[2]]
    assert report.notes[0] == "newly forgiven here: LR-SEC110 in 00.py, by .secrets.baseline"
    assert len(report.notes) == 21
    assert report.notes[-1] == "newly forgiven here: more, see .secrets.baseline"
    assert tree.notes == ()


def test_another_root_beats_the_repository_of_a_hook(repo: Repo, tmp_path: Path) -> None:
    other = Repo.new(tmp_path / "other")
    other.commit({b"a.py": b"x = 1\n"})
    environ = {**repo.environ, "GIT_DIR": str(other.path / ".git")}

    suite = Suite.load(Settings(str(repo.path)), environ)

    report = suite.run(suite.plan(["secrets"], {})).gates[0]
    assert report.outcome is Outcome.FAILED


def test_our_own_sources_hold_no_secret() -> None:
    suite = Suite.load(Settings(str(ROOT)), {"PATH": os.environ["PATH"]})
    files = tuple(str(path) for path in sorted((ROOT / "launchready_ci").rglob("*.py")))

    report = suite.run(suite.plan(["secrets"], {"files": files})).gates[0]

    assert report.outcome is Outcome.PASSED, found(report)
