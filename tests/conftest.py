"""What every test may use: golden files, and programs that a machine may lack."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def require() -> Callable[[object, str], None]:
    """``require(shutil.which("act"), "act")``: skip where it is absent.

    Under ``LAUNCHREADY_REQUIRE_ALL=1`` such a skip is a failure.
    """

    def hold(there: object, name: str) -> None:
        if there:
            return
        if os.environ.get("LAUNCHREADY_REQUIRE_ALL") == "1":
            pytest.fail(f"{name} is not installed, and LAUNCHREADY_REQUIRE_ALL=1 wants it")
        pytest.skip(f"{name} is not installed")

    return hold


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden("clean.json", text)`` holds text against ``golden/`` beside the test's module."""

    def hold(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text, f"{path} differs: --update-golden, read the diff"

    return hold
