"""The files around the app: which of them Git may track, and what they may hold."""

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from launchready_ci.findings import Outcome
from launchready_ci.gates.env.files import dotenv
from launchready_ci.gates.env.files.dockerfile import baked
from launchready_ci.gates.env.rules.facts import EnvFile, Template
from launchready_ci.sources import Text
from launchready_ci.suite import Settings, Suite
from tests.gates.secret_samples import sample
from tests.repos import Repo

STRIPE = sample("LR-SEC060", Random(1)).value
GOOGLE = sample("LR-SEC027", Random(1)).value
RANDOM = sample("LR-SEC120", Random(2)).value


def failed(repo: Repo, given: dict[str, object] | None = None) -> dict[str, list[str]]:
    """Rule → places of its findings."""
    suite = Suite.load(Settings(str(repo.path)), repo.environ)
    report = suite.run(suite.plan(["env"], given or {})).gates[0]
    assert report.outcome is not Outcome.ERROR, report.reason
    found: dict[str, list[str]] = defaultdict(list)
    for result in report.results:
        found[result.rule.id] += [str(finding.location) for finding in result.open]
    return {rule: places for rule, places in found.items() if places}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo.new(tmp_path / "repo")
    repo.add({b".env.example": b"A=\n", b"a.py": b"import os\nos.environ['A']\n"})
    return repo


@pytest.mark.parametrize(
    ("path", "found", "example"),
    [
        (".env", True, False),
        (".env.production", True, False),
        (".env.local", True, False),
        ("deploy/prod.env", True, False),
        (".envrc", True, False),
        (".env.example", True, True),
        (".env.sample", True, True),
        ("example.env", True, True),
        (".env.dist", True, True),
        (".env.defaults", True, True),
        (".env.vault", True, True),
        (".env.production.enc", True, True),
        (".env.template.mjs", False, True),
        (".environment.yml", False, False),
        ("env.py", False, False),
        ("src/environment.ts", False, False),
        ("node_modules/x/.env", False, False),
        ("tests/fixtures/.env", False, False),
        (".venv/x", False, False),
    ],
)
def test_a_path_tells_a_dotenv_file(path: str, found: bool, example: bool) -> None:
    assert dotenv.is_dotenv(path) is found
    assert dotenv.is_example(path) is example


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (f"STRIPE={STRIPE}", True),
        (f"export STRIPE='{STRIPE}' # live", True),
        (f"NPM_TOKEN={RANDOM}", True),
        (f"GOOGLE_API_KEY={GOOGLE}", True),
        (f"VITE_FIREBASE_API_KEY={GOOGLE}", False),
        ("SECRET_KEY=changeme", False),
        ("SECRET_KEY=your-secret-key-with-32-characters", False),
        ("SECRET_KEY=<your-key>", False),
        ("SECRET_KEY=", False),
        ("SECRET_KEY=${FROM_THE_VAULT}", False),
        ("SECRET_KEY=encrypted:" + "BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt" * 2, False),
        ("SECRET_KEY=op://vault/item/field", False),
        ("DB_PASSWORD=postgres", False),
        ("DATABASE_URL=postgres://postgres:postgres@localhost/app", False),
        ("PORT=8000", False),
        ("API_URL=https://api.acme.io/v1?key=", False),
        ("COMMIT=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", False),
    ],
)
def test_a_line_holds_a_secret(line: str, holds: bool) -> None:
    for path in (".env", ".env.example"):
        facts = dotenv.judged(Text(path, f"# x\n{line}\n".encode()), tracked=True)

        assert [kept.place.line for kept in facts.kept] == ([2] if holds else [])


def test_a_kept_secret_is_told_by_name_and_kind() -> None:
    facts = dotenv.judged(Text(".env", f"STRIPE={STRIPE}\n".encode()), tracked=True)

    assert [str(kept) for kept in facts.kept] == ["STRIPE (Stripe secret key)"]
    assert isinstance(facts, EnvFile)
    assert isinstance(dotenv.judged(Text(".env.example", b""), tracked=True), Template)


def test_a_tracked_file_with_a_secret_is_an_error_at_its_line(repo: Repo) -> None:
    repo.commit({b".env": f"A=1\nB={STRIPE}\n".encode()})

    assert failed(repo)["LR-ENV021"] == [".env:2:3"]


def test_an_untracked_file_is_told_until_git_ignores_it(repo: Repo) -> None:
    repo.commit()
    repo.write({b".env": b"A=1\n", b"sub/.env.local": b"A=1\n", b".env.development": b"A=1\n"})

    assert failed(repo)["LR-ENV022"] == [".env:1:1", "sub/.env.local:1:1"]

    repo.commit({b".gitignore": b".env\n.env.local\n"})
    assert "LR-ENV022" not in failed(repo)


