"""Alembic and Django run their migrations for real, and never on the project's own database."""

import sqlite3
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import alembic
import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.database_defects import findings
from tests.gates.schema.database_projects import (
    ALEMBIC,
    ALEMBIC_DEFECTS,
    CONFIG,
    DJANGO,
    DJANGO_DEFECTS,
    ENV,
    FIRST,
    THIRD,
    THIRD_OF_DJANGO,
    Defect,
    Files,
    operations,
    revision,
)

Judge = Callable[..., GateReport]
TAKES_SECONDS = [pytest.mark.slow, pytest.mark.e2e]
REAL = "real.db"
SETTINGS = "site_/settings.py"


@pytest.fixture
def judged(tmp_path: Path) -> Judge:
    """The project, run; whatever happens its own database stays as it is."""

    def judge(
        files: Files, environ: Mapping[str, str] | None = None, **options: object
    ) -> GateReport:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
            (tmp_path / name).write_text(text)
        with sqlite3.connect(tmp_path / REAL) as real:
            real.execute("CREATE TABLE IF NOT EXISTS members (id INTEGER PRIMARY KEY, precious)")
        real.close()
        before = (tmp_path / REAL).read_bytes(), sorted(tmp_path.rglob("*"))
        known = {"VIRTUAL_ENV": sys.prefix} if environ is None else environ
        suite = Suite.load(Settings(str(tmp_path)), known)
        plan = suite.plan(["schema"], {"run_migrations": True, **options})
        report = suite.run(plan, "post-build").gates[0]
        assert ((tmp_path / REAL).read_bytes(), sorted(tmp_path.rglob("*"))) == before
        return report

    return judge


@pytest.mark.parametrize("files", [ALEMBIC, DJANGO], ids=["alembic", "django"])
def test_a_sound_project_passes_and_its_database_stays(files: Files, judged: Judge) -> None:
    report = judged(files)

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)
    passed = {r.rule.id for r in report.results if r.outcome is Outcome.PASSED}
    assert {"LR-SCH301", "LR-SCH320", "LR-SCH322", "LR-SCH330", "LR-SCH362"} <= passed


@pytest.mark.parametrize("files", [ALEMBIC, DJANGO], ids=["alembic", "django"])
def test_nothing_runs_without_the_flag(files: Files, judged: Judge) -> None:
    tool = "alembic" if files is ALEMBIC else "django"
    told = f"the migrations are those of {tool}: give --run-migrations to run them"

    report = judged({**files, "sitecustomize.py": "raise SystemExit"}, run_migrations=False)

    assert report.outcome is Outcome.ERROR
    assert report.reason == f"{told}: this runs the repository's code"


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize(
    "defect", [*ALEMBIC_DEFECTS, *DJANGO_DEFECTS], ids=lambda defect: defect.name
)
def test_a_defect_is_named(defect: Defect, judged: Judge) -> None:
    found = findings(judged(defect.files))

    assert found.get(defect.rule, [])[:1] == [defect.place], found
    assert "LR-SCH000" not in found, found


FIXED = ENV.replace('context.config.get_main_option("sqlalchemy.url")', '"{}"')
OPENS = "import sqlite3\n    sqlite3.connect('real.db').execute('DROP TABLE members')"
ELSEWHERE = {
    "alembic-ignores-the-url": (
        {**ALEMBIC, "migrations/env.py": FIXED.format("sqlite:///real.db")},
        REAL,
    ),
    "alembic-asks-the-network": (
        {
            **ALEMBIC,
            THIRD: revision(
                "3", "2", "import socket; socket.create_connection(('127.0.0.1', 5432))", "pass"
            ),
        },
        "asks the network: ('127.0.0.1', 5432)",
    ),
    "alembic-attaches": (
        {**ALEMBIC, THIRD: revision("3", "2", "op.execute(\"ATTACH 'real.db' AS r\")", "pass")},
        REAL,
    ),
    "alembic-keeps-to-its-own-memory": (
        {**ALEMBIC, "migrations/env.py": FIXED.format("sqlite://")},
        "let it take DATABASE_URL",
    ),
    "django-opens-it": (
        {
            **DJANGO,
            THIRD_OF_DJANGO: operations("migrations.RunPython(nothing)").replace(
                "pass", f"\n    {OPENS}"
            ),
        },
        REAL,
    ),
    "django-attaches": (
        {**DJANGO, THIRD_OF_DJANGO: operations("migrations.RunSQL(\"ATTACH 'real.db' AS r\")")},
        REAL,
    ),
    "settings-open-it": (
        {
            **DJANGO,
            SETTINGS: "import sqlite3\nsqlite3.connect('real.db').execute('DROP TABLE members')\n",
        },
        REAL,
    ),
}


QUICK = "settings-open-it"


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n == QUICK else TAKES_SECONDS) for n in ELSEWHERE]
)
def test_another_database_is_refused(name: str, judged: Judge) -> None:
    files, told = ELSEWHERE[name]

    report = judged(files)

    assert report.outcome is Outcome.ERROR
    assert told in report.reason


def test_a_project_that_hangs_is_ended(judged: Judge) -> None:
    files = {
        **DJANGO,
        "launchready.yaml": CONFIG.format("django", ", deadline: 3s"),
        SETTINGS: "import time\nprint('waiting for the lock')\ntime.sleep(600)\n",
    }

    report = judged(files)

    told = "the project's code took longer than 3 s (schema.database.deadline)"
    assert report.reason == f"{told}; it printed: waiting for the lock"


