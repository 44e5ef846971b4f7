"""Guardrails as a step after a deploy, under act: an app that is closed, and one that is open."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.act import Act, reports_of, use
from tests.e2e.world import Repository
from tests.http.servers import Got, Reply, Web, web

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
CLOSED = {"/": "<!doctype html><title>Ops</title><p>Welcome"}
OPEN = {**CLOSED, "/.git/HEAD": "ref: refs/heads/main\n"}


@contextmanager
def deployed(pages: Mapping[str, str]) -> Iterator[Web]:
    def route(got: Got) -> Reply:
        kind = "text/html" if got.path == "/" else "text/plain"
        found = got.path in pages
        body = pages.get(got.path, "Not here")
        return Reply(body, 200 if found else 404, [("Content-Type", kind)])

    with web(route) as server:
        yield server


def test_a_step_after_a_deploy_says_what_is_open(
    act: Act, environ: Mapping[str, str], shared: Path, tmp_path: Path
) -> None:
    repo = Repository.new(tmp_path / "repo", {**environ, "UV_CACHE_DIR": str(shared / "uv")})
    repo.stage({"launchready.yaml": "app: {url: 'http://127.0.0.1:9'}\n"})
    repo.git("commit", "-q", "-m", "guardrails")
    with deployed(CLOSED) as closed, deployed(OPEN) as opened:
        urls = {"closed": closed.url, "open": opened.url}
        uses = [use(name, gates="guardrails", url=url) for name, url in urls.items()]
        ran = act.job(repo, [*uses, reports_of("open")])

    assert ran.result("closed") == "success", ran.summary
    assert [ran.outputs(step)["exit-code"] for step in urls] == ["0", "1"]
    (sarif,) = json.loads(ran.reports("open")["sarif"])["runs"]
    errors = [result for result in sarif["results"] if result["level"] == "error"]
    assert [result["ruleId"] for result in errors] == ["LR-GRD001"]
    assert "/.git/HEAD" in ran.summary
