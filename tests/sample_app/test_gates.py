"""The gates find every flaw of the sample app that is theirs, and nothing on the sound app."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from launchready_ci import gates
from launchready_ci.findings import Outcome, Report
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.reports import json as json_report
from launchready_ci.suite import Settings, Suite
from tests.repos import Repo
from tests.sample import FOLDER, Sample, SampleApps, credentials
from tests.sample_app.runs import OWNED, found, guardrails, smoke

TOGETHER = (
    (
        "missing-asset-as-html,mixed-content,html-cached-for-a-year,wrong-password-accepted,no-logout,"
        "no-request-id,token-in-response,unknown-page-200"
    ),
    "source-maps,localhost-urls,broken-openapi,debug-page,stale-replica",
    "redirect-loop,stack-trace-on-404,old-version:3600",
)
"""None of these hides another one."""


def test_nothing_is_found_on_the_sound_app_again_and_again(sample_app: SampleApps) -> None:
    app = sample_app()

    reports = [smoke(app) for _ in range(3)]

    assert [(report.exit_code, found(report)) for report in reports] == [(0, {})] * 3
    skipped = {r.rule.id for r in reports[0].gates[0].results if not r.seconds and not r.subject}
    assert skipped <= {"LR-SMK000"}


@pytest.mark.parametrize("flaws", TOGETHER)
def test_each_flaw_is_named_by_its_rule(sample_app: SampleApps, flaws: str) -> None:
    app = sample_app(flaws)

    report = smoke(app, "500ms" if "replica" in flaws or "old-version" in flaws else "30s")

    names = flaws.replace(":3600", "").split(",")
    missed = [flaw for flaw in names if OWNED[flaw].rule not in found(report)]
    assert (report.exit_code, missed) == (1, [])


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        pytest.param({"SECRET_KEY": "s" * 20}, set(), id="as .env.example says"),
        pytest.param({}, {"LR-ENV001"}, id="as the flawed one says"),
    ],
)
def test_a_variable_that_nobody_set_is_named_before_the_build(
    tmp_path: Path, given: dict[str, str], rules: set[str]
) -> None:
    repo = Repo.new(tmp_path / "repo")
    shutil.copytree(FOLDER, repo.path, dirs_exist_ok=True)
    repo.commit()
    known = {"APP_VERSION": "5a3c9d1", "DATABASE_PATH": "ops.db", **credentials(1)}
    suite = Suite.load(Settings(str(repo.path)), {**repo.environ, **known, **given})

    report = suite.run(suite.plan(["env"], {}), "pre-build")

    assert set(found(report)) == rules


def test_every_flaw_of_the_gate_is_looked_for() -> None:
    looked_for = ",".join(TOGETHER).replace(":3600", "").split(",")

    assert sorted(looked_for) == sorted(f.flaw for f in OWNED.values() if f.gate == "smoke")


def rows(app: Sample) -> dict[str, list[tuple[object, ...]]]:
    """What people have in the app: its users and posts."""
    with closing(sqlite3.connect(app.database)) as connection:
        return {t: connection.execute(f"SELECT * FROM {t}").fetchall() for t in ("users", "posts")}  # noqa: S608


def test_nothing_is_open_in_the_sound_app_and_its_data_stays(sample_app: SampleApps) -> None:
    app = sample_app()
    before = rows(app)

    report = guardrails(app)

    assert (report.exit_code, found(report)) == (0, {})
    assert report.gates[0].looked_at["requests"] <= 135  # the bar is 150
    assert rows(app) == before != {"users": [], "posts": []}


def test_what_is_open_is_named_by_its_rule(sample_app: SampleApps) -> None:
    owned = {one.flaw: one.rule for one in OWNED.values() if one.gate == "guardrails"}

    app = sample_app(",".join(owned))
    report = guardrails(app)

    told = found(report)
    assert (report.exit_code, set(owned.values()) - told.keys()) == (1, set())
    assert "GET /.git/HEAD gives the Git repository" in told["LR-GRD001"][0]
    assert "values of APP_VERSION, DATABASE_PATH, SECRET_KEY" in told["LR-GRD002"][0]
    assert "GET /dump.sql" in told["LR-GRD003"][0]
    assert told["LR-GRD030"][0].startswith(
        "broken JSON to POST /api/token: status 400 with a stack"
    )
    shown = json_report.render(report)
    assert [name for name in ("API_KEY", "MEMBER_PASSWORD") if app.environ[name] in shown] == []


def test_the_configuration_fits_every_gate(sample_app: SampleApps) -> None:
    suite = Suite.load(Settings(str(FOLDER)), sample_app().environ)

    names = [name for name in gates.GATES if name != "domain"]  # it has none

    plan = suite.plan(names, {})

    assert all(suite.configuration.has(name) for name in names)
    assert [planned.name for planned in plan if planned.gate] == names


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Report]:
    """The sample app, built with these flaws, and what the gate schema says of it."""
    repo = Repo.new(tmp_path / "repo")
    ignored = shutil.ignore_patterns("dist", "log", "*.db*", ".env", "__pycache__")
    shutil.copytree(FOLDER, repo.path, dirs_exist_ok=True, ignore=ignored)
    repo.commit()

    def judge(flaws: str = "", change: str = "") -> Report:
        if change:
            (repo.path / "app" / "static" / "app.js").write_text(change)
        environ = {**repo.environ, **credentials(1), "SECRET_KEY": "s3" * 16}
        words = [sys.executable, "-m", "app.build", "dist"]
        subprocess.run(words, cwd=repo.path, env={**environ, "FLAWS": flaws}, check=True)
        suite = Suite.load(Settings(str(repo.path)), environ)
        return suite.run(suite.plan(["schema"], {}), "post-build")

    return judge


@pytest.mark.parametrize(
    ("flaw", "rules"), [("", set()), ("slow-feed", {"LR-SCH353", "LR-SCH355"})]
)
def test_the_query_of_a_slow_feed_is_named_before_the_deploy(
    tmp_path: Path, flaw: str, rules: set[str]
) -> None:
    repo = Repo.new(tmp_path / "repo")
    for name in ("migrations", "queries"):
        shutil.copytree(FOLDER / name, repo.path / name)
    if flaw:
        shutil.copytree(FOLDER / "flawed" / flaw, repo.path, dirs_exist_ok=True)
    shutil.copy(FOLDER / "launchready.yaml", repo.path)
    suite = Suite.load(Settings(str(repo.path)), repo.environ)

    report = suite.run(suite.plan(["schema"], {"asked": Asked("database", ())}), "post-build")

    assert set(found(report)) == rules
    assert report.gates[0].looked_at == {"migrations": 3, "statements": 20}


def test_what_the_app_promises_is_sound(built: Callable[..., Report]) -> None:
    report = built().gates[0]

    assert report.looked_at["operations"] > 5
    assert [one for result in report.results for one in result.findings] == []
    assert report.outcome is Outcome.PASSED


def test_the_flaws_of_a_build_are_named(built: Callable[..., Report]) -> None:
    report = built("secret-in-build,source-maps,localhost-urls", change="fetch('/api/feed')\n")

    assert set(found(report)) == {"LR-SCH203", "LR-SCH204", "LR-SCH206", "LR-SCH231"}
