"""The sound sample app works, from signing up to signing out, and for programs."""

import json
import re
import secrets
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
import yaml

from tests.sample import FOLDER, Answer, Browser, Program, Sample, SampleApps, admin, member
from tests.sample_app.symptoms import get

DOCUMENT: dict[str, Any] = yaml.safe_load((FOLDER / "openapi.yaml").read_text())

HUGE = "9" * 30


@pytest.fixture
def app(sample_app: SampleApps) -> Sample:
    return sample_app()


@pytest.fixture
def program(app: Sample) -> Program:
    return Program(app.url, app.environ["API_KEY"])


def fits(answer: Answer, path: str, method: str = "get") -> bool:
    """Hold an answer against what the document promises for its status."""
    response = DOCUMENT["paths"][path][method]["responses"][str(answer.status)]
    if "$ref" in response:
        response = DOCUMENT["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if "content" not in response:
        return not answer.body
    schema = response["content"][answer.headers.get_content_type()]["schema"]
    whole = {**schema, "components": DOCUMENT["components"]}
    return bool(jsonschema_rs.validator_for(whole).is_valid(answer.json))


def test_the_homepage_and_everything_it_refers_to(app: Sample) -> None:
    page = get(app, "/")
    assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)

    answers = {path: get(app, path) for path in assets}

    kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    assert page.status == 200
    assert {path.rpartition(".")[2] for path in assets} == set(kinds)
    for path, answer in answers.items():
        assert answer.status == 200
        assert answer.headers.get_content_type() == kinds[path.rpartition(".")[2]]
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_person_signs_up_posts_searches_and_signs_out(app: Sample) -> None:
    browser, word = Browser(app.url), f"w{secrets.token_hex(6)}"
    email = f"{word}@example.com"

    signed_up = browser.submit("/signup", "/signup", email=email, name="Zoe", password="x" * 12)
    posted = browser.submit("/feed", "/posts", title=f"Tuned {word}", body="It was slow.")
    feed, found = browser.ask("/feed"), browser.ask(f"/search?q={word}")
    number = re.search(r'id="post-(\d+)"', found.text)
    assert number
    removed = browser.submit("/feed", f"/posts/{number[1]}/remove")
    gone = browser.ask(f"/search?q={word}")
    out = browser.submit("/feed", "/logout")
    after = browser.ask("/feed")

    assert [a.status for a in (signed_up, posted, removed, out)] == [303] * 4
    assert f"Tuned {word}" in feed.text
    assert "1 post<" in found.text
    assert "0 posts<" in gone.text
    assert (after.status, after.headers["Location"]) == (303, "/login?next=/feed")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param({"email": "x@evil.example.net"}, "your address at", id="another domain"),
        pytest.param({"email": "mia@example.com"}, "has an account", id="an address that is taken"),
        pytest.param({"password": "short"}, "12 characters or more", id="a short password"),
        pytest.param({"name": " "}, "Tell us your name", id="no name"),
    ],
)
def test_who_cannot_sign_up(app: Sample, fields: dict[str, str], told: str) -> None:
    given = {"email": "new@example.com", "name": "New", "password": "y" * 12, **fields}

    answer = Browser(app.url).submit("/signup", "/signup", **given)

    assert answer.status == 422
    assert told in answer.text


@pytest.mark.parametrize(
    ("after", "leads"),
    [
        pytest.param("/search", "/search", id="a page"),
        pytest.param("https://evil.example.net/", "/feed", id="another website"),
        pytest.param("//evil.example.net", "/feed", id="another website without a scheme"),
        pytest.param("/\\evil.example.net", "/feed", id="a backslash"),
        pytest.param("", "/feed", id="nothing"),
    ],
)
def test_where_the_login_leads(app: Sample, after: str, leads: str) -> None:
    email, password = app.environ["MEMBER_EMAIL"], app.environ["MEMBER_PASSWORD"]

    answer = Browser(app.url).submit("/login", "/login", email=email, password=password, next=after)

    assert (answer.status, answer.headers["Location"]) == (303, leads)


def test_a_form_from_elsewhere_is_refused(app: Sample) -> None:
    browser = member(app)

    answer = browser.ask("/posts", "POST", b"title=forged&csrf=guessed")

    assert answer.status == 403


