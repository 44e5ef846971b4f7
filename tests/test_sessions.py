"""Users of launchready.yaml: how they are read, and how they log in to a real server."""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest

from launchready_ci import users
from launchready_ci.config import ConfigError, load
from launchready_ci.credentials import Secret
from launchready_ci.gate import CannotLook
from launchready_ci.http import Client, errors
from launchready_ci.sessions import LoginFailed, Sessions
from launchready_ci.users import Basic, SignedIn
from tests.http.servers import Got, Reply, web

EMAIL, WORD = "ana@example.com", "a word to pass by"
ENVIRON = {"EMAIL": EMAIL, "PASSWORD": WORD}
FIELDS = "{email: {secret: EMAIL}, password: {secret: PASSWORD}}"
PAGE = """<html><head><meta name="csrf-token" content="of-the-page"></head><body>
<form action="/search"><input name="q"></form>
<form method="post" action="{action}">
  <input type="hidden" name="csrf" value="{csrf}"><br>
  <input type="email" name="email"><input type="password" name="password" value="">
  <input type="checkbox" name="remember"><input type="checkbox" name="terms" checked>
  <select name="lang"><option value="de"><option value="en" selected></select>
  <input name="old" value="1" disabled>
  <button name="do" value="login">Log in</button>
</form>{more}</body></html>"""


@dataclass
class App:
    """Logs in who has the right token and password, as small apps do."""

    action: str = ""
    csrf: str = "once"
    posts: list[dict[str, str]] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)

    def __call__(self, got: Got) -> Reply:
        self.got.append(got)
        page = getattr(self, f"{got.method.lower()}_{re.sub('[^a-z]', '', got.path)}", None)
        return page(got) if page else Reply("nothing", 404)

    def login_page(self, more: str = "", status: int = 200) -> Reply:
        return Reply(
            PAGE.format(action=self.action, csrf=self.csrf, more=more),
            status,
            [("Content-Type", "text/html"), ("Set-Cookie", "begun=1; Path=/")],
        )

    def get_login(self, _: Got) -> Reply:
        return self.login_page()

    def post_login(self, got: Got) -> Reply:
        given = dict(parse_qsl(got.body.decode(), keep_blank_values=True))
        self.posts.append(given)
        if given.get("csrf") != "once" or "begun=1" not in got.headers.get("cookie", ""):
            return Reply("stale", 403)
        if (given["email"], given["password"]) != (EMAIL, WORD):
            told = f"<p class='flash error'>No user <b>{given['email']}</b> with that password</p>"
            return self.login_page(told)
        return Reply("", 302, [("Location", "/feed"), ("Set-Cookie", "sid=s3; Path=/; HttpOnly")])

    def get_feed(self, got: Got) -> Reply:
        inside = "sid=s3" in got.headers.get("cookie", "") or "authorization" in got.headers
        return Reply("feed") if inside else Reply("", 302, [("Location", "/login")])

    def post_apitoken(self, got: Got) -> Reply:
        form = "form" in got.headers["content-type"]
        given = dict(parse_qsl(got.body.decode())) if form else json.loads(got.body)
        if given.get("key") != WORD:
            return Reply('{"error": "no"}', 401)
        return Reply('{"data": {"token": "t0"}, "n": 1}')

    def get_plain(self, _: Got) -> Reply:
        return Reply("<div id=root></div>")

    def get_exposed(self, _: Got) -> Reply:
        return Reply("<form><input name=email><input type=password name=password></form>")

    def get_broken(self, _: Got) -> Reply:
        return Reply("oops", 500)


Make = Callable[[str, App], Sessions]


@pytest.fixture
def log_in() -> Iterator[Make]:
    """``log_in(yaml of the users, app)``: their sessions with a server that runs the app."""
    with ExitStack() as opened:

        def make(text: str, app: App) -> Sessions:
            server = opened.enter_context(web(app))
            client = opened.enter_context(Client(server.url, environ={}))
            return Sessions(client, parsed(text), ENVIRON)

        yield make


def parsed(text: str) -> Mapping[str, users.User]:
    return users.load(load("launchready.yaml", f"users:\n  {text}\n".encode()), {})


