"""``schema.openapi.compare`` and ``launchready schema openapi-diff`` on real repositories."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from launchready_ci.findings import Finding, GateReport, Outcome
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.suite import Settings, Suite
from tests.http.servers import Reply, web
from tests.repos import Repo

CONFIG = "schema: {openapi: {file: api.yaml, compare: COMPARE, allow: ALLOW}}\n"
API = """openapi: 3.1.0
info: {title: Posts, version: "1"}
paths:
  /posts:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                title: {type: string, maxLength: 100}
      responses:
        "201": {description: made}
"""
SHORTER = API.replace("maxLength: 100", "maxLength: 50")
TOLD = (
    "POST /posts: request body, application/json, title: `maxLength` was 100 and is 50:"
    " clients that send what was allowed are refused"
)
Written = Mapping[str, str]
Json = dict[str, Any]


def write(repo: Repo, files: Written) -> None:
    repo.write({name.encode(): text.encode() for name, text in files.items()})


def run(repo: Repo, **given: object) -> GateReport:
    suite = Suite.load(Settings(str(repo.path)), repo.environ)
    return suite.run(suite.plan(["schema"], given), "post-build").gates[0]


def asked(repo: Repo, base: str, head: str) -> GateReport:
    return run(repo, asked=Asked("openapi-diff", (base, head)))


def found(report: GateReport) -> list[Finding]:
    mine = "LR-SCH1"
    return [f for r in report.results if r.rule.id.startswith(mine) for f in r.findings]


def unread(report: GateReport) -> list[str]:
    return [r.reason for r in report.results if r.outcome is Outcome.ERROR]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.new(tmp_path / "repo")


def configured(repo: Repo, compare: str, allow: str = "[]") -> None:
    text = CONFIG.replace("COMPARE", compare).replace("ALLOW", allow)
    write(repo, {"launchready.yaml": text})


def test_the_working_tree_is_held_against_a_commit(repo: Repo) -> None:
    write(repo, {"api.yaml": API})
    repo.commit()
    write(repo, {"api.yaml": "# one line more\n" + SHORTER})
    configured(repo, '"git:main"')

    report = run(repo)

    (finding,) = found(report)
    assert finding.message == f"{TOLD} (base git:main:api.yaml:12:39, head api.yaml:13:39)"
    assert str(finding.location) == "api.yaml:13:39"
    assert finding.properties["base"] == "git:main:api.yaml:12:39"
    assert report.outcome is Outcome.FAILED


def test_the_same_document_passes_every_rule(repo: Repo) -> None:
    write(repo, {"api.yaml": API})
    repo.commit()
    configured(repo, '"git:main"')

    report = run(repo)

    assert report.outcome is Outcome.PASSED
    assert report.looked_at["documents"] >= 2


@pytest.mark.parametrize("rule", ["request-bounds-tightened", "LR-SCH138"])
def test_what_is_intended_is_allowed(repo: Repo, rule: str) -> None:
    write(repo, {"old.yaml": API, "api.yaml": SHORTER})
    allow = f"[{{rule: {rule}, place: POST /posts, reason: agreed with all clients}}]"
    configured(repo, "old.yaml", allow)

    report = run(repo)

    (finding,) = found(report)
    assert finding.suppressed
    assert finding.properties["allowed"] == "agreed with all clients"
    assert report.outcome is Outcome.PASSED


def test_another_place_is_not_allowed_by_it(repo: Repo) -> None:
    write(repo, {"old.yaml": API, "api.yaml": SHORTER})
    allow = "[{rule: LR-SCH138, place: POST /other, reason: agreed}]"
    configured(repo, "old.yaml", allow)
    suite = Suite.load(Settings(str(repo.path)), repo.environ)

    report = suite.run(suite.plan(["schema"], {}), "post-build")

    assert not found(report.gates[0])[0].suppressed
    assert any("POST /other: nothing of the kind was found" in note for note in report.notes)


def test_a_comment_on_the_line_suppresses_it(repo: Repo) -> None:
    head = SHORTER.replace("50}", "50} # launchready: ignore[LR-SCH138] agreed")
    write(repo, {"old.yaml": API, "api.yaml": head})
    configured(repo, "old.yaml")

    assert [finding.suppressed for finding in found(run(repo))] == [True]


SPLIT = {
    "api/api.yaml": """openapi: 3.0.3
