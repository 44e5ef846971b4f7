"""The smoke gate as a step after a deploy: under act, and from a plain script of any CI."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.act import Act, reports_of, use
from tests.e2e.world import Repository
from tests.http.servers import Got, Reply, Web, web

pytestmark = pytest.mark.e2e
PAGES = {"/": "<!doctype html><title>Ops</title><p>Welcome", "/healthz": '{"version": "5a3c9d1"}'}
CONFIGURATION = """
app: {{url: "{url}", version: "${{VERSION:-5a3c9d1}}"}}
smoke:
  ready: {{get: /healthz, version: version, deadline: 300ms}}
  steps: [{{get: /, assets: true, expect: {{text: Welcome}}}}]
"""


@pytest.fixture
def app() -> Iterator[Web]:
    """What was deployed."""

    def route(got: Got) -> Reply:
        body = PAGES.get(got.path, "Not here")
        kind = "application/json" if body.startswith("{") else "text/html"
        return Reply(body, 200 if got.path in PAGES else 404, [("Content-Type", kind)])

    with web(route) as server:
        yield server


@pytest.mark.parametrize(
    ("version", "code"), [("5a3c9d1", 0), ("0000000", 1)], ids=["the release", "an older one"]
)
def test_the_hook_runs_the_gate_in_any_ci(
    repo: Repository, app: Web, version: str, code: int
) -> None:
    repo.stage({"launchready.yaml": CONFIGURATION.format(url=app.url)})

    done = repo.run(ROOT / "hooks" / "post-deploy", "--output", "junit=junit.xml", VERSION=version)

    assert done.code == code, done.text
    assert 'LR-SMK002 wrong-version: GET /healthz"' in repo.read("junit.xml")


@pytest.mark.slow
def test_a_step_after_a_deploy_says_what_is_wrong(
    act: Act, app: Web, environ: Mapping[str, str], shared: Path, tmp_path: Path
) -> None:
    repo = Repository.new(tmp_path / "repo", {**environ, "UV_CACHE_DIR": str(shared / "uv")})
    repo.stage({"launchready.yaml": CONFIGURATION.format(url="http://127.0.0.1:9")})
    repo.git("commit", "-q", "-m", "smoke")
    steps = [
        use("sound", stage="post-deploy", url=app.url),
        {"run": "echo VERSION=0000000 >> $GITHUB_ENV"},
        use("old", stage="post-deploy", url=app.url),
        reports_of("old"),
    ]

    ran = act.job(repo, steps)

    assert ran.result("sound") == "success", ran.log[-3000:]
    assert [ran.outputs(step)["exit-code"] for step in ("sound", "old")] == ["0", "1"]
    (sarif,) = json.loads(ran.reports("old")["sarif"])["runs"]
    assert [result["ruleId"] for result in sarif["results"]] == ["LR-SMK002"]
    assert "answers with version 5a3c9d1" in ran.summary
    assert ran.summary.index("launchready: passed") < ran.summary.index("launchready: failed")