def member(path: str = "/login", more: str = "") -> str:
    return f"member: {{login: {{form: {path}, fields: {FIELDS}}}{more}}}"


def test_the_ways_to_log_in_are_read() -> None:
    found = parsed(
        "{a: {login: {form: /login, fields: {user: ana}}, signed_in: {get: /feed}},"
        " b: {login: {post: /t, body: {key: {secret: KEY}, deep: [{n: 1}, null, true, '2']}}},"
        " c: {login: {basic: {user: ana, password: {secret: PASSWORD}}}},"
        " d: {login: {header: {X-Key: {secret: KEY}}}}, e: {login: {cookie: {sid: x}}}}"
    )

    assert found["a"].signed_in == SignedIn("/feed")
    key = found["b"].login.body["key"]
    assert isinstance(key, Secret)
    assert key.name == "KEY"
    assert found["b"].login.body["deep"] == [{"n": 1}, None, True, "2"]
    assert isinstance(found["c"].login.basic, Basic)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "a: {login: {}}",
            "users.a.login: expected one of form, post, basic, header, cookie, got nothing",
        ),
        ("a: {login: {form: /l, post: /t, fields: {a: b}}}", "got form and post"),
        ("a: {login: {form: /l}}", "a form needs fields"),
        ("a: {login: {cookie: {a: b}, bearer: t}}", "bearer belong to post"),
        ("a: {login: {post: /t, bearer: '[['}}", "is no JMESPath"),
        ("a: {login: {post: /t, body: {a: b}, fields: {a: b}}}", "got both"),
        ("a: {login: {fomr: /l}}", "did you mean form?"),
        ("a: {login: {basic: {user: x}}}", "password: missing"),
        ("a: x", "users.a: expected a mapping"),
        ("[a]", "users: expected a mapping"),
    ],
)
def test_users_that_cannot_be_used(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        parsed(text)


@pytest.mark.parametrize("text", ["", "{}"])
def test_no_users(text: str) -> None:
    assert parsed(text) == {}


def test_a_form_with_its_token_and_cookies(log_in: Make) -> None:
    app = App()

    found = log_in(member(more=", signed_in: {get: /feed}"), app).logged_in("member")

    assert app.posts == [
        {
            "csrf": "once",
            "terms": "on",
            "lang": "en",
            "email": EMAIL,
            "password": WORD,
            "do": "login",
        }
    ]
    assert found.session.cookies["sid"] == "s3"
    assert [answer.status for answer in found.answers] == [200, 200, 200]
    assert (len(found.answers[1].hops), found.answers[2].hops) == (1, ())
    assert found.answers[2].seconds < found.answers[1].seconds  # its own alone
    feeds = [got for got in app.got if got.path == "/feed"]
    assert len(feeds) == 1  # the form led there
    posted = next(got for got in app.got if got.method == "POST").headers
    assert posted["x-csrf-token"] == "of-the-page"
    assert posted["referer"].endswith("/login")


def test_a_login_happens_once_whoever_needs_it(log_in: Make) -> None:
    app = App()
    sessions = log_in(member(), app)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: id(sessions.session("member")), range(32)))

    assert len(found) == len(app.posts) == 1


def test_a_wrong_password(log_in: Make) -> None:
    app = App()
    sessions = log_in(member(), app)

    def wrong(text: users.Text) -> str:
        is_password = isinstance(text, Secret) and text.name == "PASSWORD"
        return "wrong" if is_password else sessions.reveal(text)

    with pytest.raises(LoginFailed) as caught:
        sessions.log_in("member", wrong)

    told = str(caught.value)
    assert told.startswith("member could not log in: after the form POST http://127.0.0.1:")
    assert "/login gave status 200, which says: No user [redacted] with that" in told
    assert EMAIL not in told
    assert sessions.session("member").cookies["sid"] == "s3"


