"""Contract, code and target environment are held against each other, with places and no values."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest

from launchready_ci.baseline import Baseline
from launchready_ci.config import load
from launchready_ci.findings import GateReport, Location, Outcome
from launchready_ci.gate import Context, run
from launchready_ci.gates.env import GATE, Env, Environment
from launchready_ci.gates.env.contract.dotenv import declarations
from launchready_ci.gates.env.usage import usage
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.nodes import ConfigError
from launchready_ci.sources import Text
from launchready_ci.suite import Settings, Suite
from tests.gates.secret_samples import sample

Repository = Callable[[Mapping[str, str]], Path]


def judge(
    root: Path, config: Env | None = None, environ: Mapping[str, str] | None = None
) -> GateReport:
    context = Context(
        str(root),
        {"PATH": os.environ["PATH"], **(environ or {})},
        load("launchready.yaml", None),
        Baseline(),
    )
    return run(GATE, config or Env(), context)


def failed(report: GateReport, rule: str) -> dict[str, list[str]]:
    """Subject → places of the findings of a rule."""
    return {
        result.subject: [str(finding.location) for finding in result.findings]
        for result in report.results
        if result.rule.id == rule and result.outcome is Outcome.FAILED
    }


def reads(path: str, data: bytes) -> list[Read]:
    return [item for item in usage([Text(path, data)]) if isinstance(item, Read)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("import os\nos.environ['A']", ("A", False), id="subscript"),
        pytest.param("import os\nos.environ.get('A', 'x')", ("A", True), id="get"),
        pytest.param("import os\nos.getenv('A')", ("A", True), id="getenv"),
        pytest.param("import os as o\no.environ.pop('A', '')", ("A", True), id="module alias"),
        pytest.param("from os import environ as e\ne['A']", ("A", False), id="name alias"),
        pytest.param("from os import getenv\ngetenv('A')", ("A", True), id="imported getenv"),
        pytest.param("import os\n'A' in os.environ", ("A", True), id="membership"),
    ],
)
def test_a_read_is_found(code: str, expected: tuple[str, bool]) -> None:
    found = [(read.name, read.default) for read in reads("a.py", code.encode())]

    assert found == [expected]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("text = \"os.environ['A']\"", id="in a string"),
        pytest.param("# os.environ['A']", id="in a comment"),
        pytest.param("import os\nos.environ['A'] = '1'", id="an assignment"),
        pytest.param("class os:\n  environ = {}\nos.environ['A']", id="somebody else's os"),
        pytest.param("import os\nos.environ[name]", id="a computed name"),
    ],
)
def test_what_reads_no_named_variable_is_not_found(code: str) -> None:
    assert reads("a.py", code.encode()) == []


def test_a_column_counts_code_points() -> None:
    (read,) = reads("a.py", "import os\nx = 'é你', os.environ['A']\n".encode())

    assert read.location == Location("a.py", 2, 22, 2, 25)


def test_declarations_have_their_place() -> None:
    found = list(declarations(".env.example", b"# a=1\nexport B = 2\n\nnot a declaration\nC=\n"))

    assert [(d.name, d.location.line, d.location.column) for d in found] == [
        ("B", 2, 8),
        ("C", 5, 1),
    ]


def test_a_read_that_the_contract_lacks_is_named_at_every_place(repository: Repository) -> None:
    code = "import os\nos.environ['A']\nos.environ['B']\n"
    root = repository({".env.example": "A=\n", "a.py": code, "b.py": code})

    report = judge(root)

    assert failed(report, "LR-ENV002") == {"B": ["a.py:3:12", "b.py:3:12"]}
    assert failed(report, "LR-ENV003") == {}


def test_a_declaration_that_nothing_reads_is_a_warning(repository: Repository) -> None:
    root = repository({".env.example": "A=\n", "a.py": "x = 1\n"})

    report = judge(root)

    assert failed(report, "LR-ENV003") == {"A": [".env.example:1:1"]}
    assert report.outcome is Outcome.PASSED


def test_a_hook_leaves_unused_variables_to_the_full_run(repository: Repository) -> None:
    root = repository({".env.example": "A=\n", "a.py": "import os\nos.environ['B']\n"})

    report = judge(root, Env(hook=True))

    assert failed(report, "LR-ENV002") == {"B": ["a.py:2:12"]}
    unused = next(r for r in report.results if r.rule.id == "LR-ENV003")
    assert unused.outcome is Outcome.SKIPPED


def test_without_a_contract_a_hook_is_skipped_and_a_full_run_is_an_error(
    repository: Repository,
) -> None:
    root = repository({"a.py": "import os\nos.environ['B']\n"})

    assert judge(root, Env(hook=True)).outcome is Outcome.SKIPPED
    full = judge(root)
    assert full.outcome is Outcome.ERROR
    assert "looked for .env.schema, .env.example, .env.sample" in full.reason


def test_a_missing_variable_of_the_target_is_named_and_a_default_is_enough(
    repository: Repository,
) -> None:
    code = "import os\nos.environ['A']\nos.environ['B']\nos.environ.get('C', '1')\n"
    root = repository({".env.example": "A=\nB=\nC=\n", "a.py": code})
    config = Env(environment="production", environments={"production": Environment(("D",))})

    report = judge(root, config, {"A": "1", "B": ""})

    assert set(failed(report, "LR-ENV001")) == {"D"}
    assert set(failed(report, "LR-ENV006")) == {"B"}
    assert report.outcome is Outcome.FAILED


def test_names_exported_from_the_host_stand_for_the_environment(repository: Repository) -> None:
    root = repository({".env.example": "A=\nB=\n", "a.py": "x = 1\n"})
    (root / "names.txt").write_text("A\n\n")
    config = Env(environment="p", environments={"p": Environment(names="names.txt")})

    report = judge(root, config, {"B": "1"})

    assert set(failed(report, "LR-ENV001")) == {"B"}


def test_code_that_does_not_parse_is_an_error_and_the_rest_goes_on(repository: Repository) -> None:
    broken = "import os\nos.environ[\n"
    root = repository({".env.example": "", "a.py": broken, "b.py": "import os\nos.environ['B']\n"})

    report = judge(root)

    assert report.outcome is Outcome.ERROR
    assert report.reason == "not valid Python"
    assert set(failed(report, "LR-ENV002")) == {"B"}


def test_an_inline_suppression_is_read_from_the_contract(repository: Repository) -> None:
    line = "A=  # launchready: ignore[LR-ENV003] the container's entry point reads it\n"
    root = repository({".env.example": line, "a.py": "x = 1\n"})

    assert failed(judge(root), "LR-ENV003") == {}


def test_without_a_contract_a_stage_goes_on_and_says_so(repository: Repository) -> None:
    root = repository({"a.py": "x = 1\n"})
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"]})

    report = suite.run(suite.plan(["env"], {}, may_skip=True), "pre-commit")

    assert report.gates[0].outcome is Outcome.SKIPPED
    assert "no contract" in report.gates[0].reason


def test_a_stage_that_names_the_environment_wants_a_contract(repository: Repository) -> None:
    root = repository({"a.py": "x = 1\n"})
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"]})
    plan = suite.plan(["env"], {"environment": "production"}, may_skip=True)

    report = suite.run(plan, "pre-build")

    assert report.gates[0].outcome is Outcome.ERROR


def test_an_environment_that_is_not_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of production"):
        Env(environment="prod", environments={"production": Environment()})


def test_a_value_in_place_of_a_name_is_not_shown(repository: Repository) -> None:
    value = sample("LR-SEC060", Random(1)).value
    root = repository({".env.example": "A=\n", "a.py": f"import os\nos.environ['{value}']\n"})

    report = judge(root)

    assert list(failed(report, "LR-ENV002").values()) == [["a.py:2:12"]]
    assert value not in repr(report)


@pytest.mark.parametrize("name", ["DATABASE_URL", "AWS_S3_BUCKET_NAME_2", "Port", "A"])
def test_a_name_is_shown_as_it_is(repository: Repository, name: str) -> None:
    root = repository({".env.example": "X=\n", "a.py": f"import os\nos.environ['{name}']\n"})

    assert set(failed(judge(root), "LR-ENV002")) == {name}


SETTINGS = """from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    database_url: str
    debug: bool = False
