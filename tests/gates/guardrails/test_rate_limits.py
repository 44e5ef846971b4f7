"""Wrong passwords: ten at most, of nobody, and no further than the first refusal."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

import pytest

from launchready_ci.findings import Outcome, Report
from tests.gates.smoke_runs import HOME, findings, reason, reply
from tests.http.servers import Got, Reply, web
from tests.sample import SampleApps

FORM = "guardrails: {rate_limits: [{form: /login}]}"
PAGE = """<title>Sign in</title><form method="post" action="/login">
<input type="hidden" name="csrf" value="t{}"><input name="email">
<input name="password" type="password"></form>{}"""
LOCKED = Reply("Too many", 429, [("Retry-After", "60")])
Key = Callable[[Got], str]


class Login:
    """An app with a login form whose token is good once, and a limit that counts by ``key``."""

    def __init__(self, key: Key, most: int = 3, locked: Reply = LOCKED) -> None:
        self.key, self.most, self.locked = key, most, locked
        self.wrong: Counter[str] = Counter()
        self.tokens = set[str]()
        self.seen: list[Mapping[str, list[str]]] = []

    def __call__(self, got: Got) -> Reply:
        if got.path == "/":
            return reply(HOME)
        if got.method == "POST":
            return self.post(got) if got.path in self.posts else reply("Not here", 404)
        return self.page(200) if got.path == "/login" else reply("Not here", 404)

    posts: tuple[str, ...] = ("/login",)

    def page(self, status: int, told: str = "") -> Reply:
        number = len(self.tokens)
        self.tokens.add(f"t{number}")
        visit = [] if told else [("Set-Cookie", f"visit={number}")]
        return Reply(PAGE.format(number, told), status, [("Content-Type", "text/html"), *visit])

    def post(self, got: Got) -> Reply:
        fields = parse_qs(got.body.decode())
        if fields["csrf"][0] not in self.tokens:
            return reply("CSRF token missing", 403)
        self.tokens -= {fields["csrf"][0]}
        self.tokens.add("spent")
        self.seen.append(fields)
        self.wrong[self.key(got)] += 1
        return self.locked if self.wrong[self.key(got)] > self.most else self.page(401, "Wrong")


def everybody(_: Got) -> str:
    return ""


def by_address(got: Got) -> str:
    return got.headers.get("x-forwarded-for", "")


def found(report: Report) -> dict[str, list[str]]:
    return {rule: told for rule, told in findings(report).items() if rule[:8] == "LR-GRD07"}


def test_a_limit_that_works_is_asked_no_further_than_needed(
    guardrails: Callable[..., Report],
) -> None:
    login = Login(everybody)
    with web(login) as app:
        report = guardrails(app.url, FORM)

    assert found(report) == {}
    assert report.exit_code == 0
    assert len(login.seen) == 4 + 2  # until the refusal, with new cookies, with another address
    users = {fields["email"][0] for fields in login.seen}
    assert len(users) == 1
    assert re.fullmatch(r"launchready-\w+-0@example\.com", users.pop())
    assert len({fields["password"][0] for fields in login.seen}) == len(login.seen)


def test_a_limit_of_the_page_is_one_of_its_form(guardrails: Callable[..., Report]) -> None:
    login = Login(everybody, most=1000)
    pages = itertools.count()

    def route(got: Got) -> Reply:
        shows = got.path == "/login" and got.method == "GET"
        if shows and next(pages) >= 3:
            return LOCKED
        return (
            reply("Wrong", 401) if got.method == "POST" and login(got).status == 401 else login(got)
        )

    with web(route) as app:
        report = guardrails(app.url, FORM)

    assert (report.exit_code, found(report)) == (0, {})


def test_a_limit_of_everything_tells_nothing_of_the_login(
    guardrails: Callable[..., Report],
) -> None:
    login = Login(everybody)

    def route(got: Got) -> Reply:
        return LOCKED if len(login.seen) > 3 else login(got)

    with web(route) as app:
        report = guardrails(app.url, FORM)

    unsure = [r for r in report.gates[0].results if r.outcome is Outcome.INCONCLUSIVE]
    assert [(r.rule.id, "as GET / does" in r.reason) for r in unsure] == [("LR-GRD070", True)]
    assert found(report) == {}


def test_without_a_limit_ten_are_enough(guardrails: Callable[..., Report]) -> None:
    login = Login(everybody, most=1000)
    with web(login) as app:
        report = guardrails(app.url, FORM)

    assert found(report)["LR-GRD070"] == [
        "POST /login answers 10 wrong attempts in a row with status 401"
    ]
    assert len(login.seen) == 10


def test_a_header_that_anybody_can_send_must_not_reset_it(
    guardrails: Callable[..., Report],
) -> None:
    with web(Login(by_address)) as app:
        report = guardrails(app.url, FORM)

    assert found(report) == {
        "LR-GRD071": [
            "POST /login is locked after 4 attempts, and open with X-Forwarded-For: 203.0.113.7"
        ]
    }


def test_neither_must_new_cookies(guardrails: Callable[..., Report]) -> None:
    login = Login(lambda got: got.headers["cookie"])
    with web(login) as app:
        report = guardrails(app.url, FORM)

    assert [told.split()[-2:] for told in found(report)["LR-GRD071"]] == [["new", "cookies"]]


def test_nor_a_slash_at_the_end(guardrails: Callable[..., Report]) -> None:
    login = Login(lambda got: got.path)
    login.posts = ("/login", "/login/")
    with web(login) as app:
        report = guardrails(app.url, FORM)

    assert [told.split()[-2:] for told in found(report)["LR-GRD071"]] == [["POST", "/login/"]]


@pytest.mark.parametrize(
    ("locked", "more"),
    [
        pytest.param(reply("Account locked", 403), "", id="another status"),
        pytest.param(reply("Your account is locked", 401), ", text: is locked", id="a text"),
        pytest.param(Reply("", 429, [("Retry-After", "1")]), "", id="429"),
    ],
)
def test_a_lock_has_several_forms(
    guardrails: Callable[..., Report], locked: Reply, more: str
) -> None:
    with web(Login(everybody, locked=locked)) as app:
        report = guardrails(app.url, f"guardrails: {{rate_limits: [{{form: /login{more}}}]}}")

    assert found(report) == {}


def test_a_refusal_should_say_for_how_long(guardrails: Callable[..., Report]) -> None:
    with web(Login(everybody, locked=Reply("No", 429))) as app:
        report = guardrails(app.url, FORM)

    assert list(found(report)) == ["LR-GRD072"]


def test_a_form_that_is_refused_for_its_token_is_no_limit(
    guardrails: Callable[..., Report],
) -> None:
    def route(got: Got) -> Reply:
        refused = got.method == "POST"
        return reply("CSRF verification failed", 403) if refused else Login(everybody)(got)

    with web(route) as app:
        report = guardrails(app.url, FORM)

    assert report.exit_code == 3
    assert "before the password was looked at" in reason(report)
    assert len([got for got in app.got if got.method == "POST"]) == 1


@pytest.mark.parametrize(
    ("form", "told"),
    [
        pytest.param("/nowhere", "status 404 and no form", id="no page"),
        pytest.param("/", "status 200 and no form", id="no form"),
    ],
)
def test_a_door_that_is_not_there_is_an_error(
    guardrails: Callable[..., Report], form: str, told: str
) -> None:
    with web(Login(everybody)) as app:
        report = guardrails(app.url, f"guardrails: {{rate_limits: [{{form: {form}}}]}}")

    assert report.exit_code == 3
    assert told in reason(report)


def test_a_form_that_leads_elsewhere_is_not_sent(guardrails: Callable[..., Report]) -> None:
    page = PAGE.replace('action="/login"', 'action="https://login.example/"')

    with web(lambda got: reply(page if got.path == "/login" else HOME)) as app:
        report = guardrails(app.url, FORM)

    assert report.exit_code == 3
    assert "leads to https://login.example" in reason(report)


def test_an_api_is_asked_in_json(guardrails: Callable[..., Report]) -> None:
    body = '{user: "", password: "", tenant: acme}'
    text = f"guardrails: {{rate_limits: [{{post: /api/login, body: {body}}}]}}"
    with web(lambda got: reply({"error": "wrong"}, 401 if got.method == "POST" else 200)) as app:
        report = guardrails(app.url, text)

    sent = [got for got in app.got if got.method == "POST"]
    assert found(report)["LR-GRD070"][0].startswith("POST /api/login answers 10 wrong")
    assert b'"tenant":"acme"' in sent[0].body
    assert b'"user":"launchready-' in sent[0].body
    assert len({got.body for got in sent}) == 10


def test_a_reset_of_passwords_has_no_password(guardrails: Callable[..., Report]) -> None:
    page = '<form method="post" action="/reset"><input name="email" type="email"></form>'
    text = "guardrails: {rate_limits: [{form: /reset, attempts: 3}]}"
    with web(lambda got: reply(HOME if got.path == "/" else page)) as app:
        report = guardrails(app.url, text)

    sent = [got.body for got in app.got if got.method == "POST"]
    assert [b"email=launchready-" in body for body in sent] == [True] * 3
    assert found(report)["LR-GRD070"] == [
        "POST /reset answers 3 wrong attempts in a row with status 200"
    ]


BOTH = 'guardrails: {rate_limits: [{form: /login}, {post: /api/token, body: {key: ""}}]}'


def test_the_sample_app_locks_its_doors_unless_it_is_told_not_to(
    guardrails: Callable[..., Report], sample_app: SampleApps
) -> None:
    sound = guardrails(sample_app("", fresh=True).url, BOTH)
    flawed = guardrails(sample_app("no-rate-limit").url, BOTH)

    assert found(sound) == {}
    assert sound.exit_code == 0
    assert [told.split()[1] for told in found(flawed)["LR-GRD070"]] == ["/login", "/api/token"]
