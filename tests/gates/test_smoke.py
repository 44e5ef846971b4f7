"""The smoke gate against servers on loopback, well behaved and not."""

import gzip
import itertools
import json
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci import gates
from launchready_ci.findings import Outcome, Report
from launchready_ci.nodes import ConfigError
from launchready_ci.reports import json as json_report
from launchready_ci.suite import Settings, Suite
from tests.gates.smoke_runs import HOME, findings, reason, reply
from tests.http.servers import Got, Reply, Talk, dripped, raw, said, web

HEAD = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(60_000_000))
PASSWORD = "p-7f3a"  # noqa: S105 - of the server in this file


def test_without_a_url_there_is_nothing_to_look_at(smoke: Callable[..., Report]) -> None:
    report = smoke("")

    assert report.exit_code == 3
    assert "give --url" in reason(report)


def onward(connection: socket.socket) -> None:
    """10,000 redirects, each of which leads to the next."""
    path = connection.recv(65_536).split()[1].decode()
    number = int(path.strip("/") or 0) + 1
    head = f"HTTP/1.1 302 Found\r\nLocation: /{number}\r\nContent-Length: 0\r\n"
    connection.sendall((head + "Connection: close\r\n\r\n").encode())


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
    "redirects without end, each to another page": (onward, "LR-SMK011", "more than 20 redirects"),
    "a server that hangs up": (said(b""), "LR-SMK051", "broke the connection off"),
}


@pytest.mark.parametrize(("talk", "rule", "told"), HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_server_does_is_told_and_reported(
    talk: Talk, rule: str, told: str, smoke: Callable[..., Report]
) -> None:
    with raw(talk) as url:
        report = smoke(url, "smoke: {ready: {deadline: 1s}}")

    assert report.exit_code == 1
    assert list(findings(report)) == [rule], "one cause, one finding"
    assert told in " ".join(findings(report)[rule])
    assert rule in json_report.render(report)


def test_an_app_that_does_not_become_ready_is_no_pass_where_that_is_only_a_warning(
    smoke: Callable[..., Report],
) -> None:
    with web(lambda _: Reply("not yet", 503)) as server:
        report = smoke(
            server.url, "smoke: {ready: {get: /, deadline: 1s}}\nrules: {LR-SMK001: note}"
        )

    assert report.exit_code == 3
    assert reason(report) == "the app did not become ready"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("http://127.0.0.1:9", "connection refused", id="nothing listens"),
        pytest.param("http://nobody.invalid", "nobody.invalid", id="no such host"),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    url: str, told: str, smoke: Callable[..., Report]
) -> None:
    report = smoke(url, "smoke: {ready: {deadline: 200ms}}")

    assert report.exit_code == 3
    assert told in reason(report)


def test_a_port_without_tls_is_an_error_that_says_so(smoke: Callable[..., Report]) -> None:
    with web(lambda _: reply(HOME)) as app:
        report = smoke(app.url.replace("http:", "https:"), "smoke: {ready: {deadline: 200ms}}")

    assert report.exit_code == 3
    assert "TLS" in reason(report)


def test_a_port_that_drops_connections_while_the_app_starts_is_asked_again(
    smoke: Callable[..., Report],
) -> None:
    asked: list[str] = []

    def starting(got: Got) -> Reply:
        asked.append(got.path)
        if len(asked) < 3:
            raise ConnectionAbortedError
        return reply(HOME) if got.path == "/" else reply("Not here", 404)

    with web(starting) as app:
        report = smoke(app.url, "smoke: {ready: {deadline: 60s}}")

    assert report.exit_code == 0, findings(report)


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


def test_any_number_of_pages_with_assets_ends(smoke: Callable[..., Report]) -> None:
    page = f'{HOME}<link rel="stylesheet" href="/a.css">'

    def route(got: Got) -> Reply:
        if got.path == "/a.css":
            return Reply("p {}", 200, [("Content-Type", "text/css")])
        return reply("Not here", 404) if "launchready" in got.path else reply(page)

    steps = ", ".join(f"{{get: /{number}, assets: true}}" for number in range(40))

    with web(route) as app:
        report = smoke(app.url, f"smoke: {{steps: [{steps}]}}")

    assert report.exit_code == 0, findings(report)


