"""Every broken document is told of at its very place, and of nothing else."""

import re
import time
from pathlib import Path

import pytest

from launchready_ci.findings import Finding, Location, Outcome, Unreadable
from launchready_ci.gates.schema.documents import read
from launchready_ci.gates.schema.openapi.api import Api
from launchready_ci.gates.schema.openapi.examples import tried
from launchready_ci.gates.schema.openapi.files import Files
from launchready_ci.gates.schema.openapi.patterns import fault
from launchready_ci.gates.schema.openapi.sound import RULES
from launchready_ci.gates.schema.openapi.walk import walk
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.openapi_broken import (
    BROKEN,
    ID,
    OK,
    SECURED,
    api,
    operation,
    response,
    schema,
    schemas,
)

MARK = re.compile(r"«(\d{3})»")


def said(root: Path, text: str, name: str = "openapi.yaml") -> list[tuple[str, Location, str]]:
    """Rule, place and message of every finding."""
    api = walk(read(name, text.encode())[0], Files(str(root)))
    assert isinstance(api, Api), api
    found = []
    for facts in (api, *tried(api)):
        assert not isinstance(facts, Unreadable), facts
        for rule in RULES:
            if isinstance(facts, rule.judges):
                every = [one for one in rule.check(facts) if isinstance(one, Finding)]
                found += [(rule.id, one.location, one.message) for one in every]
    return found


