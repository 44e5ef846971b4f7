"""With ``--import-settings`` a class may be computed; the import sees none of our variables."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import Location, Outcome
from launchready_ci.gate import CannotLook
from launchready_ci.gates.env import Env
from launchready_ci.gates.env.contract.imported import declarations
from launchready_ci.gates.env.contract.variable import Declared
from tests.gates.env.test_gate import failed, judge

Repository = Callable[[Mapping[str, str]], Path]
COMPUTED = """import os
from pydantic import AliasChoices, BaseModel, Field, SecretStr, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

print("noise on stdout")
PREFIX = "".join(["SH", "OP_"])

class Database(BaseModel):
    host: str
    port: int = 5432

class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")
    leaked: str = os.environ.get("TOP_SECRET", "nothing")

Settings = create_model(
    "Settings",
    __base__=Base,
    key=(SecretStr, Field(description="The key.")),
    mail=(str, Field("x", validation_alias=AliasChoices("MAIL", "OLD_MAIL"))),
    database=(Database, ...),
)
settings = Settings()
"""


@pytest.fixture
def environ() -> dict[str, str]:
    """The interpreter that runs the tests has pydantic-settings."""
    return {"VIRTUAL_ENV": sys.prefix, "PATH": os.environ["PATH"], "TOP_SECRET": "hush"}


def test_a_computed_class_is_read_without_our_variables(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "settings.py").write_text(COMPUTED)

    found = {
        declared.name: declared
        for declared in declarations("app/settings.py", "Settings", str(tmp_path), environ, ())
    }

    assert {name: declared.required for name, declared in found.items()} == {
        "SHOP_LEAKED": False,
        "SHOP_KEY": True,
        "MAIL": False,
        "SHOP_DATABASE__HOST": True,
        "SHOP_DATABASE__PORT": False,
    }
    assert found["MAIL"].instead == ("OLD_MAIL",)
    assert (found["SHOP_KEY"].secret, found["SHOP_KEY"].description) == (True, "The key.")
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import nowhere", r"cannot be imported: ModuleNotFoundError \(nowhere\)"),
        ("raise ValueError('hush')", "cannot be imported: ValueError$"),
        ("x = 1", "cannot be imported: AttributeError"),
    ],
)
def test_what_cannot_be_imported_is_told_without_its_words(
    tmp_path: Path, environ: dict[str, str], code: str, told: str
) -> None:
    (tmp_path / "s.py").write_text(code)

    with pytest.raises(CannotLook, match=told):
        list(declarations("s.py", "Settings", str(tmp_path), environ, ()))


def test_nothing_is_imported_unless_the_command_line_says_so(
    repository: Repository, environ: dict[str, str]
) -> None:
    code = COMPUTED + "open('imported', 'w').close()\n"
    root = repository({"s.py": code, "a.py": "import os\nos.environ['SHOP_KEY']\n"})

    still = judge(root, Env(contract=("s.py:Settings",)), environ)
    assert not (root / "imported").exists()
    asked = judge(root, Env(contract=("s.py:Settings",), import_settings=True), environ)

    assert still.outcome is Outcome.ERROR
    assert (root / "imported").exists()
    assert set(failed(asked, "LR-ENV038")) == {"TOP_SECRET"}
    assert "SHOP_KEY" not in failed(asked, "LR-ENV003")


def test_places_come_from_the_text(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "s.py").write_text(COMPUTED)
    static = [Declared("SHOP_KEY", Location("s.py", 9), secret=True)]

    found = declarations("s.py", "Settings", str(tmp_path), environ, static)

    assert {d.name: d.location.line for d in found}["SHOP_KEY"] == 9


def test_a_class_that_cannot_be_imported_is_an_error_and_the_rest_goes_on(
    repository: Repository, environ: dict[str, str]
) -> None:
    code = "import os\nos.environ['A']\n"
    root = repository({"s.py": "import nowhere\n", ".env.example": "B=\n", "a.py": code})

    config = Env(contract=("s.py:Settings", ".env.example"), import_settings=True)

    report = judge(root, config, environ)

    assert report.outcome is Outcome.ERROR
    assert set(failed(report, "LR-ENV002")) == {"A"}
