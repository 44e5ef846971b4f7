"""Schemas and files as they come: models, references, known names, and hostile ones."""

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Outcome
from launchready_ci.gates.schema.json_schema import process
from launchready_ci.suite import Settings, Suite
from launchready_ci.unusable import Unusable
from tests.http.servers import Reply, web

Repository = Callable[[Mapping[str, str]], Path]
ONE = "schema: {json: [{files: ['*.yaml'], schema: s.json}]}\n"
UNKNOWN = "no schema is known for a file of this name"
PORT = '{"properties": {"port": {"type": "integer"}}}'


def run(root: Path, **given: object) -> GateReport:
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"]})
    return suite.run(suite.plan(["schema"], given)).gates[0]


def said(report: GateReport) -> list[str]:
    """Findings and reasons, with their places."""
    findings = [(r, f) for r in report.results for f in r.findings]
    told = [f"{r.rule.id} {f.location}: {f.message}" for r, f in findings]
    errors = [r for r in report.results if r.outcome is Outcome.ERROR]
    return [*told, *(f"{r.rule.id} {r.location}: {r.reason}" for r in errors)]


def held(repository: Repository, files: Mapping[str, str], **given: object) -> list[str]:
    entry = {"launchready.yaml": ONE.replace("'*.yaml'", "config")}
    return said(run(repository({**entry, **files}), **given))


def test_a_reference_leads_to_other_files_of_the_repository(repository: Repository) -> None:
    found = held(
        repository,
        {
            "s.json": '{"properties": {"a": {"$ref": "parts/a.yaml#/$defs/a"}}}',
            "parts/a.yaml": "$defs:\n  a: {$ref: b.json}\n",
            "parts/b.json": '{"enum": ["x"]}',
            "config/c.toml": "a = 'y'\n",
        },
    )

    assert found == ["LR-SCH006 config/c.toml:1:5: a: expected x (s.json)"]


def test_an_address_is_the_file_beside_the_schema_that_names_it(repository: Repository) -> None:
    found = held(
        repository,
        {
            "s.json": '{"$id": "https://example.com/v1/s.json", "$ref": "b.json"}',
            "b.json": '{"required": ["x"]}',
            "config/c.json": "{}",
        },
    )

    assert found == ["LR-SCH004 config/c.json:1:1: the key `x` is missing (s.json)"]


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        pytest.param(
            '{"properties": {\n "a": {"$ref": "https://example.com/x.json"}}}',
            "s.json:2:16: `$ref` leads to https://example.com/x.json: give --fetch to ask",
            id="another host",
        ),
        pytest.param(
            '{"$ref": "gone.json"}', "s.json:1:10: the schema gone.json: there", id="gone"
        ),
        pytest.param(
            '{"$ref": "../../x.json"}', "s.json:1:10: `$ref` leads out of the repository", id="out"
        ),
        pytest.param('{"$ref": "#/$defs/x"}', "the schema is not valid: Pointer", id="no pointer"),
        pytest.param(
            '{"properties": {"a":\n {"type": "strin"}}}',
            "s.json:2:11: the schema is not valid: properties.a.type: expected ",
            id="an invalid schema",
        ),
        pytest.param('{"pattern": "("}', "s.json:1:13: the schema is not valid", id="a pattern"),
        pytest.param("[]", "s.json is no JSON Schema: expected one mapping", id="a list"),
        pytest.param('{"port": 1}', "s.json is no JSON Schema: it has none", id="no schema"),
        pytest.param("{", "s.json:1:2: the schema is not JSON: ", id="no json"),
        pytest.param(
            '{"$schema": "http://json-schema.org/draft-03/schema#"}',
            "Unknown meta-schema",
            id="old",
        ),
    ],
)
def test_what_cannot_be_held_against_its_schema_is_no_pass(
    repository: Repository, schema: str, told: str
) -> None:
    (only,) = held(repository, {"s.json": schema, "config/a.yaml": "port: x\n"})

    assert only.startswith("LR-SCH000")
    assert told in only


def test_another_host_is_asked_where_that_is_allowed(repository: Repository) -> None:
    with web(lambda _: Reply(PORT)) as server:
        schema = json.dumps({"$ref": f"{server.url}/port.json"})

        found = held(repository, {"s.json": schema, "config/a.yaml": "port: x"}, fetch=True)

    assert found == [
        "LR-SCH005 config/a.yaml:1:7: port: expected a whole number, got text (s.json)"
    ]


def test_a_model_is_imported_only_where_that_is_allowed(repository: Repository) -> None:
    root = repository(
        {
            "launchready.yaml": "schema: {json: [{files: [a.toml], schema: 'app/c.py:Config'}]}\n",
            "app/c.py": "from pydantic import BaseModel\n"
            "class Config(BaseModel):\n    port: int\n    model_config = {'extra': 'forbid'}\n",
            "a.toml": 'port = "x"\nprot = 1\n',
        }
    )

    refused, allowed = said(run(root)), said(run(root, import_models=True))

    assert len(refused) == 1
    assert "give --import-models to import it: this runs the repository's code" in refused[0]
    assert allowed == [
        "LR-SCH003 a.toml:2:1: unknown key `prot` (app/c.py:Config)",
        "LR-SCH005 a.toml:1:8: port: expected a whole number, got text (app/c.py:Config)",
    ]


