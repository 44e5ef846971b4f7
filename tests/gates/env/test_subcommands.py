"""``env inventory`` and ``env example`` say what the contract says, and show nothing secret."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from launchready_ci import subcommands
from launchready_ci.gates.env import example, inventory
from launchready_ci.gates.env.contract.dotenv import declarations
from launchready_ci.subcommands import Printed
from launchready_ci.suite import Settings
from launchready_ci.unusable import UsageError
from tests.gates.secret_samples import sample

Repository = Callable[[Mapping[str, str]], Path]
SECRET = sample("LR-SEC060", Random(3)).value
SETTINGS = f"""from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    database_url: str = Field(description="Where the | data is.")
    port: int = 8000
    mode: str = "a b"
    vendor: str = "{SECRET}"
    token: SecretStr = "hush"
    gone: str = Field("", deprecated=True)
"""
MAIN = "import os\nos.environ['MAIL']; os.getenv('LEVEL')\nos.environ['HOME']\n"
FILES = {
    "app/settings.py": SETTINGS,
    "app/main.py": MAIN,
    "tests/test_main.py": "import os\nos.environ['ONLY_IN_TESTS']\n",
    "launchready.yaml": "env:\n  contract: [app/settings.py:Settings]\n"
    "  variables: {MAIL: {required: [production]}}\n"
    "  environments: {production: {require: [LEVEL]}}\n",
}


def perform(root: Path, command: subcommands.Subcommand[Any, Any], **given: object) -> Printed:
    return subcommands.perform("env", command, given, Settings(str(root)))


@pytest.fixture
def root(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = repository(FILES)
    monkeypatch.chdir(folder)
    return folder


def test_the_inventory_has_every_variable_with_its_places(root: Path) -> None:
    printed = perform(root, inventory.COMMAND, format="json")

    rows = {row["name"]: row for row in json.loads(printed.text)["variables"]}
    assert rows.keys() == {
        *("DATABASE_URL", "GONE", "LEVEL", "MAIL", "MODE", "PORT", "TOKEN", "VENDOR")
    }
    assert rows["DATABASE_URL"] == {
        "name": "DATABASE_URL",
        "required": True,
        "secret": True,
        "type": "string",
        "default": False,
        "description": "Where the | data is.",
        "environments": [],
        "declared_at": [{"path": "app/settings.py", "line": 5}],
        "used_at": [{"path": "app/settings.py", "line": 5}],
    }
    mail, level, port = rows["MAIL"], rows["LEVEL"], rows["PORT"]
    assert (mail["required"], mail["environments"]) == (True, ["production"])
    assert mail["declared_at"] == [{"path": "launchready.yaml", "line": 3}]
    assert mail["used_at"] == [{"path": "app/main.py", "line": 2}]
    assert (level["required"], level["default"], level["type"]) == (True, True, None)
    assert (port["required"], port["default"], port["type"]) == (False, True, "int")
    assert SECRET not in printed.text
    assert "hush" not in printed.text


def test_paths_limit_the_inventory(root: Path) -> None:
    printed = perform(root, inventory.COMMAND, format="json", paths=("app/main.py",))

    assert [row["name"] for row in json.loads(printed.text)["variables"]] == ["LEVEL", "MAIL"]


def test_the_inventory_is_a_table(root: Path) -> None:
    lines = perform(root, inventory.COMMAND).text.splitlines()

    assert lines[0].startswith("| Variable | Required |")
    assert (
        "| `DATABASE_URL` | yes | yes | string | no | Where the \\| data is. "
        "| app/settings.py:5 | app/settings.py:5 |" in lines
    )
    assert (
        "| `MAIL` | in production | no |  | no |  | launchready.yaml:3 | app/main.py:2 |" in lines
    )


def test_the_inventory_needs_no_contract_and_names_what_it_could_not_read(
    repository: Repository,
) -> None:
    root = repository({"a.py": "import os\nos.environ[\n", "b.py": "import os\nos.environ['B']\n"})

    printed = perform(root, inventory.COMMAND, format="json")

    assert [row["name"] for row in json.loads(printed.text)["variables"]] == ["B"]
    assert printed.warnings == "not read: a.py:2:1: not valid Python\n"


@pytest.mark.parametrize(
    ("given", "told"),
    [({"format": "jsno"}, "did you mean json?"), ({"paths": ("nope",)}, "nope: there is no such")],
)
def test_what_the_inventory_refuses(root: Path, given: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told.replace("?", r"\?")):
        perform(root, inventory.COMMAND, **given)


def test_the_example_holds_names_and_no_secret(root: Path) -> None:
    printed = perform(root, example.COMMAND)

    assert printed.text == (
        "# required in production\n"
        "MAIL=\n\n"
        "# Where the | data is.\n"
        "# required\n"
        "DATABASE_URL=\n\n"
        "# optional, int\n"
        "PORT=8000\n\n"
        "# optional\n"
        "MODE='a b'\n\n"
        "# optional\n"
        "VENDOR=\n\n"
        "# optional, secret\n"
        "TOKEN="
    )
    names = [d.name for d in declarations(".env.example", printed.text.encode())]
    assert names == ["MAIL", "DATABASE_URL", "PORT", "MODE", "VENDOR", "TOKEN"]


def test_the_example_overwrites_nothing_unless_told(root: Path) -> None:
    (root / ".env.example").write_text("mine\n")

    with pytest.raises(UsageError, match="--overwrite replaces it"):
        perform(root, example.COMMAND, write=".env.example")

    assert (root / ".env.example").read_text() == "mine\n"
    said = perform(root, example.COMMAND, write=".env.example", overwrite=True)
    assert said.text == ".env.example: 6 variables"
    assert (root / ".env.example").read_text().startswith("# required in production\nMAIL=\n")
    with pytest.raises(UsageError, match="no such file or directory"):
        perform(root, example.COMMAND, write=os.path.join("nowhere", "x"))


@pytest.mark.parametrize(
    "comment",
    [
        "old: DB_PASSWORD='hunter2'",
        'mail (token "hunter2")',
        "the password is: hunter2",
        "as in API_KEY=hunter2",
    ],
)
def test_a_value_in_a_comment_is_not_told(repository: Repository, comment: str) -> None:
    root = repository({".env.example": f"# {comment}\nMAIL=\n"})

    said = [
        perform(root, inventory.COMMAND, format="json").text,
        perform(root, inventory.COMMAND).text,
        perform(root, example.COMMAND).text,
    ]

    assert [text for text in said if "hunter2" in text] == []
    assert "[redacted]" in json.loads(said[0])["variables"][0]["description"]


def test_without_a_contract_there_is_no_example(repository: Repository) -> None:
    printed = perform(repository({"a.py": "x = 1\n"}), example.COMMAND)

    assert printed.exit_code == 3
    assert "looked for .env.schema" in printed.text