info: {title: Posts, version: "1"}
paths: {/posts: {$ref: "paths/posts.yaml"}}
""",
    "api/paths/posts.yaml": """post:
  requestBody:
    content:
      application/json: {schema: {$ref: "../schemas/all.json#/$defs/Post"}}
  responses: {"201": {description: made}}
""",
    "api/schemas/all.json": json.dumps(
        {
            "$defs": {
                "Post": {"properties": {"title": {"$ref": "#/$defs/a~1b%20c"}}},
                "a/b c": {"type": "string", "maxLength": 100},
            }
        }
    ),
}


def test_several_files_are_one_document(repo: Repo) -> None:
    write(repo, SPLIT)
    repo.commit()
    changed = SPLIT["api/schemas/all.json"].replace("100", "50")
    write(repo, {"api/schemas/all.json": changed})

    report = asked(repo, "git:main", str(repo.path / "api/api.yaml"))

    (finding,) = found(report)
    assert finding.message.startswith(TOLD)
    assert finding.location.path == "api/schemas/all.json"
    assert "base git:main:api/schemas/all.json:1:" in finding.message


def test_a_file_for_inline_says_nothing(repo: Repo) -> None:
    whole = API.replace("3.1.0", "3.0.3")
    write(repo, {**SPLIT, "whole.yaml": whole})

    report = asked(repo, str(repo.path / "whole.yaml"), str(repo.path / "api/api.yaml"))

    assert found(report) == []
    assert unread(report) == []


ANCHORED = """openapi: 3.1.0
info: {title: Posts, version: "1"}
paths:
  /posts:
    post:
      requestBody: {content: {application/json: {schema: {$ref: REFERENCE}}}}
      responses: {"201": {description: made}}
components:
  schemas:
    Post:
      $id: https://example.com/schemas/post
      $anchor: post
      type: object
      properties: {title: {$ref: "#/$defs/Title"}, reply: {$dynamicRef: "#post"}}
      $defs: {Title: {type: string, maxLength: 100}}