def marked(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text without its marks; rule, line and column of each."""
    places = []
    while found := MARK.search(text):
        before = text[: found.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        places.append((f"LR-SCH{found[1]}", line, column))
        text = before + text[found.end() :]
    return text, places


@pytest.mark.parametrize("phrase", BROKEN)
def test_a_broken_document_is_told_of_at_its_place(phrase: str, tmp_path: Path) -> None:
    text, wanted = marked(BROKEN[phrase])

    found = said(tmp_path, text)

    assert sorted((rule, at.line, at.column) for rule, at, _ in found) == sorted(wanted), found


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 80


def test_several_files_are_read_and_each_finding_stands_in_its_own(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "post.yaml").write_text("type: object\nproperties: {a: {type: strin}}\n")
    (tmp_path / "api" / "all.json").write_text(
        '{"page": {"name": "page", "in": "query"},\n "gone": {"$ref": "#/nowhere"}}'
    )
    text = (
        "openapi: 3.0.3\ninfo: {title: Posts, version: '1'}\npaths:\n  /posts:\n    get:\n"
        "      parameters: [{$ref: 'all.json#/page'}, {$ref: 'all.json#/gone'}]\n"
        "      responses: {200: {description: ok, content: {application/json: {schema:\n"
        "        {$ref: post.yaml}}}}}\n"
    )

    found = said(tmp_path, text, "api/openapi.yaml")

    assert sorted((rule, str(at)) for rule, at, _ in found) == [
        ("LR-SCH050", "api/all.json:1:2"),
        ("LR-SCH050", "api/post.yaml:2:24"),
        ("LR-SCH051", "api/all.json:2:19"),
    ]


def test_a_file_that_cannot_be_read_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"type": object}')
    text = schema("{$ref: bad.json}")

    [(rule, at, message)] = said(tmp_path, text)

    assert (rule, at.line) == ("LR-SCH051", 6)
    assert "bad.json:1:10: not JSON" in message


SOUND = {
    "an anchor, and a schema with an identity": schemas(
        "A: {$id: 'https://example.com/a', $defs: {b: {$anchor: b, type: string}}, $ref: '#/$defs/b'}",
        "B: {$ref: 'https://example.com/a'}",
        "C: {$anchor: c, type: string}",
        "D: {$ref: '#c'}",
    ),
    "schemas that are true and false": schemas("A: true", "B: {properties: {c: false}}"),
    "a path whose parameter is a concrete word elsewhere": api(
        f"paths:\n  '/a/{{id}}': {{get: {{parameters: [{ID}], {OK}}}}}\n  /a/b: {{get: {{{OK}}}}}\n"
    ),
    "a parameter of the path that the operation replaces": api(
        f"paths:\n  '/a/{{id}}':\n    parameters: [{ID}]\n"
        f"    get: {{parameters: [{ID.replace('string', 'integer')}], {OK}}}\n"
    ),
    "a schema that holds itself as a property": schemas(
        "A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}, example: {a: {a: {}}}}"
    ),
    "what only an answer has is not asked of an example": schemas(
        "A: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}, example: {}}"
    ),
    "3.0: null where it is allowed": schemas(
        "A: {type: string, nullable: true, enum: [a, null], default: null}",
        "B: {allOf: [{$ref: '#/components/schemas/A'}], nullable: true, example: null}",
        version="3.0.3",
    ),
    "an example of XML": response(
        "{description: ok, content: {application/xml: {schema: {type: object}, example: <a/>}}}"
    ),
    "a mapping by name and by reference": schemas(
        "A: {type: object, discriminator: {propertyName: b, mapping: {a: A, b: '#/components/schemas/A'}}}"
    ),
    "own keys everywhere": api("x-a: 1\npaths:\n  x-b: [{$ref: '#/gone'}]\n").replace(
        "{title:", "{x-c: 1, title:"
    ),
    "security that is optional": operation("security: [{}, {login: [read]}]") + SECURED,
    "patterns of other dialects": schemas(
        "A: {pattern: '^[\\w-.]+$'}",
        "B: {pattern: '(?i)a'}",
        "C: {pattern: '\\p{L}+'}",
        "D: {pattern: '(?<=a)b'}",
    ),
    "schemas of another dialect": schema(
        "{type: string, minimum: 1, exclusiveMinimum: true}"
    ).replace("paths:", "jsonSchemaDialect: http://json-schema.org/draft-04/schema#\npaths:"),
    "webhooks without paths": api("webhooks: {a: {post: {%s}}}\n" % OK),  # noqa: UP031
    "callbacks": operation(f"callbacks: {{a: {{'{{$request.body#/url}}': {{post: {{{OK}}}}}}}}}"),
    "a reference into another place of the document": schemas(
        "A: {$ref: '#/paths/~1posts/get/responses/200/content/application~1json/schema'}"
    ).replace(
        "paths: {}",
        "paths: {/posts: {get: {responses: {200: {description: ok, content: {application/json: {schema: {type: string}}}}}}}}",
    ),
}


@pytest.mark.parametrize("phrase", SOUND)
def test_a_sound_document_is_silent(phrase: str, tmp_path: Path) -> None:
    assert said(tmp_path, SOUND[phrase]) == []


HOSTILE = {
    "two schemas for each, and so on": schemas(
        *(
            f"A{n}: {{allOf: [{{$ref: '#/components/schemas/A{n + 1}'}}, {{$ref: '#/components/schemas/A{n + 1}'}}]}}"
            for n in range(60)
        ),
        "A60: {type: string}",
        "B: {allOf: [{$ref: '#/components/schemas/A0'}], example: a}",
    ),
    "references one after the other": schemas(
        *(f"A{n}: {{$ref: '#/components/schemas/A{n + 1}'}}" for n in range(3000)),
        "A3000: {type: string, example: a}",
    ),
    "a pattern that searches for ever": schema(
        "{type: string, pattern: '^(a+)+(?=b)$', maxLength: 50, example: %s}" % ("a" * 60)
    ),
    "paths with many parameters": api(
        "paths:\n" + "".join(f"  '/{'{a}/' * (n % 12)}{n}': {{}}\n" for n in range(2000))
    ),
}


@pytest.mark.parametrize("phrase", HOSTILE)
def test_a_hostile_document_ends_in_time(phrase: str, tmp_path: Path) -> None:
    began = time.process_time()

    said(tmp_path, HOSTILE[phrase])

    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (r"[\w-.]", False),
        (r"[\p{L}-_]", False),
        ("a[^]*b", False),
        (r"(?<year>\d{4})", False),
        (r"\p{Script=Greek}", False),
        (r"\Aa\Z", False),
        ("(a", True),
        ("[z-a]", True),
        ("*a", True),
        ("a{3,1}", True),
        ("(" * 15_000 + ")" * 15_000, False),  # too long to be looked at
    ],
    ids=range(11),
)
def test_a_pattern_is_wrong_where_no_engine_takes_it(text: str, wrong: bool) -> None:
    assert bool(fault(text)) is wrong


UNREADABLE = {
    "Swagger": ("swagger: '2.0'\n", "Swagger 2.0: only OpenAPI 3.0 and 3.1 are judged"),
    "a version of tomorrow": ("openapi: 4.0.0\n", "openapi: 4.0.0: only 3.0.x and 3.1.x"),
    "no OpenAPI": ("title: Posts\n", "the key `openapi` is missing"),
    "two documents": ("a: 1\n---\nb: 2\n", "2 documents, expected one"),
    "nothing": ("", "0 documents, expected one"),
    "no YAML": ("openapi: [\n", "openapi.yaml:2:1: not YAML"),
    "levels without an end": ("openapi: " + "[" * 500, "nested more than 100 levels deep"),
    "aliases of aliases": (
        "a0: &a0 [1]\n"
        + "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9)),
        "more than 3,000,000 values",
    ),
}


@pytest.mark.parametrize("phrase", UNREADABLE)
def test_what_cannot_be_judged_is_an_error(phrase: str, tmp_path: Path) -> None:
    text, reason = UNREADABLE[phrase]
    (tmp_path / "openapi.yaml").write_text(text)
    (tmp_path / "launchready.yaml").write_text("schema: {openapi: {file: openapi.yaml}}\n")
    suite = Suite.load(Settings(str(tmp_path)), {})

    report = suite.run(suite.plan(["schema"], {}), "post-build").gates[0]

    assert report.outcome is Outcome.ERROR
    assert reason in report.reason
