"""The gate asks within its limits, and says what it could not look at."""

import socket
import threading
import time
from collections.abc import Callable

import pytest

from launchready_ci.findings import Report
from launchready_ci.gates.guardrails.pace import Ended, Pace
from launchready_ci.http.errors import NotSent
from launchready_ci.nodes import ConfigError
from tests.gates.smoke_runs import HOME, reason, reply
from tests.http.servers import Got, Reply, dripped, raw, said, web

HEAD = b"HTTP/1.1 200 OK\r\n"


def plain(got: Got) -> Reply:
    return reply(HOME) if got.path == "/" else reply("Not here", 404)


def test_without_a_url_there_is_nothing_to_look_at(guardrails: Callable[..., Report]) -> None:
    report = guardrails("")

    assert report.exit_code == 3
    assert "give --url" in reason(report)


def test_a_dry_run_lists_what_a_run_asks_and_sends_nothing(
    guardrails: Callable[..., Report],
) -> None:
    with web(plain) as app:
        dry = guardrails(app.url, dry_run=True)
        sent = len(app.got)
        report = guardrails(app.url)

    assert sent == 0
    assert dry.exit_code == 0
    assert {result.outcome.word for result in dry.gates[0].results} <= {"skipped"}
    assert dry.notes[0] == "guardrails would send GET / (the homepage)"
    assert len(dry.notes) >= report.gates[0].looked_at["requests"] == len(app.got)


def test_it_says_who_it_is(guardrails: Callable[..., Report]) -> None:
    with web(plain) as app:
        guardrails(app.url)

    agents = {got.headers["user-agent"] for got in app.got}
    assert len(agents) == 1
    assert agents.pop().startswith("launchready/")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("http://127.0.0.1:9", "connection refused", id="nothing listens"),
        pytest.param("http://nobody.invalid", "nobody.invalid", id="no such host"),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    url: str, told: str, guardrails: Callable[..., Report]
) -> None:
    report = guardrails("", f"app: {{url: '{url}'}}")

    assert report.exit_code == 3
    assert told in reason(report)


def test_a_bot_challenge_is_an_error(guardrails: Callable[..., Report]) -> None:
    challenge = Reply("Just a moment", 403, [("cf-mitigated", "challenge")])

    with web(lambda _: challenge) as app:
        report = guardrails(app.url)

    assert report.exit_code == 3
    assert "Cloudflare asked for proof of a browser" in reason(report)


def silent(connection: socket.socket) -> None:
    connection.recv(65_536)
    connection.recv(65_536)  # until the client hangs up


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(silent, id="says nothing"),
        pytest.param(dripped(HEAD, b"a"), id="drips headers"),
        pytest.param(said(HEAD + b"Content-Length: 9\r\n\r\n", end=False), id="owes a body"),
        pytest.param(said(b""), id="hangs up"),
        pytest.param(said(b"SSH-2.0-OpenSSH\r\n\r\n"), id="is no web server"),
    ],
)
def test_a_server_that_does_not_answer_ends_it(
    talk: Callable[[socket.socket], None], guardrails: Callable[..., Report]
) -> None:
    with raw(talk) as url:
        began = time.monotonic()
        report = guardrails(url, "guardrails: {deadline: 500ms}")

    assert report.exit_code == 3
    assert time.monotonic() - began < 30


def test_an_app_that_falls_silent_is_an_error_by_the_deadline(
    guardrails: Callable[..., Report],
) -> None:
    end = threading.Event()

    def route(got: Got) -> Reply:
        if got.path != "/":
            end.wait(60)
        return plain(got)

    with web(route) as app:
        report = guardrails(app.url, "guardrails: {deadline: 1s}")
        end.set()

    assert report.exit_code == 3
    assert "1 s" in reason(report)


def test_no_more_is_sent_than_allowed(guardrails: Callable[..., Report]) -> None:
    with web(plain) as app:
        report = guardrails(app.url, "guardrails: {requests: 2}")

    assert len(app.got) == 2
    assert report.exit_code == 3
    assert "2 requests were sent (guardrails.requests)" in reason(report)


def test_another_host_is_asked_ten_times_a_second_at_most() -> None:
    pace = Pace(100, 60.0, loopback=False)
    began = time.monotonic()

    for _ in range(6):
        pace("GET")

    assert time.monotonic() - began >= 0.5


def test_what_changes_something_is_never_sent() -> None:
    pace = Pace(2, 60.0, loopback=True)

    for method in ("PUT", "PATCH", "DELETE"):
        with pytest.raises(NotSent, match=method):
            pace(method)

    assert pace.sent == 0


def test_after_the_deadline_nothing_is_sent() -> None:
    with pytest.raises(Ended, match="not done within 0 s"):
        Pace(2, 0.0, loopback=True)("GET")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{roles: [{get: /x, denied: [mebmer]}]}", r"no user mebmer under users, did you mean m"),
        ("{roles: [{get: /x, allowed: [member], denied: [member]}]}", "both allowed and denied"),
        ("{roles: [{get: x}]}", "expected a path of the app"),
        ("{rate_limits: [{form: /login, attempts: 11}]}", "expected 1 to 10"),
        ("{rate_limits: [{attempts: 3}]}", "expected form"),
    ],
)
def test_a_section_that_cannot_be_used_says_why(
    text: str, told: str, guardrails: Callable[..., Report]
) -> None:
    users = "users: {member: {login: {header: {X-Key: k}}}}\n"

    with pytest.raises(ConfigError, match=told):
        guardrails("http://127.0.0.1:9", f"{users}guardrails: {text}")
