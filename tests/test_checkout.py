"""Which launchready.yaml is read, and which name can only be a slip."""

from pathlib import Path

import pytest

from launchready_ci.checkout import CONFIG, configuration
from launchready_ci.findings import Location
from launchready_ci.unusable import UsageError

WORKFLOW = {
    "GITHUB_REPOSITORY": "octo/app",
    "GITHUB_WORKFLOW_REF": "octo/app/.github/workflows/ci.yml@refs/heads/main",
}


@pytest.mark.parametrize(
    "name",
    [
        "launchready.yml",
        ".launchready.yaml",
        ".launchready.yml",
        "launchready.yaml.txt",
        "Launchready.yaml",
        "launch-ready.yaml",
        "launch_ready.yml",
        "lauchready.yaml",
        "launchredy.yml",
    ],
)
def test_a_name_that_can_only_be_a_slip_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("secrets: {exclude: [a]}\n")

    with pytest.raises(UsageError, match=r"not read, the name is launchready\.yaml") as caught:
        configuration(str(tmp_path), "", {})

    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize(
    "name",
    [
        "launchready.example.yaml",
        "launchready.yaml.orig",
        "launchpad.yaml",
        "already.yaml",
        "docker-compose.yml",
        "launchready.baseline",
    ],
)
def test_another_file_is_let_be(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("a: 1\n")

    assert not configuration(str(tmp_path), "", {}).has("a")


def test_beside_the_right_one_no_other_name_matters(tmp_path: Path) -> None:
    (tmp_path / "launchready.yml").write_text("a: 1\n")
    (tmp_path / CONFIG).write_text("env: {contract: [a]}\n")

    assert configuration(str(tmp_path), "", {}).has("env")


def test_without_a_file_what_nobody_wrote_is_asked_for_by_the_workflow(tmp_path: Path) -> None:
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/ci.yml").touch()

    found = configuration(str(tmp_path), "", WORKFLOW)

    assert found.place("smoke", "steps") == Location(".github/workflows/ci.yml")


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param(WORKFLOW, id="a workflow that is not checked out"),
        pytest.param(WORKFLOW | {"GITHUB_REPOSITORY": "octo/other"}, id="another repository's"),
        pytest.param({}, id="no workflow"),
    ],
)
def test_else_by_the_file_that_is_missing(tmp_path: Path, environ: dict[str, str]) -> None:
    assert configuration(str(tmp_path), "", environ).place("smoke") == Location(CONFIG)