def test_what_it_prints_is_bounded_and_masked(judged: Judge) -> None:
    named = "correct horse battery"
    flood = (
        "print('x' * 20_000_000); print('api_key=' + 'abc12' * 5, SECRET); import os; os._exit(3)"
    )
    files = {
        **DJANGO,
        "launchready.yaml": CONFIG.format("django", f", variables: {{SECRET_KEY: {named}}}"),
        SETTINGS: f"import os\nSECRET = os.environ['SECRET_KEY']\n{flood}",
    }

    report = judged(files)

    told = "the project's code ended before its time; it printed: "
    assert report.reason.startswith(told)
    assert report.reason.endswith("api_key=[redacted] [redacted]")
    assert len(report.reason) < 500


def test_it_gets_what_is_named_and_nothing_else(judged: Judge) -> None:
    known = {"VIRTUAL_ENV": sys.prefix, "DEPLOY_TOKEN": "x", "DATABASE_URL": "postgres://real"}
    wants = "import os\nassert os.environ['DB'].startswith('sqlite:////'), os.environ['DB']\n"
    wants += "assert os.environ['DB'] == os.environ['DATABASE_URL']\n"
    wants += "assert not {'DEPLOY_TOKEN', 'PGPASSWORD'} & set(os.environ)\n"
    config = CONFIG.format("django", ', variables: {DB: "{{url}}"}')

    report = judged(
        {**DJANGO, "launchready.yaml": config, SETTINGS: wants + DJANGO[SETTINGS]}, known
    )

    assert report.outcome is Outcome.PASSED


@pytest.mark.parametrize("files", [ALEMBIC, DJANGO], ids=["alembic", "django"])
def test_a_python_without_the_tool_says_what_to_install(
    files: Files, judged: Judge, tmp_path: Path
) -> None:
    python = tmp_path / "bare" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    python.chmod(0o700)

    report = judged(files, {"VIRTUAL_ENV": str(tmp_path / "bare")})

    tool = "alembic" if files is ALEMBIC else "django"
    assert report.outcome is Outcome.ERROR
    assert report.reason.startswith(f"{python} has no {tool}: install the project's requirements")


def test_of_several_projects_one_has_to_be_named(judged: Judge) -> None:
    both = {f"{name}/{path}": text for name in ("a", "b") for path, text in ALEMBIC.items()}

    refused = judged({**both, "launchready.yaml": CONFIG.format("alembic", "")})

    assert refused.reason.startswith(
        "there are several alembic.ini in the repository (a/alembic.ini"
    )


@pytest.mark.slow
@pytest.mark.e2e
def test_a_folder_names_one_of_several(judged: Judge) -> None:
    both = {f"{name}/{path}": text for name in ("a", "b") for path, text in ALEMBIC.items()}
    both[f"a/{FIRST}"] = "nonsense"

    report = judged({**both, "launchready.yaml": CONFIG.format("alembic", ", folder: b")})

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)


@pytest.mark.slow
@pytest.mark.e2e
def test_a_log_is_planned_on_what_the_migrations_make(judged: Judge, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"sql": "SELECT id FROM members WHERE email = ?", "ms": 1}\n')
    asked = Asked("queries", (str(log),))

    refused = judged(ALEMBIC, run_migrations=False, asked=asked)
    report = judged(ALEMBIC, asked=asked)

    assert "give --run-migrations to run them" in refused.reason
    assert findings(report) == {"LR-SCH351": ["log.jsonl:1:30"]}


@pytest.mark.slow
@pytest.mark.e2e
def test_queries_are_planned_on_what_the_migrations_make(judged: Judge) -> None:
    config = CONFIG.format("alembic", ', queries: ["*.sql"]')
    query = (
        "SELECT id FROM members WHERE email = :email;\nSELECT id FROM posts WHERE author_id = 1;\n"
    )

    report = judged({**ALEMBIC, "launchready.yaml": config, "q.sql": query})

    assert findings(report) == {"LR-SCH351": ["q.sql:1:30"]}


@pytest.mark.slow
@pytest.mark.e2e
def test_a_comment_in_a_migration_suppresses(judged: Judge) -> None:
    up = "op.drop_column('members', 'email')  # launchready: ignore[LR-SCH302] never used"

    report = judged({**ALEMBIC, THIRD: revision("3", "2", up, "pass")})

    assert "LR-SCH302" not in findings(report)


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("kind", ["generic", "async", "pyproject"])
def test_what_alembic_itself_writes_is_understood(kind: str, judged: Judge) -> None:
    """The files as ``alembic init`` makes them."""
    files = {**ALEMBIC}
    folder = Path(alembic.__file__).parent / "templates" / kind
    for template in folder.glob("*.mako"):
        text = template.read_text().replace("${script_location}", "migrations")
        files[template.name.removesuffix(".mako")] = text
    env = (folder / "env.py").read_text()
    models = "from app.models import Base\ntarget_metadata = Base.metadata\n"
    files["migrations/env.py"] = env.replace("target_metadata = None\n", models)

    report = judged(files)

    assert (findings(report), report.outcome) == ({}, Outcome.PASSED)