"""


def test_a_settings_class_and_a_file_are_one_contract(repository: Repository) -> None:
    code = "import os\nos.environ['DATABASE_URL']\nos.environ['MAIL_URL']\nos.environ['X']\n"
    root = repository({"s.py": SETTINGS, ".env.example": "MAIL_URL=\n", "a.py": code})
    config = Env(contract=("s.py:Settings", ".env.example"), environment="production")

    report = judge(root, config)

    assert set(failed(report, "LR-ENV002")) == {"X"}
    assert failed(report, "LR-ENV001") == {
        "DATABASE_URL": ["s.py:4:5"],
        "MAIL_URL": [".env.example:1:1"],
    }


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("s.py:Setings", "s.py has no class Setings, did you mean Settings?"),
        ("t.py:Settings", "there is no file t.py, did you mean s.py?"),
        ("s.py", "name its class, such as s.py:Settings"),
        (".env.exampel", "there is no file .env.exampel, did you mean .env.example?"),
    ],
)
def test_an_entry_that_is_not_there_is_refused_with_its_place(
    repository: Repository, entry: str, told: str
) -> None:
    config = f"env:\n  contract: [.env.example, {entry}]\n"
    root = repository({"s.py": SETTINGS, ".env.example": "A=\n", "launchready.yaml": config})
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"]})

    with pytest.raises(ConfigError) as caught:
        suite.plan(["env"], {})

    assert str(caught.value) == f"launchready.yaml:2:28: env.contract[1]: {told}"


def test_a_settings_module_that_does_not_parse_is_an_error_and_the_rest_goes_on(
    repository: Repository,
) -> None:
    root = repository({"s.py": "class Settings(:\n", ".env.example": "A=\n", "a.py": "x = 1\n"})

    report = judge(root, Env(contract=("s.py:Settings", ".env.example")))

    assert report.outcome is Outcome.ERROR
    assert set(failed(report, "LR-ENV003")) == {"A"}


def test_a_contract_that_git_does_not_track_is_an_error(repository: Repository) -> None:
    root = repository({"a.py": "x = 1\n"})
    (root / ".env.example").write_text("A=\n")

    report = judge(root, Env(contract=(".env.example",)))

    assert report.outcome is Outcome.ERROR
    assert "git does not track .env.example" in report.reason


def test_what_is_excluded_is_not_read_and_a_broken_test_is_meant_so(repository: Repository) -> None:
    broken = "import os\nos.environ[\n"
    files = {".env.example": "", "old/a.py": broken, "tests/b.py": broken, "c.py": "x = 1\n"}

    report = judge(repository(files), Env(exclude=("old/**",)))

    assert report.outcome is Outcome.PASSED


HELPERS = {
    ".env.example": "A=\n",
    "app/__init__.py": "",
    "app/env/__init__.py": "from .read import needed\n",
    "app/env/read.py": "import os\n\ndef needed(name):\n    return os.environ['APP_' + name]\n",
    "app/broken.py": "import os\nos.environ[\n",
    "app/other.py": "import os\nos.environ['ELSEWHERE']\n",
    "app/main.py": "x = 1\n",
}


def committed(root: Path) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    command = ["git", *identity, "commit", "-q", "-m", "x"]
    subprocess.run(command, cwd=root, check=True)


def stage(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text)
    subprocess.run(["git", "add", name], cwd=root, check=True)


@pytest.mark.parametrize(
    "start", ["from app.env import needed", "from .env import needed", "from app.env.read import *"]
)
def test_a_hook_follows_a_staged_call_into_an_unchanged_helper(
    repository: Repository, start: str
) -> None:
    root = repository(HELPERS)
    committed(root)
    stage(root, "app/main.py", f"import app.broken\n{start}\nneeded('B')\n")

    report = judge(root, Env(hook=True))

    assert report.outcome is Outcome.FAILED
    assert failed(report, "LR-ENV002") == {"APP_B": ["app/main.py:3:8"]}


@pytest.mark.parametrize("contract", [".env.example", "launchready.yaml"])
def test_a_hook_that_commits_the_contract_reads_all_of_the_code(
    repository: Repository, contract: str
) -> None:
    files = {**HELPERS, "app/broken.py": "", "launchready.yaml": "env: {}\n"}
    root = repository(files)
    committed(root)
    stage(root, contract, "# nothing\n")

    report = judge(root, Env(hook=True))

    assert set(failed(report, "LR-ENV002")) == {"ELSEWHERE"}


@pytest.mark.parametrize(
    ("given", "noted"),
    [
        pytest.param({}, True, id="nobody said which"),
        pytest.param({"environment": "production"}, False, id="named"),
    ],
)
def test_before_a_build_for_nobody_knows_what_the_list_of_environments_is_told(
    repository: Repository, given: dict[str, object], noted: bool
) -> None:
    root = repository({".env.example": "A=\n", "a.py": "import os\nos.environ['A']\n"})
    (root / "launchready.yaml").write_text("env: {environments: {production: {require: [B]}}}\n")
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"], "A": "x"})

    report = suite.run(suite.plan(["env"], given), "pre-build")

    assert bool(failed(report.gates[0], "LR-ENV001")) != noted
    assert any("--environment NAME, one of production" in note for note in report.notes) == noted


def test_a_hook_follows_a_staged_page_into_an_unchanged_helper(repository: Repository) -> None:
    helper = "export function need(name) {\n  return process.env['APP_' + name];\n}\n"
    root = repository({".env.example": "A=\n", "web/env.js": helper, "web/page.js": "let x;\n"})
    committed(root)
    stage(root, "web/page.js", "import { need } from './env';\nneed('B');\n")

    report = judge(root, Env(hook=True))

    assert set(failed(report, "LR-ENV002")) == {"APP_B"}


def test_a_schema_brings_what_it_imports(repository: Repository) -> None:
    imports = "# @import(../shared/, pick=[DB_*])\n# @import(./.env.more)\n"
    files = {
        "app/.env.schema": f"{imports}# ---\nA=\n",
        "app/.env.more": "# @import(./.env.schema)\n# ---\nMORE=\n",
        "shared/.env.schema": "DB_URL=\nOTHER=\n",
        "a.py": "import os\nfor n in ('A', 'DB_URL', 'MORE', 'OTHER'):\n    os.environ[n]\n",
    }

    report = judge(repository(files), Env(contract=("app/.env.schema",)))

    assert set(failed(report, "LR-ENV002")) == {"OTHER"}


@pytest.mark.parametrize("hook", [False, True], ids=["full run", "hook"])
def test_a_tracked_env_file_is_told_without_a_contract_too(
    repository: Repository, hook: bool
) -> None:
    password = sample("LR-SEC060", Random(2)).value
    root = repository({".env": f"PASSWORD={password}\n", "a.py": "import os\nos.environ['B']\n"})

    report = judge(root, Env(hook=hook))

    assert set(failed(report, "LR-ENV021")) == {".env"}
    assert report.outcome is (Outcome.FAILED if hook else Outcome.ERROR)


def test_the_command_tells_it_beside_the_missing_contract(repository: Repository) -> None:
    password = sample("LR-SEC060", Random(3)).value
    root = repository({".env": f"PASSWORD={password}\n"})
    command = [sys.executable, "-m", "launchready_ci", "env", "--root", str(root)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "LR-ENV021" in done.stdout
    assert "no contract" in done.stdout
    assert password not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(
            (name, True)
            for name in ("NODE_ENV", "NO_COLOR", "VERCEL_URL", "PYTHONPATH", "GITHUB_SHA")
        ),
        *((name, True) for name in ("npm_package_version", "https_proxy", "INPUT_TOKEN", "HOME")),
        *((name, False) for name in ("HOST", "PORT", "GITHUB_CLIENT_SECRET", "GITHUB_TOKEN")),
        *(
            (name, False)
            for name in ("VERCEL_TOKEN", "RAILWAY_TOKEN", "AWS_REGION", "NEXTAUTH_URL")
        ),
    ],
)
def test_what_hosts_and_tools_set_needs_no_declaration(
    repository: Repository, name: str, given: bool
) -> None:
    root = repository({".env.example": "A=\n", "a.js": f"use(process.env.A, process.env.{name})\n"})

    assert (failed(judge(root), "LR-ENV002") == {}) is given


@pytest.mark.parametrize(
    ("files", "unused"),
    [
        pytest.param({}, {"SENTRY_DSN", "PGHOST", "OLD"}, id="nothing that reads them"),
        pytest.param({"requirements.txt": "sentry-sdk==2.0\n"}, {"PGHOST", "OLD"}, id="a library"),
        pytest.param(
            {"compose.yaml": "services: {db: {image: 'postgres:17'}}\n"},
            {"SENTRY_DSN", "OLD"},
            id="an image",
        ),
    ],
)
def test_what_a_library_or_an_image_reads_is_used(
    repository: Repository, files: dict[str, str], unused: set[str]
) -> None:
    contract = "NODE_ENV=\nSENTRY_DSN=\nPGHOST=\nOLD=\n"
    root = repository({".env.example": contract, "a.py": "x = 1\n", **files})

    assert set(failed(judge(root), "LR-ENV003")) == unused


def test_a_dockerfile_of_a_test_is_no_release(repository: Repository) -> None:
    text = "FROM x\nENV SECRET_KEY=6fd2b1a04c\n"
    root = repository({".env.example": "A=\n", "Dockerfile": text, "tests/b/Dockerfile": text})

    assert failed(judge(root), "LR-ENV026") == {"SECRET_KEY": ["Dockerfile:2:5"]}
