"""Which environments are asked for, and what is said of them."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import Outcome
from launchready_ci.gate import Context
from launchready_ci.gates.env.configuration import Env, Environment
from launchready_ci.gates.env.targets import targets
from launchready_ci.suite import Settings, Suite

Repository = Callable[[Mapping[str, str]], Path]
Given = dict[str, object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (".env", "prod.env", ".env.production", "staging.env", "a.env", "b.env"):
        (tmp_path / name).write_text(f"A={name}\n")
    return tmp_path


def context(folder: Path) -> Context:
    suite = Suite.load(Settings(str(folder)), {"PATH": os.environ["PATH"]})
    return Context(str(folder), {}, suite.configuration, suite.baseline, section="env")


@pytest.mark.parametrize(
    ("files", "environment", "listed", "expected"),
    [
        pytest.param(["prod.env"], "production", ["production"], ["production"], id="named"),
        pytest.param(["prod.env"], "", ["production"], ["production"], id="listed"),
        pytest.param(["prod.env"], "", [], ["prod"], id="by its name"),
        pytest.param(["staging.env"], "production", [], ["production"], id="the user knows better"),
        pytest.param([".env", "prod.env"], "production", [], ["production"], id="layers"),
        pytest.param(
            ["a.env", "b.env"], "production", [], ["production"], id="layers without name"
        ),
        pytest.param(["a.env", "b.env"], "", [], ["", ""], id="each on its own"),
        pytest.param(["prod.env", "staging.env"], "", [], ["prod", "staging"], id="two"),
        pytest.param(
            ["prod.env", "staging.env"],
            "production",
            [],
            ["production", "staging"],
            id="one beside",
        ),
    ],
)
def test_a_file_is_of_an_environment(
    folder: Path, files: list[str], environment: str, listed: list[str], expected: list[str]
) -> None:
    config = Env(
        environments={name: Environment() for name in listed},
        environment=environment,
        env_file=tuple(str(folder / file) for file in files),
    )

    assert [target.name for target in targets(config, context(folder))] == expected


def failed(root: Path, given: Given, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Rule → the messages of its findings."""
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"], **(environ or {})})
    report = suite.run(suite.plan(["env"], given)).gates[0]
    assert report.outcome is not Outcome.ERROR, report.reason
    found: dict[str, list[str]] = {}
    for result in report.results:
        for finding in result.open:
            found.setdefault(result.rule.id, []).append(finding.message)
    return {rule: "; ".join(messages) for rule, messages in found.items()}


CODE = (
    "import os\nfor name in ('A', 'B'):\n    os.environ[name]\nos.environ['A'], os.environ['B']\n"
)


def test_a_finding_names_file_line_and_environment(repository: Repository, tmp_path: Path) -> None:
    root = repository({".env.example": "A=\nB=\n", "a.py": CODE})
    file = tmp_path / "x.env"
    file.write_text("# x\nA=http://localhost:1\n")

    found = failed(root, {"environment": "production", "env_file": (str(file),)})

    at = f"{file}:2 (production)"
    assert found["LR-ENV009"] == f"A leads to the machine that the app runs on, in {at}"
    assert found["LR-ENV001"] == f"B is required and not set in {file} (production)"


def test_what_launchready_yaml_asks_of_an_environment_is_held(repository: Repository) -> None:
    asks = "{require: [B], forbid: [C, D, E]}"
    config = f"env: {{environments: {{live: {asks}, eu: {{production: true}}, staging: {{}}}}}}\n"
    root = repository({".env.example": "A=\n", "launchready.yaml": config, "a.py": CODE})
    environ = {"A": "http://localhost", "C": "1", "D": ""}

    found = failed(root, {"environment": "live"}, environ)

    assert found["LR-ENV001"] == "B is required and not set in the environment live"
    assert found["LR-ENV020"] == "C is forbidden and set in the environment live"
    assert "LR-ENV009" in found
    assert "LR-ENV009" in failed(root, {"environment": "eu"}, environ)
    assert failed(root, {"environment": "staging"}, environ).keys() == {"LR-ENV002"}


def test_a_secret_that_two_environments_share_is_told_once(
    repository: Repository, tmp_path: Path
) -> None:
    root = repository({".env.example": "SECRET_KEY=\n"})
    for name in ("production.env", "staging.env"):
        (tmp_path / name).write_text("SECRET_KEY=" + "k9Xw2" * 5 + "\nPORT=8000\n")
    files = tuple(str(tmp_path / name) for name in ("production.env", "staging.env"))

    found = failed(root, {"env_file": files})

    there, here = (f"{file}:1 ({Path(file).stem})" for file in files)
    assert found["LR-ENV014"] == f"SECRET_KEY is the same secret as in {there}, in {here}"


def test_a_list_of_names_says_what_is_missing_and_judges_no_value(repository: Repository) -> None:
    config = "env: {environments: {production: {names: names.txt}}}\n"
    files = {".env.example": "A=\nB=\n", "launchready.yaml": config, "names.txt": "| A | x |\n"}
    root = repository({**files, "a.py": CODE})
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"], "B": "1"})

    report = suite.run(suite.plan(["env"], {"environment": "production"})).gates[0]

    results = {result.rule.id: result for result in report.results if result.rule.id != "LR-ENV001"}
    assert failed(root, {"environment": "production"}).keys() == {"LR-ENV001"}
    assert results["LR-ENV008"].outcome is Outcome.SKIPPED
    assert results["LR-ENV008"].reason == "names.txt holds names only"


def test_without_a_name_nobody_knows_whether_it_is_production(repository: Repository) -> None:
    root = repository({".env.example": "A=\nB=\n", "a.py": CODE})
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"], "A": "changeme", "B": "1"})

    report = suite.run(suite.plan(["env"], {}), "pre-build").gates[0]

    skipped = next(result for result in report.results if result.rule.id == "LR-ENV008")
    assert (report.outcome, skipped.outcome) == (Outcome.PASSED, Outcome.SKIPPED)
    assert "--environment NAME" in skipped.reason


@pytest.mark.parametrize("alias", ["A", "OTHER"])
def test_another_name_that_would_do_is_enough(repository: Repository, alias: str) -> None:
    code = (
        "from pydantic import AliasChoices, Field\nfrom pydantic_settings import BaseSettings\n\n\n"
        "class Settings(BaseSettings):\n"
        "    a: str = Field(validation_alias=AliasChoices('A', 'OTHER'))\n"
    )
    config = "env: {contract: [app.py:Settings]}\n"
    root = repository({"app.py": code, "launchready.yaml": config})

    assert failed(root, {"environment": "staging"}, {alias: "x"}) == {}
    assert failed(root, {"environment": "staging"}, {alias: ""}).keys() == {"LR-ENV006"}
    assert failed(root, {"environment": "staging"}).keys() == {"LR-ENV001"}