def test_a_known_file_needs_no_schema(repository: Repository) -> None:
    files = {
        "launchready.yaml": "schema: {json: [{files: ['.github/**']}]}\n",
        ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    run-on: x\n    steps: [{run: x}]\n",
        ".github/dependabot.yml": "version: 3\nupdates: []\n",
    }

    found = said(run(repository(files)))

    assert (
        "LR-SCH003 .github/workflows/ci.yml:4:5: jobs.a: unknown key `run-on`, "
        "did you mean `runs-on`? (github-workflows)" in found
    )
    assert "LR-SCH006 .github/dependabot.yml:1:10: version: expected 2 (dependabot)" in found


def test_what_no_schema_is_known_for_is_no_pass(repository: Repository) -> None:
    files = {"launchready.yaml": "schema: {json: [{files: [a.yaml, none.*]}]}\n", "a.yaml": ""}

    found = said(run(repository(files)))

    assert found == [
        f"LR-SCH000 launchready.yaml:1:26: a.yaml: {UNKNOWN}, give schema: S",
        "LR-SCH000 launchready.yaml:1:34: no file matches none.*",
    ]


def test_nothing_to_look_at_is_no_pass(repository: Repository) -> None:
    found = said(run(repository({"launchready.yaml": "schema: {}\n"})))

    assert [line.partition("nothing to look at")[1] for line in found] == ["nothing to look at"]


def test_an_entry_without_files_is_refused(repository: Repository) -> None:
    root = repository({"launchready.yaml": "schema: {json: [{files: [], schema: s.json}]}\n"})

    with pytest.raises(Unusable, match=r"1:25: schema.json\[0\].files: names no file"):
        run(root)


def test_a_glob_passes_over_what_others_have_made(repository: Repository) -> None:
    root = repository(
        {
            "launchready.yaml": "schema: {json: [{files: ['**/*.toml'], schema: s.json}]}\n",
            "s.json": PORT,
            "a/b/c.toml": "port = 1\n",
            "node_modules/x/y.toml": "port = 'x'\n",
        }
    )

    report = run(root)

    assert (report.outcome, report.looked_at) == (Outcome.PASSED, {"files": 1})


def test_no_value_is_shown(repository: Repository) -> None:
    value = "hunter2" * 2
    schema = {
        "properties": {
            "a": {"type": "integer"},
            "b": {"enum": ["x"]},
            "c": {"pattern": "^x$"},
            "d": {"const": 1},
            "e": {"anyOf": [{"const": "x"}, {"type": "integer", "minimum": 3}]},
            "f": {"format": "date"},
            "g": {"maxLength": 2},
        }
    }
    files = {
        "s.json": json.dumps(schema),
        "config/a.json": json.dumps(dict.fromkeys("abcdefg", value)),
    }

    found = held(repository, files)

    assert len(found) == 7
    assert not [line for line in found if "hunter" in line]


def test_a_suppression_counts(repository: Repository) -> None:
    text = "port: x # launchready: ignore[LR-SCH005] it is made at the deploy\n"

    report = run(repository({"launchready.yaml": ONE, "s.json": PORT, "a.yaml": text}))

    assert report.outcome is Outcome.PASSED
    assert [f.suppressed for r in report.results for f in r.findings] == [True]


LEVELS = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)}
DEEP = {"$defs": {**LEVELS, "a40": {"type": "string"}}, "$ref": "#/$defs/a0"}


@pytest.mark.parametrize(
    ("schema", "text", "told"),
    [
        pytest.param(json.dumps(DEEP), "3", "it took ", id="exponential references"),
        pytest.param('{"$ref": "#"}', "3", "", id="a reference to itself"),
        pytest.param(
            '{"pattern": "^(a+)+$"}', "a" * 100 + "!", "expected text that matches", id="pattern"
        ),
        pytest.param(
            r'{"pattern": "^(?=(a|aa)+$)(a|aa)*\\1$"}', "a" * 60 + "!", "", id="backtracking"
        ),
    ],
)
def test_hostile_schemas_end_in_time(
    repository: Repository, schema: str, text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS", 2.0)

    found = held(repository, {"s.json": schema, "config/a.yaml": text})

    assert told in "".join(found)


def test_a_file_of_nothing_but_slips_ends_in_time(repository: Repository) -> None:
    names = {
        f"setting_{n}": {"type": "integer", "enum": list(range(n, n + 50))} for n in range(500)
    }
    schema = {
        "properties": {**names, "all": {"items": {"enum": [*names]}}},
        "additionalProperties": False,
    }
    content = {**{f"seting_{n}": 1 for n in range(50_000)}, "all": ["seting"] * 200}
    began = time.process_time()

    found = held(repository, {"s.json": json.dumps(schema), "config/a.json": json.dumps(content)})

    assert time.process_time() - began < 60
    assert "49,900 more unknown keys" in "".join(found)


def test_a_reference_that_is_no_uri_has_its_reason(repository: Repository) -> None:
    found = held(repository, {"s.json": '{"$ref": "http://["}', "config/a.yaml": "a: 1\n"})

    assert found == ["LR-SCH000 s.json:1:1: a `$ref` or `$id` of the schema is no URI"]


def test_of_very_many_places_the_first_are_told(repository: Repository) -> None:
    schema = {"items": {"type": "integer"}}
    files = {"s.json": json.dumps(schema), "config/a.json": json.dumps(["x"] * 1200)}

    found = held(repository, files)

    assert len(found) == 1001
    assert "does not fit in more places than the 1,000 that are told" in "".join(found)
