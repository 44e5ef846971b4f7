"""Every defect of every kind of artifact is named, and nothing of a sound one."""

from pathlib import Path

import pytest

from launchready_ci.findings import Outcome
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.archives import build
from tests.gates.schema.artifact_defects import (
    DEFECTS,
    SECRET,
    SOUND,
    TOKEN,
    Defect,
    findings,
    judged,
)
from tests.repos import Repo

CASES = [
    pytest.param(defect, kind, id=f"{defect.name} in {kind}")
    for defect in DEFECTS
    for kind in defect.kinds
]


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_artifact_passes(kind: str, tmp_path: Path) -> None:
    report = judged(tmp_path, kind)

    assert (report.outcome, findings(report)) == (Outcome.PASSED, {})


@pytest.mark.parametrize(("defect", "kind"), CASES)
def test_a_defect_is_named(defect: Defect, kind: str, tmp_path: Path) -> None:
    report = judged(tmp_path, kind, defect.change)

    found = findings(report)
    assert defect.rule in found, found
    assert "LR-SCH000" not in found, found
    assert not any(secret in str(found) for secret in (SECRET, TOKEN))


def test_a_secret_is_known_by_its_name_where_the_contract_says_nothing(tmp_path: Path) -> None:
    kept = ("AWS_SECRET_ACCESS_KEY", "DATABASE_URL", "JWT_PRIVATE_KEY", "SECRET_KEY", "SESSION_KEY")
    told = ("APP_TITLE", "STRIPE_PUBLISHABLE_KEY", "VITE_MAPBOX_TOKEN")
    values = {name: f"value-of-{name.lower()}" for name in (*kept, *told)}
    values["DATABASE_URL"] = "postgresql://me:value-of-it@db.example.com/"
    contract = "".join(f"{name}=\n" for name in values)
    repo = Repo.new(tmp_path / "repo")
    config = b"schema: {artifact: {dir: dist}}\n"
    repo.commit({b".env.example": contract.encode(), b"launchready.yaml": config})
    build(repo.path / "dist", {"app.js": "".join(f"'{value}'\n" for value in values.values())})
    suite = Suite.load(Settings(str(repo.path)), {**repo.environ, **values})

    report = suite.run(suite.plan(["schema"], {}), "post-build").gates[0]

    said = findings(report)["LR-SCH206"]
    assert sorted(message.split(" of ")[-1].split()[0] for message in said) == sorted(kept)
