"""Property: whatever a document holds, the text at the place of a value is that value."""

import json
from collections.abc import Iterator

import yaml
from hypothesis import given
from hypothesis import strategies as st

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document, read
from launchready_ci.nodes import Keys

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x7f\x85\ufeff\ufffe\uffff"))
SCALARS = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def everything(value: object, keys: Keys = ()) -> Iterator[tuple[Keys, object]]:
    yield keys, value
    below = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, dict) else below:
        yield from everything(item, (*keys, key))


def slice_of(document: Document, place: Location) -> str:
    lines = document.text.split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


@given(VALUES, st.sampled_from([None, 1, 4]), st.booleans())
def test_json(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    (document,) = read("x.json", text.encode())

    assert document.value == value
    for keys, found in everything(value):
        assert json.loads(slice_of(document, document.place(keys))) == found
        if keys and isinstance(keys[-1], str):
            assert json.loads(slice_of(document, document.key(keys))) == keys[-1]


@given(VALUES, st.booleans())
def test_yaml(value: object, flow: bool) -> None:
    # what PyYAML writes in 1.1 without quotes may be text in 1.2: quote all text
    text = yaml.dump(value, default_style='"', default_flow_style=flow, allow_unicode=True)
    text = text.replace("!!null ", "").replace("!!bool ", "").replace("!!int ", "")

    (document,) = read("x.yaml", text.encode())

    for keys, found in everything(document.value):
        if not isinstance(found, dict | list):
            (again,) = read("x.yaml", slice_of(document, document.place(keys)).encode())
            assert again.value == found
        if keys and isinstance(keys[-1], str):
            (key,) = read("x.yaml", slice_of(document, document.key(keys)).encode())
            assert key.value == keys[-1]
