"""Which websites may read the answers: real middleware, sound and careless."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask_cors import CORS
from werkzeug.serving import make_server

from launchready_ci.findings import Location, Report
from launchready_ci.gates.guardrails.cors.facts import DOWNGRADE, Cors, Shared
from launchready_ci.gates.guardrails.cors.looking import Asker, foreign_end, read, strangers
from launchready_ci.gates.guardrails.cors.rules import RULES
from launchready_ci.http import Answer, Headers, Timings
from tests.gates.smoke_runs import findings
from tests.sample import SampleApps

EVIL = "https://launchready.example"
LISTED = 'guardrails: {cors: [{get: /api/feed, origins: ["https://app.example.com"]}]}'


def said(*answers: Shared, listed: bool = False) -> set[str]:
    facts = Cors(place=Location("launchready.yaml"), answers=answers, listed=listed)
    return {rule.id for rule in RULES if list(rule.check(facts))}


def shared(allowed: str = EVIL, *, credentials: bool = True, kind: str = "") -> Shared:
    return Shared("GET", EVIL, kind, allowed, credentials, varies=True, stored=True)


@pytest.mark.parametrize(
    ("answer", "rules"),
    [
        pytest.param(shared(), {"LR-GRD060"}, id="reflected with credentials"),
        pytest.param(shared(kind=DOWNGRADE), {"LR-GRD062"}, id="the same by plain http"),
        pytest.param(shared(credentials=False), set(), id="reflected, no credentials"),
        pytest.param(shared("*", credentials=False), set(), id="open to all, no credentials"),
        pytest.param(shared("*"), {"LR-GRD061"}, id="what browsers refuse"),
        pytest.param(shared("https://app.example.com"), set(), id="another origin"),
        pytest.param(shared("", credentials=False), set(), id="nothing"),
    ],
)
def test_what_an_answer_lets_a_foreign_website_do(answer: Shared, rules: set[str]) -> None:
    assert said(answer) == rules


def test_vary_is_needed_where_the_answer_depends_on_the_origin() -> None:
    listed, other = shared(credentials=False)._replace(varies=False), shared("", credentials=False)

    assert said(listed, other) == {"LR-GRD063"}
    assert said(listed, listed) == set()
    assert said(listed._replace(stored=False), other) == set()


@pytest.mark.parametrize(
    ("method", "status", "rules"),
    [("GET", 200, {"LR-GRD065"}), ("GET", 401, set()), ("OPTIONS", 401, {"LR-GRD065"})],
)
def test_a_refusal_need_not_be_shared(method: str, status: int, rules: set[str]) -> None:
    answer = shared("")._replace(method=method, status=status)
    facts = Cors(place=Location("launchready.yaml"), answers=(), wanted=(answer,), listed=True)

    assert {rule.id for rule in RULES if list(rule.check(facts))} == rules


def test_a_list_is_held_also_without_credentials() -> None:
    assert said(shared("*", credentials=False), listed=True) == {"LR-GRD064"}


def test_lookalikes_are_made_of_the_list() -> None:
    origins = [asker.origin for asker in strangers("https://own", ("https://app.example.com",))]

    assert origins == [
        EVIL,
        "null",
        "https://app.example.com.launchready.example",
        "https://launchreadyexample.com",
        "http://app.example.com",
    ]


@pytest.mark.parametrize(
    ("host", "end"),
    [
        ("example.com", "example.com"),
        ("www.example.com:8443", "example.com:8443"),
        ("a.b.example.com", "example.com"),
        ("shop.co.uk", "shop.co.uk"),
        ("www.shop.co.uk", "shop.co.uk"),
        ("shop.vercel.app", "shop.vercel.app"),
        ("www.shop.up.railway.app", "shop.up.railway.app"),
        ("shop-x7-ew.a.run.app", "shop-x7-ew.a.run.app"),
        ("shop.me.uk", "shop.me.uk"),
        ("localhost:3000", "localhost:3000"),
        ("127.0.0.1:3000", "127.0.0.1:3000"),
        ("[::1]:3000", "[::1]:3000"),
    ],
)
def test_what_the_name_of_somebody_else_ends_with(host: str, end: str) -> None:
    assert foreign_end(host) == end


def test_headers_are_read_whatever_their_form() -> None:
    pairs = [
        ("access-control-allow-origin", f" {EVIL} "),
        ("Access-Control-Allow-Credentials", "true"),
        ("Vary", "Accept-Encoding"),
        ("vary", "ORIGIN"),
        ("Cache-Control", "no-store"),
    ]
    answer = Answer("GET", "http://x/", 200, Headers(pairs), b"", Timings())

    got = read(Asker(EVIL, ""), answer)

    assert (got.reflected, got.credentials, got.varies, got.stored) == (True, True, True, False)


@contextmanager
def flask(origins: str | list[str]) -> Iterator[str]:
    """An app of Flask-CORS that allows these origins, or patterns."""
    app = Flask("api")
    app.add_url_rule("/", view_func=lambda: "Welcome", endpoint="home")
    app.add_url_rule("/api/feed", view_func=lambda: {"items": []}, endpoint="feed")
    CORS(app, origins=origins, supports_credentials=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("origins", "text", "rules"),
    [
        pytest.param(r".*", "", {"LR-GRD060"}, id="everything reflected"),
        pytest.param(["https://app.example.com", "https://b.example"], LISTED, set(), id="a list"),
        pytest.param("https://app.example.com", LISTED, {"LR-GRD063"}, id="a list of one: no Vary"),
        pytest.param(
            r"https://app\.example\.com.*", LISTED, {"LR-GRD060", "LR-GRD064"}, id="by prefix"
        ),
        pytest.param(r"https://.*example\.com$", LISTED, {"LR-GRD060", "LR-GRD064"}, id="suffix"),
        pytest.param(r"https://.*\.example\.com$", LISTED, set(), id="all names of one owner"),
        pytest.param(
            ["https://app.example.com", "null"], LISTED, {"LR-GRD060", "LR-GRD064"}, id="null"
        ),
        pytest.param("https://www.example.com", LISTED, {"LR-GRD065"}, id="another list"),
    ],
)
def test_flask_cors(
    guardrails: Callable[..., Report], origins: str | list[str], text: str, rules: set[str]
) -> None:
    with flask(origins) as url:
        found = findings(guardrails(url, text))

    assert {rule for rule in found if "LR-GRD060" <= rule < "LR-GRD070"} == rules


def test_the_sample_app_reflects_only_with_its_flaw(
    guardrails: Callable[..., Report], sample_app: SampleApps
) -> None:
    text = 'guardrails: {cors: [{get: /api/feed, origins: ["https://app.example.com"]}]}'

    sound = findings(guardrails(sample_app("").url, text))
    flawed = findings(guardrails(sample_app("reflected-cors").url, text))

    assert not {rule for rule in sound if "LR-GRD060" <= rule < "LR-GRD070"}
    assert EVIL in flawed["LR-GRD060"][0]
