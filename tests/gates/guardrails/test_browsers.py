"""Cookies and headers: the session is the cookie that signs a user out when it is gone."""

from collections.abc import Callable
from typing import Any

import pytest

from launchready_ci.findings import Location, Outcome, Report
from launchready_ci.gate import NotJudged, Rule
from launchready_ci.gates.guardrails.browsers.facts import Headers, SessionCookie
from launchready_ci.gates.guardrails.browsers.rules import RULES
from tests.gates.smoke_runs import HOME, HTML, findings, reply
from tests.http.servers import Got, Reply, web
from tests.sample import FOLDER, SampleApps

PLACE = Location("launchready.yaml")
SOUND = {"httponly": "", "secure": "", "samesite": "Lax"}
CSP = "default-src 'self'; frame-ancestors 'none'"
GOOD = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000",
    "referrer-policy": "no-referrer, strict-origin-when-cross-origin",
}


JUDGED: tuple[Rule[Any], ...] = RULES


def said(facts: Headers | SessionCookie) -> set[str]:
    judging = [rule for rule in JUDGED if rule.judges is type(facts)]
    return {rule.id for rule in judging for one in rule.check(facts) if type(one) is not NotJudged}


def cookie(*, https: bool = True, loopback: bool = False, **change: str | None) -> SessionCookie:
    given = {name: value for name, value in {**SOUND, **change}.items() if value is not None}
    return SessionCookie(
        subject="mia", place=PLACE, https=https, loopback=loopback, name="id", attributes=given
    )


def page(change: dict[str, str], *, https: bool = True, loopback: bool = False) -> Headers:
    headers = {name: value for name, value in {**GOOD, **change}.items() if value}
    return Headers(subject="GET /", place=PLACE, https=https, loopback=loopback, headers=headers)


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        pytest.param(cookie(), set(), id="sound"),
        pytest.param(cookie(httponly=None), {"LR-GRD080"}, id="no HttpOnly"),
        pytest.param(cookie(secure=None), {"LR-GRD081"}, id="no Secure"),
        pytest.param(cookie(secure=None, https=False), {"LR-GRD081"}, id="plain http, elsewhere"),
        pytest.param(cookie(secure=None, https=False, loopback=True), set(), id="this machine"),
        pytest.param(cookie(samesite="NONE"), {"LR-GRD082"}, id="SameSite=None"),
        pytest.param(cookie(samesite=None), {"LR-GRD083"}, id="no SameSite"),
    ],
)
def test_a_session_cookie(facts: SessionCookie, rules: set[str]) -> None:
    assert said(facts) == rules


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        pytest.param({}, set(), id="sound"),
        pytest.param({"content-security-policy": ""}, {"LR-GRD090", "LR-GRD092"}, id="no policy"),
        pytest.param(
            {"content-security-policy": f"{CSP}; script-src 'self' https:"},
            {"LR-GRD091"},
            id="scripts from everywhere",
        ),
        pytest.param(
            {"content-security-policy": f"{CSP}; script-src 'unsafe-inline' 'nonce-x'"},
            set(),
            id="a nonce switches unsafe-inline off",
        ),
        pytest.param(
            {"content-security-policy": "frame-ancestors 'self'"}, {"LR-GRD091"}, id="frames only"
        ),
        pytest.param(
            {"content-security-policy": "default-src 'self'", "x-frame-options": "SAMEORIGIN"},
            set(),
            id="the old header for frames",
        ),
        pytest.param(
            {"content-security-policy": "default-src 'self'; frame-ancestors *"},
            {"LR-GRD092"},
            id="frames of everybody",
        ),
        pytest.param({"x-content-type-options": "sniff"}, {"LR-GRD093"}, id="sniffed"),
        pytest.param(
            {"strict-transport-security": "max-age=0"}, {"LR-GRD094"}, id="HSTS switched off"
        ),
        pytest.param({"strict-transport-security": ""}, {"LR-GRD094"}, id="no HSTS"),
        pytest.param({"referrer-policy": "unsafe-url"}, {"LR-GRD095"}, id="the whole address"),
        pytest.param({"referrer-policy": ""}, {"LR-GRD095"}, id="no referrer policy"),
    ],
)
def test_the_headers_of_a_page(change: dict[str, str], rules: set[str]) -> None:
    assert said(page(change)) == rules


def test_what_needs_tls_is_skipped_on_this_machine() -> None:
    facts = page({"strict-transport-security": ""}, https=False, loopback=True)

    judged = [one for rule in JUDGED if rule.id == "LR-GRD094" for one in rule.check(facts)]

    assert [type(one) for one in judged] == [NotJudged]
    assert isinstance(judged[0], NotJudged)
    assert judged[0].outcome is Outcome.SKIPPED


USERS = """
users:
  mia:
    login: {form: /login, fields: {email: a@example.com, password: {secret: PASSWORD}}}
    signed_in: {get: /feed}
"""
LOGIN = '<form method="post"><input name="email"><input name="password" type="password"></form>'


def with_cookies(got: Got) -> Reply:
    """Three cookies, of which one is the session; the theme is a script's."""
    if got.path == "/login" and got.method == "POST":
        cookies = ["theme=dark", "sid=of-mia; Path=/; HttpOnly", "sid.sig=x; HttpOnly"]
        return Reply("", 303, [("Location", "/feed"), *(("Set-Cookie", c) for c in cookies)])
    signed_in = "sid=of-mia" in got.headers.get("cookie", "")
    if got.path == "/feed" and not signed_in:
        return Reply("", 303, [("Location", "/login")])
    pages = {"/": HOME, "/login": LOGIN, "/feed": "<p>Yours"}
    return Reply(pages[got.path], 200, HTML) if got.path in pages else reply("Not here", 404)


def test_the_session_is_known_by_its_loss(guardrails: Callable[..., Report]) -> None:
    with web(with_cookies) as app:
        report = guardrails(app.url, USERS, {"PASSWORD": "right"})

    found = findings(report)
    assert "LR-GRD080" not in found
    assert found["LR-GRD083"] == [
        "the cookie sid, without which mia is signed out, is set without SameSite"
    ]
    assert found["LR-GRD093"] == [
        "GET /, GET /login and GET /feed as mia may be sniffed; add X-Content-Type-Options: nosniff"
    ]
    assert "right" not in str(report)
    assert "of-mia" not in str(report)


def test_a_login_that_fails_is_no_pass(guardrails: Callable[..., Report]) -> None:
    with web(lambda got: reply(LOGIN) if got.path == "/login" else with_cookies(got)) as app:
        report = guardrails(app.url, USERS, {"PASSWORD": "wrong"})

    assert report.exit_code == 3
    assert "mia could not log in" in report.gates[0].reason


def test_the_sample_app_sets_what_it_should(
    guardrails: Callable[..., Report], sample_app: SampleApps
) -> None:
    app = sample_app("")

    report = guardrails(app.url, (FOLDER / "launchready.yaml").read_text(), app.environ)

    passed = {r.rule.id for r in report.gates[0].results if r.outcome is Outcome.PASSED}
    assert {rule.id for rule in RULES} - passed == {"LR-GRD081", "LR-GRD094"}
