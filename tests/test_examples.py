"""Every rule fails on its failing example, and on its passing one it does not.

``tests/examples/<gate>/<rule-id>-{fail,pass}`` is a small repository each; a file ``environ`` holds
the variables of the environment. The secret formats' examples are made from their samples.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from launchready_ci import documentation
from launchready_ci.findings import Outcome
from launchready_ci.suite import Settings, Suite
from tests.conftest import ROOT
from tests.repos import Repo

EXAMPLES = ROOT / "tests" / "examples"
FOLDERS = sorted(path for path in EXAMPLES.glob("*/*") if path.is_dir())
FAILS = {"fail": True, "pass": False}


def environment(folder: Path) -> Iterator[tuple[str, str]]:
    file = folder / "environ"
    for line in file.read_text().splitlines() if file.exists() else ():
        name, _, value = line.partition("=")
        yield name, value


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_example_fails_or_passes_as_its_name_says(folder: Path, tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "repo")
    shutil.copytree(folder, repo.path, dirs_exist_ok=True)
    repo.commit()
    rule, _, said = folder.name.rpartition("-")
    suite = Suite.load(Settings(str(repo.path)), {**repo.environ, **dict(environment(folder))})

    report = suite.run(suite.plan([folder.parent.name], {}), "pre-build").gates[0]

    outcomes = {result.outcome for result in report.results if result.rule.id == rule}
    assert bool(outcomes & {Outcome.FAILED, Outcome.ERROR}) is FAILS[said]
    if not FAILS[said] and not rule.endswith("000"):
        assert Outcome.PASSED in outcomes


def test_every_rule_of_the_other_gates_has_both() -> None:
    wanted = {
        f"{rule.id}-{said}"
        for gate, rule in documentation.rules()
        for said in FAILS
        if gate != "secrets"
    }

    assert {folder.name for folder in FOLDERS} == wanted
