"""In a repository of several apps each contract answers for the code below its folder."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import Outcome
from launchready_ci.gates.env import Env
from launchready_ci.gates.env.usage import Read, usage
from launchready_ci.sources import Text
from tests.gates.env.test_gate import failed, judge

Repository = Callable[[Mapping[str, str]], Path]


def reading(*names: str) -> str:
    return "import os\n" + "".join(f"os.environ[{name!r}]\n" for name in names)


MONOREPO = {
    ".env.example": "SHARED=\nROOT_ONLY=\n",
    "tool.py": reading("ROOT_ONLY", "WEB_ONLY"),
    "apps/web/.env.example": "WEB_ONLY=\n",
    "apps/web/app/main.py": reading("SHARED", "WEB_ONLY", "API_ONLY"),
    "apps/api/.env.example": "API_ONLY=\nLEFT_OVER=\n",
    "apps/api/main.py": reading("API_ONLY"),
}


def test_code_is_held_against_the_nearest_contract_and_those_above(repository: Repository) -> None:
    report = judge(repository(MONOREPO))

    assert failed(report, "LR-ENV002") == {
        "WEB_ONLY": ["tool.py:3:12"],
        "API_ONLY": ["apps/web/app/main.py:4:12"],
    }


def test_what_another_app_reads_is_no_use_of_a_variable(repository: Repository) -> None:
    files = {**MONOREPO, "apps/web/more.py": reading("LEFT_OVER")}

    report = judge(repository(files))

    assert failed(report, "LR-ENV003") == {"LEFT_OVER": ["apps/api/.env.example:2:1"]}


def test_what_no_contract_answers_for_is_told_and_no_finding(repository: Repository) -> None:
    """A repository is not judged by the contract of its sample app."""
    root = repository(
        {
            "library.py": reading("LIBRARY_HOME"),
            "examples/shop/.env.example": "SHOP=\nUSED_OUTSIDE=\n",
            "examples/shop/app.py": reading("SHOP"),
            "shared.py": reading("USED_OUTSIDE"),
        }
    )

    report = judge(root)

    assert report.outcome is Outcome.PASSED
    assert failed(report, "LR-ENV003") == {}


@pytest.mark.parametrize("folder", ["docker", "deploy/config"])
def test_a_contract_beside_no_code_answers_for_the_folder_above(
    repository: Repository, folder: str
) -> None:
    report = judge(
        repository(
            {
                f"{folder}/.env.example": "KNOWN=\n",
                f"{folder}/compose.yaml": "services: {}\n",
                "app.py": reading("KNOWN", "UNKNOWN"),
            }
        )
    )

    assert failed(report, "LR-ENV002") == {"UNKNOWN": ["app.py:3:12"]}


def test_two_apps_may_say_different_things_of_one_variable(repository: Repository) -> None:
    schema = "# @type={}\nSIZE={}\n"
    report = judge(
        repository(
            {
                "a/.env.schema": schema.format("number", 1),
                "a/main.py": reading("SIZE"),
                "b/.env.schema": schema.format("enum(s, m)", "s"),
                "b/main.py": reading("SIZE"),
            }
        )
    )

    assert failed(report, "LR-ENV030") == failed(report, "LR-ENV031") == {}


def test_what_launchready_yaml_names_answers_for_everything(repository: Repository) -> None:
    files = {"app/.env.example": "KNOWN=\n", "app/a.py": "", "b.py": reading("KNOWN", "UNKNOWN")}

    report = judge(repository(files), Env(contract=("app/.env.example",)))

    assert failed(report, "LR-ENV002") == {"UNKNOWN": ["b.py:3:12"]}


def test_what_is_excluded_is_no_contract(repository: Repository) -> None:
    files = {".env.example": "A=\n", "a/.env.example": "B=\n", "a/a.py": reading("A"), "b.py": ""}

    report = judge(repository(files), Env(exclude=("a/**",)))

    assert failed(report, "LR-ENV003") == {"A": [".env.example:1:1"]}


def test_a_file_of_variables_is_held_against_the_contract_of_its_folder(
    repository: Repository,
) -> None:
    root = repository({**MONOREPO, "apps/api/production.env": "API_ONLY=1\nSHARED=2\n"})
    file = str(root / "apps/api/production.env")

    report = judge(root, Env(env_file=(file,), environment="production"))

    assert sorted(failed(report, "LR-ENV001")) == ["LEFT_OVER", "ROOT_ONLY"]


@pytest.mark.parametrize(
    ("line", "optional"),
    [
        ("os.environ['A']", False),
        ("a = os.environ.get('A')", False),
        ("a = os.getenv('A', None)", False),
        ("connect(os.getenv('A'))", False),
        ("a = need('A')", False),
        ("a = os.environ.get('A', '')", True),
        ("a = os.environ.get('A') or 'x'", True),
        ("a = os.getenv('A') == '1'", True),
        ("if os.getenv('A'): pass", True),
        ("a = 'A' in os.environ", True),
        ("a = need('A', 'x')", True),
        ("a = need('A') or 'x'", True),
    ],
)
def test_a_read_with_something_to_take_instead_is_optional(line: str, *, optional: bool) -> None:
    helper = "import os\ndef need(name, default=None):\n    return os.getenv(name, default)\n"

    found = [r for r in usage([Text("a.py", f"{helper}{line}\n".encode())]) if isinstance(r, Read)]

    assert [(read.name, read.optional) for read in found] == [("A", optional)]


def test_an_undeclared_variable_with_a_default_is_advice(repository: Repository) -> None:
    code = "import os\nos.getenv('WORKERS', '2')\nos.getenv('WORKERS', '3')\nos.getenv('KEY')\n"

    report = judge(repository({".env.example": "", "a.py": code}))

    assert failed(report, "LR-ENV002") == {"KEY": ["a.py:4:11"]}
    assert failed(report, "LR-ENV038") == {"WORKERS": ["a.py:2:11"]}


def test_a_field_of_settings_with_a_default_is_advice(repository: Repository) -> None:
    code = (
        "from pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    key: str\n    workers: int = 2\n"
    )

    report = judge(repository({".env.example": "", "a.py": code}))

    assert list(failed(report, "LR-ENV002")) == ["KEY"]
    assert list(failed(report, "LR-ENV038")) == ["WORKERS"]


def test_what_is_commented_out_in_an_example_is_declared_and_optional(
    repository: Repository,
) -> None:
    example = "# How many at once\n# WORKERS=2\n#PORT=80\nKEY=\n# KEY=other\n"
    root = repository({".env.example": example, "a.py": reading("WORKERS", "PORT", "KEY")})

    report = judge(root, Env(environment="staging"), {"KEY": "k"})

    assert report.outcome is Outcome.PASSED
    assert failed(report, "LR-ENV033") == {}


def test_a_file_that_asks_for_a_variable_knows_what_to_do_without_it(
    repository: Repository,
) -> None:
    asking = "import os\nif os.getenv('DSN'):\n    print(os.environ['DSN'])\n"

    report = judge(repository({".env.example": "", "a.py": asking, "b.py": reading("OTHER")}))

    assert list(failed(report, "LR-ENV002")) == ["OTHER"]
    assert failed(report, "LR-ENV038") == {"DSN": ["a.py:2:14"]}


def test_what_compose_passes_on_is_for_the_code_to_say(repository: Repository) -> None:
    compose = "services: {app: {image: x, environment: ['SIZE=${SIZE}']}}\n"
    code = "import os\nos.getenv('SIZE', '1')\n"

    report = judge(repository({".env.example": "", "a.py": code, "compose.yaml": compose}))

    assert failed(report, "LR-ENV002") == {}
    assert failed(report, "LR-ENV038") == {"SIZE": ["a.py:2:11"]}


def test_a_declared_variable_that_code_reads_is_not_what_another_was_meant_to_be(
    repository: Repository,
) -> None:
    files = {".env.example": "CACHE_HOST=\n", "a.py": reading("CACHE_HOST", "CACHE_HOSTS")}

    report = judge(repository(files))

    assert failed(report, "LR-ENV034") == {}
    assert list(failed(report, "LR-ENV002")) == ["CACHE_HOSTS"]


@pytest.mark.parametrize("folder", ["vendor/lib", "app/third_party", "node_modules/a"])
def test_other_peoples_code_in_the_repository_is_not_read(
    repository: Repository, folder: str
) -> None:
    files = {".env.example": "A=\n", "a.py": reading("A"), f"{folder}/b.py": reading("B")}

    assert failed(judge(repository(files)), "LR-ENV002") == {}


@pytest.mark.parametrize("name", [".env.template", ".env.dist", "example.env"])
def test_other_names_of_an_example_are_contracts_too(repository: Repository, name: str) -> None:
    report = judge(repository({name: "A=\n", "a.py": reading("A", "B")}))

    assert list(failed(report, "LR-ENV002")) == ["B"]


@pytest.mark.parametrize(
    ("path", "code", "value", "fits"),
    [
        ("a.py", "import os\nint(os.environ['PORT'])\n", "80a", False),
        ("a.py", "import os\nint(os.environ.get('PORT', '80'))\n", "99999", False),
        ("a.py", "import os\nfloat(os.getenv('PORT') or 1)\n", "fast", False),
        ("a.ts", "listen(Number(process.env.PORT))", "80a", False),
        ("a.go", 'package a\nfunc f() { strconv.Atoi(os.Getenv("PORT")) }', "80a", False),
        ("a.ts", "parseInt(process.env.PORT)", "80a", True),
        ("a.py", "import os\nint(os.environ['PORT'])\n", "8080", True),
        ("a.py", "import os\nprint(os.environ['PORT'])\n", "80a", True),
    ],
)
def test_what_code_makes_a_number_of_has_to_be_one(
    repository: Repository, path: str, code: str, value: str, *, fits: bool
) -> None:
    root = repository({".env.example": "PORT=\n", path: code, "staging.env": f"PORT={value}\n"})

    report = judge(root, Env(env_file=(str(root / "staging.env"),)))

    assert bool(failed(report, "LR-ENV007")) is not fits


def test_an_address_with_a_password_is_a_secret_that_two_environments_share(
    repository: Repository,
) -> None:
    password = f"Tr9vQx{7213}kd"
    shared = f"DATABASE_URL=postgres://app:{password}@db.example.net/app\n"
    local = f"CACHE_URL=redis://:{password}@localhost/0\n"
    root = repository(
        {
            ".env.example": "DATABASE_URL=\nCACHE_URL=\n",
            "staging.env": shared + local,
            "production.env": shared + local,
        }
    )
    files = tuple(str(root / name) for name in ("staging.env", "production.env"))

    report = judge(root, Env(env_file=files))

    assert list(failed(report, "LR-ENV014")) == ["DATABASE_URL"]


def test_a_variable_is_told_once_for_each_file(repository: Repository) -> None:
    files = {".env.example": "", "a.py": reading("A", "A", "A"), "b.py": reading("A")}

    report = judge(repository(files))

    found = [f for r in report.results if r.rule.id == "LR-ENV002" for f in r.findings]
    assert [(str(f.location), " more line" in f.message) for f in found] == [
        ("a.py:2:12", True),
        ("b.py:2:12", False),
    ]
