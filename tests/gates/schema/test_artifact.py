"""Every defect of every kind of artifact is named, and nothing of a sound one."""

from pathlib import Path

import pytest

from launchready_ci.findings import Outcome
from tests.gates.schema.artifact_defects import (
    DEFECTS,
    SECRET,
    SOUND,
    TOKEN,
    Defect,
    findings,
    judged,
)

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
