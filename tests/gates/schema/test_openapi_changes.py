"""What a change of an API means for its clients: the tables of pairs, and what always holds."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchready_ci.findings import Severity
from launchready_ci.gates.schema.openapi.changes.operations import compare
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.gates.schema.openapi.changes.schemas import Schemas
from launchready_ci.gates.schema.openapi.changes.sources import Sources
from launchready_ci.gates.schema.openapi.changes.table import ROWS

PAIRS = Path(__file__).parent / "openapi_pairs"
TODAY = "2026-11-24"
VERDICTS = {
    Severity.OFF: "silent",
    Severity.NOTE: "compatible",
    Severity.WARNING: "risky",
    Severity.ERROR: "breaking",
}
OBJECT = {"type": "object", "properties": {"x": {"type": "string"}}}
COMPONENTS = {
    "X": OBJECT,
    "Y": OBJECT,
    "Text": {"type": "string"},
    "Tree": {
        "type": "object",
        "properties": {
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
        },
    },
    "OtherTree": {
        "type": "object",
        "properties": {
            "children": {
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/components/schemas/OtherTree"},
            }
        },
    },
}
Json = Any


def compared(folder: Path, base: Json, head: Json) -> list[Said]:
    for name, document in (("base", base), ("head", head)):
        (folder / f"{name}.json").write_text(json.dumps(document))
    sources = Sources(str(folder), {})
    old, new = sources.files("base.json"), sources.files("head.json")
    said = list(compare(old.root, new.root, Schemas(), TODAY))
    assert not old.lost
    assert not new.lost
    return said


def verdict(said: list[Said]) -> str:
    found = (ROWS[told.rule].severity for one in said for told in one.told)
    return VERDICTS[max(found, default=Severity.OFF)]


def told(said: list[Said]) -> list[str]:
    return [f"{one.subject}: {t.rule}: {t.where}: {t.told}" for one in said for t in one.told]


def document(version: str, paths: Json, **more: Json) -> Json:
    info = {"title": "Things", "version": "1"}
    given = more.pop("components", {})
    components = {**given, "schemas": {**COMPONENTS, **given.get("schemas", {})}}
    return {
        "openapi": f"{version}.0",
        "info": info,
        "paths": paths,
        "components": components,
        **more,
    }


def operation(row: Json) -> Json:
    whole = {"responses": {"200": {"description": "fine"}}, **row}
    return document("3.1", {"/things/{id}": {"post": whole}})


def around(version: str, schema: Json, direction: str) -> Json:
    """A document in which the schema is sent, or read."""
    content = {"content": {"application/json": {"schema": schema}}}
    fine = {"description": "fine"}
    sent = {"requestBody": content, "responses": {"200": fine}}
    read = {"responses": {"200": {**fine, **content}}}
    return document(version, {"/things": {"post": sent if direction == "request" else read}})


def schema_rows() -> Iterator[Any]:
    for row in yaml.safe_load((PAIRS / "schemas.yaml").read_text()):
        for direction in ("request", "response"):
            yield pytest.param(row, direction, id=f"{direction}: {row['what']}")


@pytest.mark.parametrize(("row", "direction"), list(schema_rows()))
def test_a_change_of_a_schema(row: Json, direction: str, tmp_path: Path) -> None:
    old, new = row.get("version", ["3.1", "3.1"])

    said = compared(
        tmp_path, around(old, row["base"], direction), around(new, row["head"], direction)
    )

    assert verdict(said) == row[direction], (row["why"], told(said))


def rows(name: str) -> list[Any]:
    listed = yaml.safe_load((PAIRS / name).read_text())
    return [pytest.param(row, id=row["what"]) for row in listed]


@pytest.mark.parametrize("row", rows("operations.yaml"))
def test_a_change_of_an_operation(row: Json, tmp_path: Path) -> None:
    said = compared(tmp_path, operation(row["base"]), operation(row["head"]))

    assert verdict(said) == row["means"], (row["why"], told(said))


@pytest.mark.parametrize("row", rows("documents.yaml"))
def test_a_change_of_a_document(row: Json, tmp_path: Path) -> None:
    base, head = (document("3.1", **{"paths": {}, **row[side]}) for side in ("base", "head"))

    said = compared(tmp_path, base, head)

    assert verdict(said) == row["means"], (row["why"], told(said))
