"""What is installed: the package, and nothing that would squat on another name."""

import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.e2e


def test_the_wheel_holds_the_typed_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"launchready_ci"}
    assert "launchready_ci/py.typed" in names
    modules = {str(path.relative_to(ROOT)) for path in ROOT.glob("launchready_ci/**/*.py")}
    assert modules <= set(names)


def test_its_metadata_name_the_command_and_ask_for_python_3_11(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode()
        commands = archive.read(f"{info}/entry_points.txt").decode()

    assert "Requires-Python: >=3.11" in metadata
    assert "launchready = launchready_ci.start:main" in commands
