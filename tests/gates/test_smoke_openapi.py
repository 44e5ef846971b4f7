"""Answers held against the app's own OpenAPI document, in JSON or YAML, or a JSON Schema."""

from collections.abc import Callable

import pytest

from launchready_ci.findings import Report
from tests.gates.smoke_runs import HOME, findings, reason, reply
from tests.http.servers import Got, Reply, web

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


YAML = """
openapi: 3.0.3
info: {title: Feed, version: 2024-01-01}
servers: [{url: /v1}]
paths:
  /:
    get: {responses: {200: {content: {text/html: {schema: {type: string}}}}}}
  /feed/{day}:
    get:
      responses:
        200:
          description: The feed
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Feed"}
components:
  schemas:
    Feed:
      type: object
      required: [items]
      properties:
        items:
          type: array
          items:
            type: object
            required: [id]
            properties: {id: {type: integer}, note: {type: string, nullable: true}}
"""
LOGIN = f"{HOME}<form method=post><input type=password name=password></form>"
STEP = "smoke: {steps: [{name: feed, get: /v1/feed/monday, expect: {openapi: true}}]}"


def documented(feed: object, document: str = YAML) -> Callable[[Got], Reply]:
    def route(got: Got) -> Reply:
        if got.path == "/openapi.yaml":
            return Reply(document, 200, [("Content-Type", "application/yaml")])
        pages = {"/": HOME, "/v1/feed/monday": feed}
        return reply(pages[got.path]) if got.path in pages else reply("Not here", 404)

    return route


def test_a_document_in_yaml_is_read_as_one_in_json(smoke: Callable[..., Report]) -> None:
    feed = {"items": [{"id": 1, "note": None}]}

    with web(documented(feed)) as app:
        report = smoke(app.url, STEP)

    assert report.exit_code == 0, (reason(report), findings(report))


def test_what_does_not_fit_is_told_once_without_its_value(smoke: Callable[..., Report]) -> None:
    feed = {"items": [{"id": "seven"}, {"id": "eight"}, {"note": 9}]}

    with web(documented(feed)) as app:
        report = smoke(app.url, STEP)

    told = [
        message.partition(", says the OpenAPI document")[0]
        for message in findings(report)["LR-SMK050"]
    ]
    assert told == [
        "feed: items[0].id: expected a whole number, got text (and 1 more)",
        "feed: items[2]: the key `id` is missing",
        "feed: items[2].note: expected text or null, got a number",
    ]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_a_page_that_the_document_promises_is_no_json(smoke: Callable[..., Report]) -> None:
    document = YAML.replace("/v1", "/")

    with web(documented({"items": []}, document)) as app:
        report = smoke(app.url)

    assert findings(report) == {}


def test_another_kind_than_the_document_promises_is_told(smoke: Callable[..., Report]) -> None:
    with web(documented("<title>Feed</title>")) as app:
        report = smoke(app.url, STEP)

    (told,) = findings(report)["LR-SMK050"]
    assert "feed: comes as text/html, the OpenAPI document says application/json" in told


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("<!doctype html><title>x</title>", "is no OpenAPI document"),
        ("paths: {}", "is no OpenAPI document"),
        ("openapi: 3.1.0", "without paths"),
        ("{", "no JSON"),
        (BOMB, "more than 50,000 values"),
    ],
    ids=["a page", "something else", "no paths", "JSON cut off", "a bomb of aliases"],
)
def test_a_named_document_that_cannot_be_used_says_why(
    document: str, told: str, smoke: Callable[..., Report]
) -> None:
    with web(documented({}, document)) as app:
        report = smoke(app.url, STEP.replace("smoke: {", "smoke: {openapi: /openapi.yaml, "))

    assert report.exit_code == 3
    assert told in reason(report)


def test_a_document_of_another_server_names_no_routes_of_this_one(
    smoke: Callable[..., Report],
) -> None:
    document = {**OPENAPI, "servers": [{"url": "https://api.example.com"}]}
    pages: dict[str, object] = {"/": HOME, "/openapi.json": document}

    with web(
        lambda got: reply(pages[got.path]) if got.path in pages else reply("Not here", 404)
    ) as app:
        report = smoke(app.url)

    assert findings(report) == {}


def test_a_documented_route_that_leads_to_the_login_is_not_for_everybody(
    smoke: Callable[..., Report],
) -> None:
    def route(got: Got) -> Reply:
        if got.path == "/api/feed":
            return Reply("", 302, [("Location", "/login")])
        pages: dict[str, object] = {"/": HOME, "/openapi.json": OPENAPI, "/login": LOGIN}
        return reply(pages[got.path]) if got.path in pages else reply("Not here", 404)

    with web(route) as app:
        report = smoke(app.url)

    assert findings(report) == {}


@pytest.mark.parametrize(
    "paths",
    [
        {"/": 5, "/api/feed": {"get": {"responses": 5}}},
        {"/api/feed": {"get": {"responses": {"200": {"content": []}}, "parameters": "none"}}},
        {"/api/feed": {"$ref": "#/paths/~1api~1feed"}},
        {"/api" + "/{a}{b}" * 30: {"get": {"responses": {}}}, "/api/feed": {"get": []}},
    ],
    ids=["numbers", "lists and texts", "a circle", "slots without end"],
)
def test_whatever_a_document_holds_nothing_crashes(
    paths: object, smoke: Callable[..., Report]
) -> None:
    document = {"openapi": "3.1.0", "paths": paths, "servers": ["/", {"url": 7}]}
    pages: dict[str, object] = {"/": HOME, "/openapi.json": document, "/api/feed": {}}

    with web(
        lambda got: reply(pages[got.path]) if got.path in pages else reply("Not here", 404)
    ) as app:
        discovered = smoke(app.url)
        asked = smoke(app.url, "smoke: {steps: [{get: /api/feed, expect: {openapi: true}}]}")

    assert "fault of launchready" not in reason(discovered) + reason(asked)
    assert {discovered.exit_code, asked.exit_code} <= {0, 1}