"""


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/Post",
        "https://example.com/schemas/post",
        "#post",
        "https://example.com/schemas/post#post",
        "https://example.com/schemas/post#/$defs/../",
    ],
)
def test_every_form_of_a_reference_is_followed(repo: Repo, reference: str) -> None:
    text = ANCHORED.replace("REFERENCE", json.dumps(reference.removesuffix("#/$defs/../")))
    write(repo, {"old.yaml": text, "api.yaml": text.replace("100", "50")})

    report = asked(repo, str(repo.path / "old.yaml"), str(repo.path / "api.yaml"))

    assert unread(report) == []
    assert [f.message[: len(TOLD)] for f in found(report)] == [TOLD]


def test_a_url_is_asked_for_when_the_command_line_names_it(repo: Repo) -> None:
    write(repo, {"api.yaml": SHORTER})
    with web(lambda _: Reply(API)) as server:
        url = f"{server.url}/v1/api.yaml"

        report = asked(repo, url, str(repo.path / "api.yaml"))
        configured(repo, url)
        refused = run(repo)

    assert [f.message[: len(TOLD)] for f in found(report)] == [TOLD]
    assert f"base {url}:12:39" in found(report)[0].message
    assert any("only when the command line names it" in reason for reason in unread(refused))


def test_the_head_may_be_a_url_and_points_into_the_repository(repo: Repo) -> None:
    write(repo, {"api.yaml": API})
    with web(lambda _: Reply(SHORTER)) as server:
        report = asked(repo, str(repo.path / "api.yaml"), f"{server.url}/api.yaml")

    (finding,) = found(report)
    assert finding.location.path == "launchready.yaml"
    assert f"head {server.url}/api.yaml:12:39" in finding.message


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("git:nowhere", "git:nowhere: there is no such commit"),
        ("git:main:other.yaml", "git:main has no file other.yaml; if it moved, say where it was"),
        ("git:--output=x", "expected a commit"),
        ("missing.yaml", "missing.yaml: there is no such file; a commit is git:REF"),
        ("../outside.yaml", "outside.yaml lies outside the repository, and is not read"),
        ("swagger.json", "Swagger 2.0: convert it"),
        ("list.yaml", "no OpenAPI document of version 3"),
        ("broken.yaml", "broken.yaml:1:"),
        ("lost.yaml", "$ref #/components/schemas/Lost: there is no components"),
        ("circle.yaml", "it leads in a circle"),
        ("afar.yaml", "is on another host, which is not asked"),
    ],
)
def test_what_cannot_be_compared_is_no_pass(repo: Repo, base: str, told: str) -> None:
    operation = (
        "openapi: 3.1.0\npaths: {/posts: {post: {requestBody: {content: {a/b: {schema: %s}}}}}}\n"
    )
    write(
        repo,
        {
            "api.yaml": API,
            "swagger.json": '{"swagger": "2.0"}',
            "list.yaml": "[]",
            "broken.yaml": "{",
            "lost.yaml": operation % '{$ref: "#/components/schemas/Lost"}',
            "circle.yaml": operation % '{$ref: "#/components/schemas/A"}'
            + 'components: {schemas: {A: {$ref: "#/components/schemas/A"}}}\n',
            "afar.yaml": operation % '{$ref: "https://example.com/a.json"}',
        },
    )
    repo.commit()
    configured(repo, f'"{base}"')
    if base in ("lost.yaml", "circle.yaml", "afar.yaml"):
        config = repo.path / "launchready.yaml"
        config.write_text(config.read_text().replace("file: api.yaml", f"file: {base}"))

    report = run(repo)

    assert report.outcome is Outcome.ERROR
    assert any(told in reason for reason in unread(report)), unread(report)


def chained(count: int) -> Json:
    """Each schema has two alternatives, which both lead to the next: 2 ** count in all."""

    def one(number: int) -> Json:
        reference = {"$ref": f"#/components/schemas/S{number + 1}"}
        return {"anyOf": [{"allOf": [reference], "minLength": 1}, {"allOf": [reference]}]}

    return {f"S{n}": one(n) for n in range(count)} | {f"S{count}": {"type": "string"}}


def wide(count: int) -> Json:
    members = [
        {"type": "object", "properties": {f"p{n}": {"type": "string"}}} for n in range(count)
    ]
    return {"S0": {"oneOf": members}}


HOSTILE: dict[str, Callable[[], Json]] = {
    "2 ** 40 alternatives": lambda: chained(40),
    "a chain of 3000": lambda: (
        {
            f"S{n}": {"anyOf": [{"$ref": f"#/components/schemas/S{n + 1}"}, {"type": "null"}]}
            for n in range(3000)
        }
        | {"S3000": {"type": "string"}}
    ),
    "300 alternatives": lambda: wide(300),
    "an alternative of itself": lambda: {
        "S0": {"anyOf": [{"$ref": "#/components/schemas/S0"}, {}]}
    },
    "all of itself": lambda: {"S0": {"allOf": [{"$ref": "#/components/schemas/S0"}]}},
    "not itself": lambda: {"S0": {"not": {"$ref": "#/components/schemas/S0"}}},
    "itself everywhere": lambda: {
        "S0": {
            "properties": {"a": {"$ref": "#/components/schemas/S0"}},
            "items": {"oneOf": [{"$ref": "#/components/schemas/S0"}, {"type": "string"}]},
            "if": {"$ref": "#/components/schemas/S0"},
            "additionalProperties": {"not": {"$ref": "#/components/schemas/S0"}},
        }
    },
    "a pattern that searches for hours": lambda: {
        "S0": {
            "patternProperties": {"^(a+)+$": {"type": "string"}, "a*a*a*a*a*b": {}},
            "allOf": [{"properties": {"a" * 80: {"type": "string"}}}],
        }
    },
    "what is no schema": lambda: {
        "S0": {
            "properties": [1],
            "required": {"a": 1},
            "enum": 3,
            "allOf": "x",
            "type": 7,
            "oneOf": [1, None],
            "items": "a",
            "minimum": "b",
            "additionalProperties": 3,
        }
    },
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_schemas_end_in_time(repo: Repo, kind: str) -> None:
    content = {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    whole = {
        "openapi": "3.1.0",
        "paths": {"/": {"post": {"requestBody": content, "responses": {"200": content}}}},
        "components": {"schemas": HOSTILE[kind]()},
    }
    changed = {**whole, "components": {"schemas": {**HOSTILE[kind](), "S1": {"type": "integer"}}}}
    write(repo, {"old.json": json.dumps(whole), "api.json": json.dumps(changed)})
    began = time.process_time()

    report = asked(repo, str(repo.path / "old.json"), str(repo.path / "api.json"))

    assert time.process_time() - began < 30
    assert report.outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR)
    assert not any("fault of launchready" in reason for reason in unread(report)), unread(report)
