"""A hook runs at every commit: what the short commands may not load."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.world import Repository

pytestmark = pytest.mark.e2e

HEAVY = {
    "detect_secrets",
    "httpx",
    "importlib.metadata",
    "jinja2",
    "pydantic",
    "pydantic_settings",
    "requests",
    "tempfile",
    "xml.etree",
}
HOOK = HEAVY | {"hashlib", "pathlib"}
PLAIN = HOOK | {"click", "selectors", "subprocess", "threading", "yaml"}
CLEAN = PLAIN | {
    "dataclasses",
    "inspect",
    "launchready_ci.config",
    "launchready_ci.gate",
    "launchready_ci.suite",
}
LOADED = """
import json, sys
from launchready_ci.start import run
code = run()
with open("modules.json", "w") as file:
    json.dump([code, sorted(sys.modules)], file)
"""


def loaded(repo: Repository, python: Path, arguments: Sequence[str]) -> set[str]:
    """The modules that a command has loaded when it ends well."""
    done = repo.run(python, "-I", "-c", LOADED, *arguments)
    code, modules = json.loads((repo.path / "modules.json").read_text())
    assert code == 0, done.text
    return set(modules)


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        pytest.param(["--help"], HOOK, id="--help"),
        pytest.param(["--version"], HOOK, id="--version"),
        pytest.param(["rules"], HEAVY, id="rules"),
        pytest.param(["secrets", "--help"], HEAVY, id="secrets --help"),
        pytest.param(["secrets", "--staged"], PLAIN, id="nothing staged"),
        pytest.param(["env", "--hook"], HEAVY, id="env"),
    ],
)
def test_a_short_command_loads_nothing_heavy(
    repo: Repository, installed: Path, arguments: list[str], heavy: set[str]
) -> None:
    assert loaded(repo, installed / "python", arguments) & heavy == set()


def test_a_clean_commit_loads_nothing_heavy_once_the_cache_is_warm(
    repo: Repository, installed: Path
) -> None:
    repo.stage({f"m{i}.py": f"def f{i}(x):\n    return x + {i}\n" * 20 for i in range(10)})
    repo.launchready("secrets", "--staged")

    assert loaded(repo, installed / "python", ["secrets", "--staged"]) & CLEAN == set()


def test_nor_does_it_once_the_configuration_is_known(repo: Repository, installed: Path) -> None:
    repo.stage({"launchready.yaml": "secrets:\n  exclude: ['vendor/**']\n", "m.py": "x = 1\n"})
    time.sleep(2.1)  # what changed just now is read again
    repo.launchready("secrets", "--staged")

    assert loaded(repo, installed / "python", ["secrets", "--staged"]) & CLEAN == set()