def test_who_was_refused_is_not_tried_again(log_in: Make) -> None:
    app = App(csrf="stale")
    sessions = log_in(member(), app)

    for _ in range(3):
        with pytest.raises(LoginFailed, match="gave status 403"):
            sessions.session("member")

    assert len(app.posts) == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/plain", "without a form (does a script draw it?"),
        ("/broken", "gave status 500"),
        ("/exposed", "would be part of a URL"),
    ],
)
def test_pages_without_a_form_to_fill_in(log_in: Make, path: str, words: str) -> None:
    with pytest.raises(LoginFailed, match=re.escape(words)):
        log_in(member(path), App()).session("member")


def test_a_form_without_the_field(log_in: Make) -> None:
    text = "member: {login: {form: /login, fields: {mail: x}}}"

    with pytest.raises(LoginFailed, match="that has the fields mail: there are csrf, email, lang"):
        log_in(text, App()).session("member")


def test_a_form_that_would_send_the_password_elsewhere(log_in: Make) -> None:
    with pytest.raises(
        errors.HostNotAllowed, match=r"send the credential to https://evil\.example"
    ):
        log_in(member(), App(action="https://evil.example/login")).session("member")


@pytest.mark.parametrize("how", ["body", "fields"], ids=["JSON", "a form"])
def test_a_token(log_in: Make, how: str) -> None:
    app = App()
    login = f"{{post: /api/token, {how}: {{key: {{secret: PASSWORD}}}}, bearer: data.token}}"

    session = log_in(f"api: {{login: {login}, signed_in: {{get: /feed}}}}", app).session("api")

    assert app.got[-1].headers["authorization"] == "Bearer t0"
    assert session.headers == {"Authorization": "Bearer t0"}


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("{post: /api/token, body: {key: x}, bearer: data.token}", "gave status 401"),
        ("{post: /api/token, body: {key: {secret: PASSWORD}}, bearer: n}", "nothing at n that"),
        ("{post: /api/token, body: {key: {secret: PASSWORD}}, bearer: 'abs(data)'}", "nothing at"),
        ("{cookie: {sid: x}}", "/login gave status 200, a login page"),
    ],
)
def test_no_token(log_in: Make, login: str, words: str) -> None:
    with pytest.raises(LoginFailed, match=re.escape(words)):
        log_in(f"api: {{login: {login}, signed_in: {{get: /feed}}}}", App()).session("api")


@pytest.mark.parametrize(
    ("login", "header", "value"),
    [
        (
            "{basic: {user: ana, password: {secret: PASSWORD}}}",
            "authorization",
            f"Basic {base64.b64encode(f'ana:{WORD}'.encode()).decode()}",
        ),
        ("{header: {X-Key: {secret: PASSWORD}, Authorization: x}}", "x-key", WORD),
        ("{cookie: {sid: s3}}", "cookie", "sid=s3"),
    ],
    ids=["basic", "a header", "a cookie"],
)
def test_what_needs_no_login(log_in: Make, login: str, header: str, value: str) -> None:
    app = App()

    log_in(f"a: {{login: {login}, signed_in: {{get: /feed}}}}", app).session("a")

    assert app.got[0].headers[header] == value


def test_the_signed_in_page_tells(log_in: Make) -> None:
    text = member(more=", signed_in: {get: /none, expect: {status: 200}}")

    with pytest.raises(LoginFailed, match="/none gave status 404, expected status 200"):
        log_in(text, App()).session("member")


def test_a_missing_credential_is_named(log_in: Make) -> None:
    sessions = log_in("a: {login: {header: {X-Key: {secret: NO_SUCH}}}}", App())

    with pytest.raises(CannotLook, match="the credential NO_SUCH"):
        sessions.session("a")


def test_an_unknown_user(log_in: Make) -> None:
    with pytest.raises(CannotLook, match="no user admin"):
        log_in(member(), App()).session("admin")


def test_known_credentials_are_masked(log_in: Make) -> None:
    sessions = log_in(member(), App())
    sessions.session("member")

    assert sessions.mask(f"{EMAIL} said {WORD}!") == "[redacted] said [redacted]!"


def test_so_are_those_of_a_user_who_has_not_logged_in(log_in: Make) -> None:
    sessions = log_in(member(), App())

    assert sessions.mask(f"{EMAIL} said {WORD}!") == "[redacted] said [redacted]!"