def test_a_page_of_a_user_is_compared_with_the_same_users(smoke: Callable[..., Report]) -> None:
    def route(got: Got) -> Reply:
        if got.path.startswith("/launchready") or got.path.endswith(".js"):
            found = got.path in ("/mine.js", "/theirs.js")
            return Reply("x()", 200 if found else 404, [("Content-Type", "text/javascript")])
        script = "mine" if "authorization" in got.headers else "theirs"
        return reply(f'{HOME}<script src="/{script}.js"></script>')

    text = """
users: {a: {login: {header: {Authorization: {secret: KEY}}}}}
smoke: {steps: [{get: /, as: a, assets: true}]}
"""

    with web(route) as app:
        report = smoke(app.url, text, {"KEY": PASSWORD})

    assert "LR-SMK004" not in findings(report)


def test_images_that_change_are_no_split_build(smoke: Callable[..., Report]) -> None:
    numbers = itertools.count()

    def route(got: Got) -> Reply:
        if got.path.endswith(".png"):
            return Reply(b"png", 200, [("Content-Type", "image/png")])
        page = f'{HOME}<img src="/{next(numbers)}.png">'
        return reply(page) if got.path == "/" else reply("Not here", 404)

    with web(route) as app:
        report = smoke(app.url)

    assert findings(report) == {}


def test_an_image_whose_kind_nobody_knows_is_one(smoke: Callable[..., Report]) -> None:
    page = f'{HOME}<img src="/a.avif"><link rel="icon" href="/b.ico">'
    kinds = {"/a.avif": "binary/octet-stream", "/b.ico": "text/html"}

    def route(got: Got) -> Reply:
        if got.path in kinds:
            return Reply(b"bytes", 200, [("Content-Type", kinds[got.path])])
        return reply(page) if got.path == "/" else reply("Not here", 404)

    with web(route) as app:
        report = smoke(app.url)

    assert findings(report) == {
        "LR-SMK021": ["GET / refers to the image /b.ico, which comes as text/html"]
    }


@pytest.mark.parametrize(
    ("ready", "code"), [("", 0), ("ready: {get: /}, ", 1)], ids=["by default", "where it is asked"]
)
def test_an_api_has_no_homepage(ready: str, code: int, smoke: Callable[..., Report]) -> None:
    with web(
        lambda got: reply({}) if got.path == "/items" else reply({"detail": "Not Found"}, 404)
    ) as app:
        report = smoke(app.url, f"smoke: {{{ready}steps: [{{get: /items}}]}}")

    assert report.exit_code == code
    assert set(findings(report)) == ({"LR-SMK001"} if code else set())


def test_an_error_page_that_is_expected_is_no_broken_page(smoke: Callable[..., Report]) -> None:
    page = "<title>404 - nothing here</title><p>Lost?"

    def route(got: Got) -> Reply:
        return reply(HOME) if got.path == "/" else reply(page, 404)

    with web(route) as app:
        asked = smoke(app.url, "smoke: {steps: [{get: /x, assets: true, expect: {status: 404}}]}")
        broken = smoke(app.url, "smoke: {steps: [{get: /x, assets: true}]}")

    assert findings(asked) == {}
    assert list(findings(broken)) == ["LR-SMK050"]


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
        ("steps: [{get: /a, as: membr}]", "as: no user membr under users, did you mean member"),
        ("steps: [{get: /a, expect: {schema: a.json}}]", "schema: there is no such file"),
    ],
    ids=lambda value: value,
)
def test_a_section_that_cannot_be_used_says_where(
    section: str, told: str, smoke: Callable[..., Report]
) -> None:
    with pytest.raises(ConfigError, match=told):
        smoke(
            "http://127.0.0.1:9",
            "users: {member: {login: {header: {A: b}}}}\n" + f"smoke: {{{section}}}",
        )


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


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        pytest.param(200, Outcome.PASSED, "", id="sound"),
        pytest.param(500, Outcome.SKIPPED, "smoke ended with: failed", id="broken"),
    ],
)
def test_a_gate_that_needs_a_sound_release_is_skipped_where_smoke_failed(
    status: int,
    outcome: Outcome,
    reason: str,
    repository: Callable[[Mapping[str, str]], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needing = gates.GATES["secrets"]._replace(needs="smoke")
    monkeypatch.setattr(gates, "GATES", {**gates.GATES, "secrets": needing})
    root = repository({"launchready.yaml": "smoke: {steps: [{get: /}]}", "a.py": "x = 1"})
    suite = Suite.load(Settings(str(root)), {})

    with web(lambda got: reply(HOME, 404 if "launchready" in got.path else status)) as app:
        report = suite.run(suite.plan(["smoke", "secrets"], {"url": app.url}), "post-deploy")

    assert [(g.outcome, g.reason) for g in report.gates if g.name == "secrets"] == [
        (outcome, reason)
    ]
