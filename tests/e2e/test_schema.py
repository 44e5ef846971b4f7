"""The command ``launchready schema json``, and the hook for any CI."""

import json

import pytest

from tests.conftest import ROOT
from tests.e2e.world import Repository

pytestmark = pytest.mark.e2e
SCHEMA = '{"properties": {"port": {"type": "integer"}}, "additionalProperties": false}'
FILES = {"s.json": SCHEMA, "config/a.yaml": "prot: 1\n", "config/b.toml": "port = 1\n"}
SECTION = "schema: {json: [{files: ['config/*'], schema: s.json}]}\n"


def test_files_are_named_from_where_one_stands(repo: Repository) -> None:
    repo.stage(FILES)
    report = repo.path / "report.json"

    words = ["launchready", "schema", "json", "a.yaml", "b.toml", "--schema", "../s.json"]
    done = repo.run(*words, "--output", "console", "--output", f"json={report}", within="config")

    assert done.code == 1, done.text
    assert "config/a.yaml:1:1  error  LR-SCH003 unknown-key" in done.out
    assert "2 files looked at" in done.out
    failed = [r for r in json.loads(report.read_text())["results"] if r["outcome"] == "failed"]
    assert [r["findings"][0]["location"]["end_column"] for r in failed] == [5]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        pytest.param(["json"], 2, "name the files: launchready schema json", id="no file"),
        pytest.param(["openapi"], 2, "Missing argument 'FILE'", id="no document"),
        pytest.param(["jsno", "a"], 2, "did you mean json?", id="no such command"),
        pytest.param(["json", "gone.yaml", "--schema", "s.json"], 3, "no such file", id="gone"),
        pytest.param(["json", "config/a.yaml"], 3, "no schema is known for a file", id="no schema"),
        pytest.param(
            ["json", "config/a.yaml", "--schema", "dependbot"],
            3,
            "did you mean dependabot",
            id="slip",
        ),
        pytest.param([], 3, "nothing to look at", id="no section"),
        pytest.param(["openapi-diff", "a"], 2, "Missing argument 'HEAD'", id="one of two"),
    ],
)
def test_what_cannot_be_done_says_why(
    repo: Repository, words: list[str], code: int, told: str
) -> None:
    repo.stage(FILES)

    done = repo.launchready("schema", *words)

    assert done.code == code, done.text
    assert told in done.text


def test_the_hook_runs_in_a_plain_script(repo: Repository) -> None:
    repo.stage({**FILES, "launchready.yaml": SECTION})
    script = f'set -e\n"{ROOT}/hooks/post-build" --output console --output junit=out/junit.xml\n'
    (repo.path / "ci.sh").write_text(script)

    done = repo.run("sh", "ci.sh")

    assert done.code == 1, done.text
    assert "config/a.yaml:1:1  error  LR-SCH003 unknown-key" in done.out
    assert 'failures="1"' in (repo.path / "out" / "junit.xml").read_text()
    (repo.path / "config" / "a.yaml").write_text("port: 1\n")
    assert repo.run("sh", "ci.sh").code == 0


API = """\
openapi: 3.1.0
info: {title: Posts, version: "1"}
paths:
  /posts/{id}:
    get:
      parameters: [{$ref: parameters.yaml#/id}]
      responses: {200: {description: ok}}
components:
  schemas:
    Post: {type: integer, example: one}  # launchready: ignore[LR-SCH090] to be replaced
"""


def test_an_openapi_document_is_judged_with_its_files(repo: Repository) -> None:
    parameter = "id: {name: id, in: path, required: true, schema: {type: strin}}\n"
    repo.stage({"api/openapi.yaml": API, "api/parameters.yaml": parameter})

    done = repo.run("launchready", "schema", "openapi", "openapi.yaml", within="api")

    assert done.code == 1, done.text
    assert "api/parameters.yaml:1:57  error  LR-SCH050 invalid-openapi" in done.out
    assert "did you mean string?" in done.out
    assert "LR-SCH090 wrong-example" not in done.out
    (repo.path / "api" / "parameters.yaml").write_text(parameter.replace("strin}", "string}"))
    assert repo.launchready("schema", "openapi", "api/openapi.yaml").code == 0
