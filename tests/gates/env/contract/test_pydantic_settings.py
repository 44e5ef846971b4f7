"""A settings class declares what pydantic-settings would read for it; nothing is imported."""

from collections.abc import Mapping

import pytest

from launchready_ci.gates.env.contract.pydantic_settings import declarations
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.values.types import ValueType

HEAD = """
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Optional
from pydantic import AliasChoices, BaseModel, Field, HttpUrl, PostgresDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
"""


def declared(files: Mapping[str, str], name: str = "Settings") -> dict[str, Declared]:
    data = {path: text.encode() for path, text in files.items()}
    found = declarations("app/settings.py", name, data, data.__getitem__)
    assert found is not None
    return {item.name: item for item in found}


def field(text: str) -> Declared:
    enum = "class Mode(str, Enum):\n    dev = 'd'\n    prod = 'p'\n"
    source = f"{HEAD}\n{enum}\nclass Settings(BaseSettings):\n    {text}\n"
    (found,) = declared({"app/settings.py": source}).values()
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: str", ValueType("string")),
        ("a: int = 3", ValueType("int")),
        ("a: bool", ValueType("bool")),
        ("a: 'int'", ValueType("int")),
        ("a: Optional[float] = None", ValueType("float")),
        ("a: HttpUrl | None = None", ValueType("url", schemes=("http", "https"))),
        ("a: PostgresDsn", ValueType("dsn")),
        ("a: Path", ValueType("path")),
        ("a: timedelta", ValueType("duration")),
        ("a: list[str] = []", ValueType("list")),
        ("a: dict[str, int]", ValueType("object")),
        ("a: Literal['x', 'y']", ValueType("enum", choices=("x", "y"))),
        ("a: Mode = Mode.dev", ValueType("enum", choices=("d", "p"))),
        ("a: Annotated[int, Field(ge=1, lt=10)]", ValueType("int", least=1, most=9)),
        ("a: str = Field(min_length=32)", ValueType("string", least=32)),
        ("a: SecretStr", ValueType("string")),
        ("a: int | str", None),
        ("a: Unknown", None),
    ],
)
def test_the_type_of_a_field(text: str, expected: ValueType | None) -> None:
    assert field(text).type == expected


@pytest.mark.parametrize(
    ("text", "required", "default"),
    [
        ("a: str", True, None),
        ("a: str = Field(...)", True, None),
        ("a: str | None = None", False, ""),
        ("a: int = 8000", False, "8000"),
        ("a: bool = True", False, "true"),
        ("a: str = Field('x', description='d')", False, "x"),
        ("a: str = Field(default='x')", False, "x"),
        ("a: list[str] = Field(default_factory=list)", False, ""),
        ("a: Annotated[str, Field(min_length=1)] = 'x'", False, "x"),
    ],
)
def test_what_has_no_default_is_required(text: str, *, required: bool, default: str | None) -> None:
    found = field(text)

    assert (found.required, found.default) == (required, default)


def test_what_a_field_says_for_people() -> None:
    found = field(
        "a: SecretStr = Field(description='The key.', examples=['k'], deprecated='use B')"
    )

    assert (found.description, found.example, found.deprecated) == ("The key.", "k", "use B")
    assert (found.secret, field("a: str").secret) == (True, None)
    assert field("a: str = Field(deprecated=True)").deprecated == ""


def test_bases_prefixes_aliases_and_nested_models() -> None:
    base = f"""{HEAD}
class Shared(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHARED_", env_nested_delimiter="__")
    debug: bool = False
    region: str
"""
    own = f"""{HEAD}
from .base import Shared
from app.models import Database

class Settings(Shared):
    model_config = SettingsConfigDict(env_prefix="APP_")
    region: str = "eu"
    key: SecretStr = Field(validation_alias=AliasChoices("KEY", "OLD_KEY"))
    database: Database
    kind: ClassVar[str] = "x"
"""
    models = f"""{HEAD}
class Database(BaseModel):
    host: str
    port: int = 5432
"""

    found = declared(
        {
            "app/settings.py": own,
            "app/base.py": base,
            "app/models.py": models,
            "app/__init__.py": "",
        }
    )

    assert {name: item.required for name, item in found.items()} == {
        "APP_REGION": False,
        "KEY": True,
        "APP_DATABASE__HOST": True,
        "APP_DATABASE__PORT": False,
        "APP_DEBUG": False,
    }
    assert found["KEY"].instead == ("OLD_KEY",)
    assert found["APP_DEBUG"].location.path == "app/base.py"


def test_a_module_without_the_class_and_one_that_does_not_parse() -> None:
    assert declarations("a.py", "Settings", ["a.py"], lambda _: b"x = 1") is None
    with pytest.raises(SyntaxError):
        declarations("a.py", "Settings", ["a.py"], lambda _: b"class (")
