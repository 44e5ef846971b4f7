"""The smoke gate without configuration: what it finds by itself, and what it says of that."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from launchready_ci.findings import Outcome, Report
from launchready_ci.suite import Settings, Suite
from tests.gates.smoke_runs import HOME, findings, reply
from tests.http.servers import Got, Reply, web


def test_without_configuration_a_sound_app_passes(smoke: Callable[..., Report]) -> None:
    pages: Mapping[str, Any] = {"/": HOME, "/health": {"status": "up"}}

    with web(
        lambda got: reply(pages.get(got.path, "Not here"), 200 if got.path in pages else 404)
    ) as app:
        report = smoke(app.url)

    passed = {r.subject for r in report.gates[0].results if r.outcome is Outcome.PASSED}
    assert report.exit_code == 0
    assert findings(report) == {}
    assert {"GET /", "GET /health", "unknown page"} <= passed


@pytest.mark.parametrize(
    ("versions", "rules"),
    [(["5a3c9d1"], []), (["5a3c9d1", "0000000"], ["LR-SMK003"])],
    ids=["one release", "two releases"],
)
def test_the_health_route_of_all_replicas_tells_one_version(
    versions: list[str], rules: list[str], smoke: Callable[..., Report]
) -> None:
    connections: list[int] = []

    def route(got: Got) -> Reply:
        if got.path == "/health":
            connections.append(got.connection)
            return reply({"version": versions[len(connections) % len(versions)]})
        return reply(HOME) if got.path == "/" else reply("Not here", 404)

    with web(route) as app:
        report = smoke(app.url)

    assert list(findings(report)) == rules
    assert len(set(connections)) == 5


def test_a_single_page_app_is_told_once(smoke: Callable[..., Report]) -> None:
    year = [("Content-Type", "text/html"), ("Cache-Control", "max-age=31536000")]

    with web(lambda _: Reply(HOME, 200, year)) as app:
        report = smoke(app.url)

    assert findings(report) == {"LR-SMK030": ["GET / may be cached for 365 days"]}


def test_the_login_page_that_the_homepage_links_to_is_looked_at(
    smoke: Callable[..., Report],
) -> None:
    pages = {
        "/": f'{HOME}<a href="/sign-in?next=/">Sign in</a>',
        "/sign-in?next=/": f"{HOME}<form method=post><input type=password name=p></form>"
        '<script src="/lost.js"></script>',
    }

    with web(
        lambda got: reply(pages.get(got.path, "No"), 200 if got.path in pages else 404)
    ) as app:
        report = smoke(app.url)

    assert findings(report) == {
        "LR-SMK020": ["GET /sign-in refers to /lost.js: status 404, expected 200"]
    }


@pytest.mark.parametrize(
    ("text", "given", "skipped"),
    [
        pytest.param("", {}, "no section smoke in launchready.yaml", id="nothing"),
        pytest.param("", {"url": "http://127.0.0.1:9"}, "", id="--url"),
        pytest.param("app: {url: 'http://127.0.0.1:9'}", {}, "", id="the section app"),
        pytest.param("smoke: {}", {}, "", id="its own section"),
    ],
)
def test_the_stage_runs_it_where_it_knows_what_to_ask(
    text: str, given: dict[str, str], skipped: str, tmp_path: Path
) -> None:
    (tmp_path / "launchready.yaml").write_text(text)
    suite = Suite.load(Settings(str(tmp_path)), {})

    (planned,) = suite.plan(["smoke"], given, may_skip=True)

    assert (planned.skipped, planned.gate is None) == (skipped, bool(skipped))
