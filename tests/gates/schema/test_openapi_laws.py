"""What always holds of a comparison, whatever the documents: silence, symmetry, and no oversight."""

import copy
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gates.schema.test_openapi_changes import (
    PAIRS,
    around,
    compared,
    document,
    operation,
    told,
    verdict,
)

Json = Any
SETS = ("required", "enum", "type", "oneOf", "anyOf", "allOf", "parameters", "security", "tags")
CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def documents() -> Iterator[Any]:
    """Every document of the tables."""
    for row in yaml.safe_load((PAIRS / "documents.yaml").read_text()):
        yield pytest.param(document("3.1", **{"paths": {}, **row["head"]}), id=row["what"])
    for row in yaml.safe_load((PAIRS / "operations.yaml").read_text()):
        yield pytest.param(operation(row["head"]), id=row["what"])
    for row in yaml.safe_load((PAIRS / "schemas.yaml").read_text()):
        version = row.get("version", ["3.1", "3.1"])[1]
        whole = around(version, row["head"], "request")
        read = around(version, row["head"], "response")
        whole["paths"]["/read"] = read["paths"]["/things"]
        yield pytest.param(whole, id=row["what"])


EVERY = list(documents())


def shuffled(value: Json, random: Random, key: str = "") -> Json:
    """The same document in another order."""
    if isinstance(value, dict):
        items = [(k, shuffled(v, random, k)) for k, v in value.items()]
        random.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [shuffled(item, random) for item in value]
        if key in SETS:
            random.shuffle(items)
        return items
    return value


def renamed(value: Json) -> Json:
    """The same document with other names for its components."""
    if isinstance(value, dict):
        made = {key: renamed(item) for key, item in value.items()}
        if "schemas" in made:
            made["schemas"] = {f"{key}Renamed": item for key, item in made["schemas"].items()}
        return made
    if isinstance(value, list):
        return [renamed(item) for item in value]
    is_reference = isinstance(value, str) and value.startswith("#/components/schemas/")
    return f"{value}Renamed" if is_reference else value


@pytest.mark.parametrize("whole", EVERY)
def test_a_document_says_nothing_against_itself(whole: Json, tmp_path: Path) -> None:
    said = compared(tmp_path, whole, copy.deepcopy(whole))

    assert told(said) == []


@pytest.mark.parametrize("whole", EVERY)
def test_order_and_names_of_components_say_nothing(whole: Json, tmp_path: Path) -> None:
    other = shuffled(renamed(whole), Random(json.dumps(whole)))

    said = compared(tmp_path, whole, other)

    assert told(said) == []


NAMES = ("a", "b")
SIMPLE: list[Json] = [None, True, False, -1, 0, 1, 1.5, 2, 3, "", "a", "b", "abc"]
VALUES: list[Json] = [
    *SIMPLE,
    [],
    *[[value] for value in SIMPLE],
    *[list(pair) for pair in product((None, 1, "a"), repeat=2)],
    {},
    *[{name: value} for name in NAMES for value in SIMPLE],
    *[dict(zip(NAMES, pair, strict=True)) for pair in product((None, 1, "a"), repeat=2)],
]
small = st.integers(0, 3)
leaves = st.one_of(
    st.just({"type": "null"}),
    st.just({"type": "boolean"}),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": small, "maximum": small, "exclusiveMinimum": small},
    ),
    st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"minLength": small, "maxLength": small}
    ),
    st.fixed_dictionaries(
        {"enum": st.lists(st.sampled_from(SIMPLE), min_size=1, unique_by=json.dumps)}
    ),
)


def larger(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    array = st.fixed_dictionaries(
        {"type": st.just("array")}, optional={"items": inner, "minItems": small, "maxItems": small}
    )
    closed = st.fixed_dictionaries(
        {"type": st.just("object"), "additionalProperties": st.just(False)},
        optional={
            "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
            "required": st.lists(st.sampled_from(NAMES), unique=True),
            "minProperties": small,
        },
    )
    members = st.lists(inner, min_size=1, max_size=3)
    union = st.builds(lambda word, listed: {word: listed}, st.sampled_from(["anyOf"]), members)
    both = st.builds(lambda listed: {"allOf": listed}, members)
    neither = st.builds(lambda one, other: {**one, "not": other}, leaves, leaves)
    return st.one_of(array, closed, union, both, neither)


schemas = st.recursive(leaves, larger, max_leaves=6)


def accepted(schema: Json) -> list[bool]:
    valid = jsonschema_rs.validator_for({**schema, "$schema": DIALECT})
    return [valid.is_valid(value) for value in VALUES]


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def verdicts(base: Json, head: Json) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        return {
            way: verdict(compared(Path(folder), around("3.1", base, way), around("3.1", head, way)))
            for way in ("request", "response")
        }


@CALM
@given(schemas, schemas)
def test_what_is_let_through_no_more_breaks_those_who_send_it(base: Json, head: Json) -> None:
    before, after = accepted(base), accepted(head)

    found = verdicts(base, head)

    lost = [v for v, old, new in zip(VALUES, before, after, strict=True) if old and not new]
    come = [v for v, old, new in zip(VALUES, before, after, strict=True) if new and not old]
    if lost:
        assert found["request"] == "breaking", lost
    if come:
        assert found["response"] in ("breaking", "risky"), come  # risky: a new property


@CALM
@given(schemas)
def test_a_schema_is_as_wide_as_itself_in_any_other_clothes(schema: Json) -> None:
    clothes = [{"allOf": [schema]}, {"anyOf": [schema]}, {"oneOf": [schema]}]

    for other in clothes:
        assert verdicts(schema, other) == {"request": "silent", "response": "silent"}