def test_wrong_passwords_have_to_wait(app: Sample) -> None:
    stranger = f"{secrets.token_hex(6)}@example.com"

    answers = [Browser(app.url).log_in(stranger, "wrong") for _ in range(6)]

    assert [answer.status for answer in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert "Try again in" in answers[-1].text


def test_wrong_keys_have_to_wait(sample_app: SampleApps) -> None:
    program = Program(sample_app(fresh=True).url)

    answers = [program.ask("/api/token", "POST", {"key": "wrong"}) for _ in range(6)]

    assert [answer.status for answer in answers] == [401] * 5 + [429]
    assert all(fits(answer, "/api/token", "post") for answer in answers)


@pytest.mark.parametrize("path", ["/admin", "/api/admin/members"])
def test_who_may_see_the_admin_area(app: Sample, path: str) -> None:
    browsers = {"nobody": Browser(app.url), "member": member(app), "admin": admin(app)}

    came = {name: browser.ask(path).status for name, browser in browsers.items()}

    assert came == {"nobody": 303 if path == "/admin" else 401, "member": 403, "admin": 200}


def test_a_program_posts_and_removes(program: Program) -> None:
    created = program.ask("/api/posts", "POST", {"title": "Deployed"})
    path = created.headers["Location"]
    there = program.ask(path)
    removed = program.ask(path, "DELETE")
    gone = program.ask(path)

    assert [a.status for a in (created, there, removed, gone)] == [201, 200, 204, 404]
    assert created.json == there.json
    assert created.json["id"] == int(path.rpartition("/")[2])


def test_a_post_of_somebody_else_stays(app: Sample, program: Program) -> None:
    post = program.ask("/api/posts", "POST", {"title": "Mine"}).json["id"]

    by_member = member(app).submit("/feed", f"/posts/{post}/remove")
    by_admin = admin(app).submit("/feed", f"/posts/{post}/remove")

    assert (by_member.status, by_admin.status) == (403, 303)


def test_a_cookie_is_not_enough_to_write(app: Sample) -> None:
    kind = {"Content-Type": "application/json"}

    answer = member(app).ask("/api/posts", "POST", b'{"title": "forged"}', kind)

    assert answer.status == 401


def test_the_feed_goes_on_where_it_ended(program: Program) -> None:
    first = program.ask("/api/feed?limit=5").json
    second = program.ask(f"/api/feed?limit=5&before={first['next']}").json

    ids = [post["id"] for post in first["items"] + second["items"]]
    assert len(set(ids)) == 10
    assert ids == sorted(ids, reverse=True)


class Asked(NamedTuple):
    path: str
    status: int
    template: str
    method: str = "GET"
    body: object = None


def posted(status: int, body: object) -> Asked:
    return Asked("/api/posts", status, "/api/posts", "POST", body)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(Asked("/healthz", 200, "/healthz"), id="health"),
        pytest.param(Asked("/api/feed", 200, "/api/feed"), id="feed"),
        pytest.param(Asked("/api/feed?limit=0", 400, "/api/feed"), id="a limit of 0"),
        pytest.param(Asked(f"/api/feed?before={HUGE}", 400, "/api/feed"), id="a huge id"),
        pytest.param(Asked("/api/search?q=the", 200, "/api/search"), id="search"),
        pytest.param(Asked("/api/search?q=%22*", 200, "/api/search"), id="only signs"),
        pytest.param(Asked("/api/search", 400, "/api/search"), id="search for nothing"),
        pytest.param(Asked("/api/admin/members", 403, "/api/admin/members"), id="members"),
        pytest.param(Asked(f"/api/posts/{HUGE}", 404, "/api/posts/{id}"), id="no such post"),
        pytest.param(posted(422, {}), id="a post without title"),
        pytest.param(posted(422, []), id="a post that is a list"),
        pytest.param(posted(422, {"title": "x", "body": 1}), id="a body that is a number"),
        pytest.param(posted(201, {"title": "\ud800"}), id="half a character"),
        pytest.param(posted(413, {"title": "x" * 70_000}), id="a large post"),
        pytest.param(
            Asked("/api/token", 422, "/api/token", "POST", {"key": 1}), id="a key that is a number"
        ),
    ],
)
def test_the_document_is_true(program: Program, asked: Asked) -> None:
    answer = program.ask(asked.path, asked.method, asked.body)

    assert answer.status == asked.status
    assert fits(answer, asked.template, asked.method.lower())


def test_broken_json_is_refused(app: Sample, program: Program) -> None:
    headers = {**program.headers, "Content-Type": "application/json"}

    answer = Browser(app.url).ask("/api/posts", "POST", b"{", headers)

    assert answer.status == 400
    assert fits(answer, "/api/posts", "post")


