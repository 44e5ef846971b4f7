"""Servers that lie, drip, bomb or refuse: an end, and never a wrong verdict."""

import contextlib
import gzip
import itertools
import socket
from collections import Counter
from collections.abc import Callable

import pytest

from launchready_ci.findings import Outcome, Report, Severity
from launchready_ci.gates.guardrails.exposure import proofs
from launchready_ci.gates.guardrails.patience import asks_to_wait
from launchready_ci.http import Answer, Headers, Timings
from tests.gates.smoke_runs import HOME, reason, reply
from tests.http.servers import Got, Reply, dripped, raw, web

TEXT = [("Content-Type", "text/plain")]
HEAD = "ref: refs/heads/main\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
BOMB = gzip.compress(bytes(30_000_000))


def plain(got: Got) -> Reply:
    return reply(HOME) if got.path == "/" else reply("Not here", 404)


def exposed(report: Report) -> set[str]:
    """All but notes, and what is said of cookies and headers."""
    results = [r for r in report.gates[0].results if r.findings and r.rule.id < "LR-GRD080"]
    return {r.rule.id for r in results if r.rule.severity is not Severity.NOTE}


def test_a_body_that_drips_ends_it(guardrails: Callable[..., Report]) -> None:
    with raw(dripped(OK + b"\r\n", b"a")) as url:
        report = guardrails(url, "guardrails: {deadline: 500ms}")

    assert report.exit_code == 3
    assert "guardrails was not done within 0.5 s" in reason(report)


def test_of_a_body_without_end_the_beginning_is_read(guardrails: Callable[..., Report]) -> None:
    def talk(connection: socket.socket) -> None:
        connection.settimeout(10)
        connection.recv(65_536)
        connection.sendall(OK + b"Connection: close\r\n\r\n")
        with contextlib.suppress(OSError):  # the client has had enough
            while True:
                connection.sendall(b"<p>endless" * 6_000)

    with raw(talk) as url:
        report = guardrails(url)

    assert exposed(report) == set()


@pytest.mark.parametrize("path", ["/.env", "every path"])
def test_a_gzip_bomb_is_an_error(path: str, guardrails: Callable[..., Report]) -> None:
    def route(got: Got) -> Reply:
        if path in (got.path, "every path"):
            return Reply(BOMB, 200, [("Content-Encoding", "gzip")])
        return plain(got)

    with web(route) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (3, set())
    assert "unpacks to more than" in reason(report)


def test_a_bomb_as_a_dump_is_unpacked_no_further_than_needed() -> None:
    assert proofs.dump(gzip.compress(b"CREATE TABLE a (b int);" + bytes(30_000_000)))
    assert not proofs.dump(BOMB)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(
            Reply("", 302, [("Location", "https://login.example/")]), id="to another host"
        ),
        pytest.param(Reply("", 302, [("Location", "/here")]), id="in a circle"),
        pytest.param(Reply("", 302, [("Location", "javascript:x")]), id="to no address"),
    ],
)
def test_what_leads_away_is_closed(answer: Reply, guardrails: Callable[..., Report]) -> None:
    with web(lambda got: reply(HOME) if got.path == "/" else answer) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, set())


def test_a_homepage_that_leads_away_is_an_error(guardrails: Callable[..., Report]) -> None:
    with web(lambda _: Reply("", 302, [("Location", "https://www.example.com/")])) as app:
        report = guardrails(app.url)

    assert report.exit_code == 3
    assert "leads to https://www.example.com, which launchready.yaml does not name" in reason(
        report
    )


def test_more_headers_than_any_app_sends_are_an_error(guardrails: Callable[..., Report]) -> None:
    many = [(f"X-{number}", "x") for number in range(300)]
    with web(lambda got: Reply(HOME, 200, [*TEXT, *many]) if got.path == "/" else plain(got)) as a:
        report = guardrails(a.url)

    assert report.exit_code == 3
    assert "more than 256 headers" in reason(report)


USER = """
users:
  mia:
    login: {form: /login, fields: {email: a@example.com, password: {secret: PASSWORD}}}
    signed_in: {get: /feed}
"""
LOGIN = '<form method="post"><input name="email"><input name="password" type="password"></form>'


def test_of_a_flood_of_cookies_a_few_are_tried(guardrails: Callable[..., Report]) -> None:
    number = itertools.count()

    def route(got: Got) -> Reply:
        flood = [("Set-Cookie", f"c{next(number)}=x") for _ in range(50)]
        pages = {"/": HOME, "/login": LOGIN, "/feed": "<p>Yours"}
        if got.method == "POST" and got.path == "/login":
            return Reply("", 303, [("Location", "/feed"), *flood])
        found = reply(pages.get(got.path, "Not here"), 200 if got.path in pages else 404)
        return Reply(found.body, found.status, [*found.headers, *flood])

    with web(route) as app:
        report = guardrails(app.url, USER, {"PASSWORD": "right"})

    assert (report.exit_code, exposed(report)) == (0, set())
    assert len([got for got in app.got if got.path == "/feed"]) <= 1 + 6