def test_a_hook_looks_at_what_is_staged_only(repo: Repo) -> None:
    repo.commit({b".env": f"B={STRIPE}\n".encode()})
    repo.write({b"sub/.env": b"A=1\n"})
    assert failed(repo, {"hook": True}) == {}

    repo.add({b".env.production": f"B={STRIPE}\n".encode()})
    assert failed(repo, {"hook": True}) == {
        "LR-ENV021": [".env.production:1:3"],
        "LR-ENV029": ["sub/.env:1:1"],
    }


def test_a_comment_beside_the_value_switches_the_rule_off(repo: Repo) -> None:
    line = f"A={STRIPE}  # launchready: ignore[LR-ENV023] published by the provider\n"
    repo.commit({b".env.example": line.encode()})

    assert failed(repo) == {}


@pytest.mark.parametrize(
    ("line", "literal"),
    [
        ("ENV SECRET_KEY=secret", True),
        ("ENV A=1 DB_PASSWORD='x y' B=2", True),
        ("ENV API_TOKEN abc def", True),
        (f"ARG NPM_TOKEN={RANDOM}", True),
        ("ARG SECRET_KEY=dummy", False),
        ("ARG SECRET_KEY_BASE=change-me", False),
        ("ENV A=1 \\\n    JWT_SECRET=abcdef", True),
        ("ENV SECRET_KEY=", False),
        ('ENV SECRET_KEY=""', False),
        ("ENV SECRET_KEY=$SECRET_KEY", False),
        ("ENV SECRET_KEY ${SECRET_KEY}", False),
        ("ENV JWT_SECRET=/run/secrets/jwt", False),
        ("ARG SECRET_KEY", None),
        ("ENV SECRET_KEY_FILE=x", None),
        ("ENV PORT=8000", None),
        ("# ENV SECRET_KEY=secret", None),
        ("RUN SECRET_KEY=build python manage.py collectstatic", None),
    ],
)
def test_a_dockerfile_gives_a_secret_its_value(line: str, literal: bool | None) -> None:
    found = list(baked(Text("Dockerfile", f"FROM a\n{line}\n".encode())))

    assert [facts.literal for facts in found] == ([] if literal is None else [literal])


def test_a_file_that_compose_names_must_be_there_ignored_or_told_of(repo: Repo) -> None:
    compose = """services:
  a: {image: x, env_file: gone.env}
  b: {image: x, env_file: [there.env, ignored.env, told.env]}
  c: {image: x, env_file: [{path: optional.env, required: false}, {path: lost.env}]}
  d: {image: x, env_file: "${WHICH}"}
"""
    names = (b"there.env", b"told.env.example")
    repo.commit({b"deploy/compose.yaml": compose.encode(), b"deploy/.gitignore": b"ignored.env\n"})
    repo.commit({b"deploy/" + name: b"A=\n" for name in names})

    assert failed(repo)["LR-ENV027"] == ["deploy/compose.yaml:2:27", "deploy/compose.yaml:4:74"]


def test_what_containers_and_workflows_need_is_told_apart_from_code(repo: Repo) -> None:
    compose = b"services: {a: {image: x, environment: {A: $B, C: '${C:-1}', D: '${GITHUB_SHA}'}}}\n"
    step = "      - run: x\n        env: {{X: '${{{{ secrets.{0} }}}}', Y: '${{{{ vars.Y }}}}'}}\n"
    steps = "".join(step.format(name) for name in ("A", "B", "NEW", "GITHUB_TOKEN"))
    workflow = f"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    repo.commit({b"compose.yaml": compose, b".github/workflows/ci.yml": workflow.encode()})

    found = failed(repo)

    assert found["LR-ENV025"] == ["compose.yaml:1:44"]
    assert len(found["LR-ENV024"]) == 3
    assert "LR-ENV002" not in found


def test_no_value_is_in_any_report(repo: Repo) -> None:
    text = f"A={STRIPE}\nB='{RANDOM}\nC={GOOGLE}\n".encode()
    repo.commit({b".env": text, b".env.example": text, b".env.local": text})
    suite = Suite.load(Settings(str(repo.path)), repo.environ)

    report = suite.run(suite.plan(["env"], {}))

    assert not [value for value in (STRIPE, RANDOM, GOOGLE) if value[:12] in repr(report)]


def test_what_the_image_sets_is_no_launch_blocker(repo: Repo) -> None:
    """Its entrypoint has it, whoever deploys; what the image leaves empty is missing."""
    repo.add(
        {
            b"Dockerfile": b"FROM x\nENV DATA_DIR=/data EMPTY_ONE=\nENV OLD_FORM a b\n",
            b"entrypoint.sh": b'cd "$DATA_DIR" && echo "$OLD_FORM $EMPTY_ONE"\n',
        }
    )

    found = failed(repo)

    assert found["LR-ENV002"] == ["entrypoint.sh:1:36"]
    assert found["LR-ENV038"] == ["entrypoint.sh:1:6", "entrypoint.sh:1:26"]