def test_the_document_is_served(app: Sample) -> None:
    assert get(app, "/openapi.json").json == DOCUMENT
    assert yaml.safe_load(get(app, "/openapi.yaml").body) == DOCUMENT


@pytest.mark.parametrize(
    ("path", "by_user", "expected"),
    [
        pytest.param("/", False, "no-cache", id="the homepage"),
        pytest.param("/feed", True, "private, no-store", id="a page of a user"),
        pytest.param("/", True, "private, no-store", id="the homepage of a user"),
        pytest.param("/api/feed", True, "private, no-store", id="JSON of a user"),
    ],
)
def test_what_caches_may_keep(app: Sample, path: str, by_user: bool, expected: str) -> None:
    browser = member(app) if by_user else Browser(app.url)

    assert browser.ask(path).headers["Cache-Control"] == expected


def test_headers_that_protect(sample_app: SampleApps) -> None:
    app = sample_app(PUBLIC_URL="https://ops.example.com")

    headers = get(app, "/login").headers

    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(headers["Set-Cookie"].split("; "))
    assert headers["Server"] is None


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        pytest.param("https://app.example.com", "https://app.example.com", id="a website we know"),
        pytest.param("https://app.example.com.evil.tld", None, id="one that begins like it"),
        pytest.param("null", None, id="null"),
    ],
)
def test_which_websites_may_read(app: Sample, origin: str, allowed: str | None) -> None:
    headers = get(app, "/api/feed", Origin=origin).headers

    assert headers["Access-Control-Allow-Origin"] == allowed
    assert headers["Access-Control-Allow-Credentials"] is None
    assert "Origin" in headers["Vary"]


def test_a_request_can_be_found_in_the_log(app: Sample) -> None:
    request_id = secrets.token_hex(8)

    answer = get(app, "/healthz?a=1", X_Request_Id=request_id)

    lines = [json.loads(line) for line in app.log.read_text().splitlines()]
    (line,) = [line for line in lines if line["request_id"] == request_id]
    assert answer.headers["X-Request-Id"] == request_id
    assert (line["method"], line["path"], line["status"]) == ("GET", "/healthz", 200)
    assert {"timestamp", "level", "ms", "user"} <= line.keys()


def test_a_crash_is_told_to_the_log_alone(sample_app: SampleApps) -> None:
    app = sample_app(fresh=True)
    browser = member(app)
    with sqlite3.connect(app.database) as connection:
        connection.execute("DROP TABLE sessions")
    connection.close()

    page, answer = browser.ask("/feed"), browser.ask("/api/feed")

    assert (page.status, answer.status) == (500, 500)
    assert "sessions" not in page.text + answer.text
    assert "no such table: sessions" in app.log.read_text()


def test_a_second_start_keeps_what_is_there(sample_app: SampleApps, tmp_path: Path) -> None:
    database = str(tmp_path / "ops.db")
    first = sample_app(DATABASE_PATH=database)
    email, password = first.environ["MEMBER_EMAIL"], first.environ["MEMBER_PASSWORD"]

    second = sample_app(DATABASE_PATH=database)

    assert Browser(second.url).log_in(email, password).status == 303


def test_every_migration_can_be_taken_back() -> None:
    connection = sqlite3.connect(":memory:")
    ups = sorted((FOLDER / "migrations").glob("*.up.sql"))

    for path in ups:
        connection.executescript(path.read_text())
    for path in reversed(ups):
        connection.executescript(path.with_name(path.name.replace(".up.", ".down.")).read_text())

    left = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    assert left.fetchall() == []
    connection.close()


def test_the_configuration_fits_its_schema() -> None:
    schema = json.loads((FOLDER / "schemas" / "config.json").read_text())
    paths = list((FOLDER / "config").glob("*.yaml"))

    assert paths
    assert [p for p in paths if not _fits(schema, yaml.safe_load(p.read_text()))] == []


def _fits(schema: Any, value: object) -> bool:  # noqa: ANN401 - any JSON
    return jsonschema_rs.is_valid(schema, value)


def test_the_example_names_every_setting() -> None:
    fields = re.findall(r"^    (\w+): ", (FOLDER / "app/settings.py").read_text(), re.MULTILINE)

    named = re.findall(r"^(\w+)=", (FOLDER / ".env.example").read_text(), re.MULTILINE)

    assert set(named) == {name.upper() for name in fields}