@pytest.mark.parametrize("body", [HEAD, "A_KEY=1\n", "CREATE TABLE users (id int);"])
def test_who_alternates_between_a_proof_and_404_proves_nothing(
    body: str, guardrails: Callable[..., Report]
) -> None:
    number = itertools.count()

    def route(got: Got) -> Reply:
        if got.path == "/":
            return reply(HOME)
        return Reply(body, 200, TEXT) if next(number) % 2 else reply("Not here", 404)

    with web(route) as app:
        report = guardrails(app.url)

    assert exposed(report) == set()


def test_a_soft_404_that_repeats_the_path_is_none(guardrails: Callable[..., Report]) -> None:
    words = "{} is not here. CREATE TABLE a (b int); \nA_KEY={}\n"

    with web(lambda got: Reply(words.format(got.path, got.path), 200, TEXT)) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, set())


def test_retry_after_is_honoured_for_a_probe(guardrails: Callable[..., Report]) -> None:
    asked = Counter[str]()

    def route(got: Got) -> Reply:
        asked[got.path] += 1
        if got.path == "/.git/HEAD":
            later = Reply("Later", 429, [("Retry-After", "1")])
            return Reply(HEAD, 200, TEXT) if asked[got.path] > 1 else later
        return plain(got)

    with web(route) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (1, {"LR-GRD001"})


@pytest.mark.parametrize(
    ("status", "after"), [(429, "900"), (429, ""), (503, "900")], ids=["429", "no time", "503"]
)
def test_who_answers_no_more_is_an_error(
    status: int, after: str, guardrails: Callable[..., Report]
) -> None:
    refused = Reply("Slow down", status, [("Retry-After", after)] if after else [])
    roles = "guardrails: {roles: [{get: /admin}], cors: [{get: /api/feed}], deadline: 2500ms}"

    with web(lambda got: reply(HOME) if got.path == "/" else refused) as app:
        report = guardrails(app.url, roles)

    assert report.exit_code == 3
    assert f"status {status}" in reason(report)
    assert "let this machine ask" in reason(report)
    passed = {r.rule.id for r in report.gates[0].results if r.outcome is Outcome.PASSED}
    assert passed == set()


@pytest.mark.parametrize("broken", ["/admin", "/api/feed", "/ADMIN"])
def test_one_path_that_is_refused_as_too_many_was_not_looked_at(
    broken: str, guardrails: Callable[..., Report]
) -> None:
    refused = Reply("Slow down", 429, [("Retry-After", "900")])
    roles = "guardrails: {roles: [{get: /admin}], cors: [{get: /api/feed}], deadline: 30s}"

    with web(lambda got: refused if got.path == broken else plain(got)) as app:
        report = guardrails(app.url, roles)

    assert report.exit_code == 3
    assert "status 429" in reason(report)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_an_app_that_is_not_there_is_an_error(
    status: int, guardrails: Callable[..., Report]
) -> None:
    with web(lambda _: reply("No upstream", status)) as app:
        report = guardrails(app.url, "guardrails: {deadline: 2s}")

    assert report.exit_code == 3
    assert f"GET / gives status {status}: is the app up?" in reason(report)


@pytest.mark.e2e  # and slow: it waits
@pytest.mark.slow
def test_an_app_that_is_busy_gets_time_to_settle(guardrails: Callable[..., Report]) -> None:
    asked = Counter[str]()

    def route(got: Got) -> Reply:
        asked[got.path] += 1
        return reply("No upstream", 503) if asked["/"] == 1 else plain(got)

    with web(route) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, set())


def test_an_app_that_goes_away_meanwhile_is_an_error(guardrails: Callable[..., Report]) -> None:
    asked = Counter[str]()

    def route(got: Got) -> Reply:
        asked[got.path] += 1
        up = got.path == "/" and asked["/"] == 1
        return reply(HOME) if up else reply("No upstream", 502)

    with web(route) as app:
        report = guardrails(app.url)

    assert report.exit_code == 3
    assert "GET / gives status 502 by now" in reason(report)


def test_a_firewall_that_says_503_to_such_names_has_refused_them(
    guardrails: Callable[..., Report],
) -> None:
    with web(lambda got: reply("Blocked", 503) if "/." in got.path else plain(got)) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, set())


@pytest.mark.parametrize(
    ("status", "after", "seconds"),
    [
        (200, "9", None),
        (503, "", None),
        (503, "9", 9),
        (429, "", 1),
        (429, "0", 1),
        (429, "-1", 1),
        (429, "9" * 999, 1),
        (429, "soon", 1),
        (429, "Fri, 31 Dec 1999 23:59:59 GMT", 1),
        (429, "Fri, 31 Dec 9999 23:59:59 GMT", 10**9),
    ],
)
def test_when_may_it_be_asked_again(status: int, after: str, seconds: float | None) -> None:
    headers = Headers([("Retry-After", after)] if after else [])

    wait = asks_to_wait(Answer("GET", "http://x/", status, headers, b"", Timings()))

    assert wait == seconds or (wait is not None and seconds == 10**9 and wait > seconds)
