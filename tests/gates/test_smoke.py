"""The smoke gate against servers on loopback, well behaved and not."""

import gzip
import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from launchready_ci.findings import Outcome, Report
from launchready_ci.nodes import ConfigError
from launchready_ci.reports import json as json_report
from launchready_ci.suite import Settings, Suite
from tests.http.servers import Got, Reply, Talk, dripped, raw, said, web

HEAD = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(60_000_000))
HTML = [("Content-Type", "text/html")]
HOME = "<!doctype html><title>Ops</title><p>Welcome"
PASSWORD = "p-7f3a"  # noqa: S105 - of the server in this file


def reply(body: object, status: int = 200) -> Reply:
    if isinstance(body, str):
        return Reply(body, status, HTML)
    return Reply(json.dumps(body), status, [("Content-Type", "application/json")])


@pytest.fixture
def smoke(tmp_path: Path) -> Callable[..., Report]:
    """``smoke(url, yaml, environ)``: the report of one run."""

    def run(url: str, text: str = "", environ: Mapping[str, str] | None = None) -> Report:
        (tmp_path / "launchready.yaml").write_text(text)
        suite = Suite.load(Settings(str(tmp_path)), environ or {})
        return suite.run(suite.plan(["smoke"], {"url": url}), "post-deploy")

    return run


def findings(report: Report) -> dict[str, list[str]]:
    """Rule → messages."""
    found: dict[str, list[str]] = {}
    for result in report.gates[0].results:
        for finding in result.findings:
            found.setdefault(result.rule.id, []).append(finding.message)
    return found


def reason(report: Report) -> str:
    return report.gates[0].reason


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


def test_without_a_url_there_is_nothing_to_look_at(smoke: Callable[..., Report]) -> None:
    report = smoke("")

    assert report.exit_code == 3
    assert "give --url" in reason(report)


HOSTILE: dict[str, tuple[Talk, str, str]] = {
    "what is no HTTP": (said(b"SSH-2.0-OpenSSH\r\n\r\n"), "LR-SMK051", "HTTP"),
    "a bomb": (
        said(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB),
        "LR-SMK051",
        "50,000,000 bytes",
    ),
    "a body without end": (dripped(HEAD + b"\r\n", bytes(500_000)), "LR-SMK051", "bytes"),
    "headers that drip": (dripped(HEAD, b"a"), "LR-SMK051", "headers"),
    "redirects without end": (
        said(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
        "LR-SMK011",
        "circle",
    ),
    "a server that hangs up": (said(b""), "LR-SMK051", "broke the connection off"),
}


@pytest.mark.parametrize(("talk", "rule", "told"), HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_server_does_is_told_and_reported(
    talk: Talk, rule: str, told: str, smoke: Callable[..., Report]
) -> None:
    with raw(talk) as url:
        report = smoke(url, "smoke: {ready: {deadline: 1s}}")

    assert report.exit_code == 1
    assert told in " ".join(findings(report)[rule])
    assert rule in json_report.render(report)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("http://127.0.0.1:9", "connection refused", id="nothing listens"),
        pytest.param("http://nobody.invalid", "nobody.invalid", id="no such host"),
        pytest.param("ftp://127.0.0.1", "http", id="no URL of the web"),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    url: str, told: str, smoke: Callable[..., Report]
) -> None:
    report = smoke(url, "smoke: {ready: {deadline: 200ms}}")

    assert report.exit_code == 3
    assert told in reason(report)


def test_a_release_that_is_switched_while_the_gate_waits_passes(
    smoke: Callable[..., Report],
) -> None:
    asked: list[str] = []

    def blue_green(got: Got) -> Reply:
        if got.path != "/healthz":
            return reply(HOME) if got.path == "/" else reply("Not here", 404)
        asked.append(got.path)
        answers = {1: reply("starting", 503), 2: reply({"version": "0000000"})}
        return answers.get(len(asked), reply({"version": "5a3c9d1e77"}))

    with web(blue_green) as app:
        report = smoke(
            app.url,
            "app: {version: 5a3c9d1}\n"
            "smoke: {ready: {get: /healthz, version: version, deadline: 60s, connections: 3}}",
        )

    assert report.exit_code == 0, findings(report)
    assert len(asked) >= 5


def test_an_assertion_is_not_asked_twice(smoke: Callable[..., Report]) -> None:
    def route(got: Got) -> Reply:
        return reply(HOME) if got.path == "/" else reply("Gone wrong", 500)

    with web(route) as app:
        report = smoke(app.url, "smoke: {steps: [{get: /api/feed}]}")

    assert [got.path for got in app.got].count("/api/feed") == 1
    assert "status 500, expected 200 to 299; the body begins: Gone wrong" in " ".join(
        findings(report)["LR-SMK050"]
    )


def test_what_a_step_captures_is_filled_into_the_next(smoke: Callable[..., Report]) -> None:
    def route(got: Got) -> Reply:
        if got.method == "POST":
            return reply({"id": 17, "echo": json.loads(got.body)}, 201)
        return reply(HOME) if got.path in ("/", "/posts/17") else reply("Not here", 404)

    steps = """
smoke:
  steps:
    - {name: create, post: /posts, body: {title: smoke}, capture: {id: id}, expect: {status: 201}}
    - {name: read, get: "/posts/{{id}}"}
    - {name: echo, post: /echo, body: {of: "{{id}}"}, expect: {status: 201, json: {echo.of: 17}}}
    - {name: lost, get: /none, capture: {more: more}}
    - {name: after, get: "/posts/{{more}}"}
"""

    with web(route) as app:
        report = smoke(app.url, steps)

    outcomes = {r.subject: r.outcome for r in report.gates[0].results if r.rule.id == "LR-SMK050"}
    assert outcomes == {
        "create": Outcome.PASSED,
        "read": Outcome.PASSED,
        "echo": Outcome.PASSED,
        "lost": Outcome.FAILED,
        "after": Outcome.SKIPPED,
    }


def test_steps_that_need_nothing_run_at_once(smoke: Callable[..., Report]) -> None:
    together = threading.Barrier(3, timeout=30)

    def route(got: Got) -> Reply:
        if got.path.startswith("/at-once"):
            together.wait()
        return reply(HOME) if got.path != "/" or got.method == "GET" else reply("", 404)

    with web(route) as app:
        report = smoke(
            app.url,
            "rules: {LR-SMK062: off}\nsmoke:\n  steps:\n"
            "    [{get: /at-once/1}, {get: /at-once/2}, {get: /at-once/3}]",
        )

    assert report.exit_code == 0, findings(report)


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("steps: [{get: /a, post: /b}]", "expected one of get"),
        ("steps: [{get: a}]", "takes a path"),
        ("steps: [{get: /a}, {get: /a}]", "two steps are called"),
        ('steps: [{get: "/{{id}}"}]', "no step before it captures"),
        ("steps: [{get: /a, expcet: {}}]", "did you mean expect"),
        ("steps: [{get: /a, expect: {json: {'a[': 1}}}]", "no JMESPath"),
        ("ready: {connections: 0}", "1 to 100"),
    ],
    ids=lambda value: value,
)
def test_a_section_that_cannot_be_used_says_where(
    section: str, told: str, smoke: Callable[..., Report]
) -> None:
    with pytest.raises(ConfigError, match=told):
        smoke("http://127.0.0.1:9", f"smoke: {{{section}}}")


