"""The env gate from a plain CI script, and its subcommands, as people run them."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.world import Repository

pytestmark = pytest.mark.e2e
SETTINGS = """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    port: int = 8000
"""
FILES = {
    "app.py": "from settings import Settings\n\nprint(Settings())\n",
    "settings.py": SETTINGS,
    "launchready.yaml": "env:\n  contract: [settings.py:Settings, .env.example]\n",
}


@pytest.fixture
def app(repo: Repository) -> Repository:
    repo.stage(FILES)
    repo.git("commit", "-q", "-m", "settings", "--no-verify")
    return repo


def test_a_plain_script_stops_the_build_and_names_what_is_missing(
    app: Repository, installed: Path
) -> None:
    hook = f"set -e\n{ROOT}/hooks/pre-build --environment production\necho built\n"
    path = f"{installed}:{app.environ['PATH']}"

    stopped = app.run("sh", "-c", hook, PATH=path)
    went_on = app.run("sh", "-c", hook, PATH=path, DATABASE_URL="postgresql://db.internal/app")

    assert stopped.code == 1, stopped.text
    assert "DATABASE_URL is required and not set in" in stopped.text
    assert "built" not in stopped.out.splitlines()
    assert went_on.code == 0, went_on.text
    assert "built" in went_on.out.splitlines()


def test_the_inventory_and_the_example_are_printed(app: Repository) -> None:
    inventory = app.launchready("env", "inventory", "--format", "json")
    example = app.launchready("env", "example")

    rows = {row["name"]: row for row in json.loads(inventory.out)["variables"]}
    assert rows["PORT"]["declared_at"] == [{"path": "settings.py", "line": 6}]
    assert rows["DATABASE_URL"]["required"] is True
    assert example.out == "# required\nDATABASE_URL=\n\n# optional, int\nPORT=8000\n"


def test_a_class_that_is_not_there_is_refused_with_its_place(app: Repository) -> None:
    app.stage({"launchready.yaml": "env:\n  contract: [settings.py:Setings]\n"})

    done = app.launchready("env")

    assert done.code == 2
    told = "launchready.yaml:2:14: env.contract[0]: settings.py has no class Setings"
    assert f"{told}, did you mean Settings?" in done.err
