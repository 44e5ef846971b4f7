"""The domain gate as a step under act: a sound zone, and one with flaws."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.act import Act, reports_of, use
from tests.e2e.world import Repository
from tests.zones import zone

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
EXAMPLE = ROOT / "examples" / "domain"
FLAWS = {"LR-DOM002", "LR-DOM061", "LR-DOM071", "LR-DOM081", "LR-DOM085"}


def test_a_step_says_what_keeps_people_and_their_mail_away(
    act: Act, environ: Mapping[str, str], shared: Path, tmp_path: Path
) -> None:
    repo = Repository.new(tmp_path / "repo", {**environ, "UV_CACHE_DIR": str(shared / "uv")})
    with zone(EXAMPLE / "sound.yaml") as sound, zone(EXAMPLE / "flawed.yaml") as flawed:
        text = (EXAMPLE / "launchready.yaml").read_text()
        for name, server in (("sound", sound), ("flawed", flawed)):
            repo.stage({f"{name}.yaml": f"{text}  nameserver: '{server.address}'\n"})
        repo.git("commit", "-q", "-m", "domain")
        uses = [use(name, gates="domain", config=f"{name}.yaml") for name in ("sound", "flawed")]
        ran = act.job(repo, [*uses, reports_of("flawed")])

    assert ran.result("sound") == "success", ran.summary
    assert [ran.outputs(step)["exit-code"] for step in ("sound", "flawed")] == ["0", "1"]
    (sarif,) = json.loads(ran.reports("flawed")["sarif"])["runs"]
    assert {r["ruleId"] for r in sarif["results"] if r["level"] == "error"} == FLAWS