OPENAPI = {
    "openapi": "3.1.0",
    "paths": {
        "/api/feed": {
            "get": {
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Feed"}}
                        }
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {"Feed": {"type": "object", "required": ["items"]}},
    },
}


@pytest.mark.parametrize(
    ("feed", "code"),
    [({"items": []}, 0), ({"rows": []}, 1)],
    ids=["as the document says", "without what it requires"],
)
def test_an_answer_is_held_against_the_apps_own_document(
    feed: object, code: int, smoke: Callable[..., Report]
) -> None:
    pages: dict[str, object] = {"/": HOME, "/openapi.json": OPENAPI, "/api/feed": feed}

    with web(
        lambda got: reply(pages[got.path]) if got.path in pages else reply("Not here", 404)
    ) as app:
        discovered = smoke(app.url)
        asked = smoke(app.url, "smoke: {steps: [{get: /api/feed, expect: {openapi: true}}]}")

    assert (discovered.exit_code, asked.exit_code) == (code, code)


def test_a_document_that_is_not_there_is_an_error(smoke: Callable[..., Report]) -> None:
    with web(lambda _: reply(HOME)) as app:
        report = smoke(app.url, "smoke: {steps: [{get: /a, expect: {openapi: true}}]}")

    assert report.exit_code == 3
    assert "no OpenAPI document" in reason(report)


def test_no_value_of_a_credential_is_in_the_report(smoke: Callable[..., Report]) -> None:
    text = """
users:
  api:
    login: {post: /token, body: {key: {secret: KEY}}, bearer: token}
smoke: {steps: [{get: /feed, as: api, expect: {text: Welcome, json: {key: other}}}]}
"""

    def route(got: Got) -> Reply:
        if got.path == "/token":
            return reply({"token": "t-1"}) if PASSWORD in got.body.decode() else reply("no", 401)
        return reply({"key": PASSWORD, "said": got.headers.get("authorization", "")})

    with web(route) as app:
        report = smoke(app.url, text, {"KEY": PASSWORD})

    assert report.exit_code == 1
    assert PASSWORD not in json_report.render(report)
    assert "Bearer t-1" not in json_report.render(report)


def test_a_missing_credential_is_an_error(smoke: Callable[..., Report]) -> None:
    text = (
        "users: {a: {login: {basic: {user: a, password: {secret: NONE}}}}}\n"
        "smoke: {steps: [{get: /, as: a}]}"
    )

    with web(lambda _: reply(HOME)) as app:
        report = smoke(app.url, text)

    assert report.exit_code == 3
    assert "NONE" in reason(report)
