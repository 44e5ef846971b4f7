"""What a document says, and where each of its values stands, in JSON, YAML and TOML."""

import pytest

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document, Malformed, TooMuch, keys_of, read
from launchready_ci.nodes import Keys

YAML = """\
a: &x {b: 1, on: yes}
c:
  <<: *x
  d: 017
200: [1.0, 1e3, .inf, 0x1F, ~, "1", 2026-11-24]
text: |
  two
  lines

last: !!str 5
"""
TOML = """\
title = "x" # a comment
[a.b]
k.l = [1, 2, {z = 1979-05-27T07:32:00Z}]
[[p]]
n = \"\"\"
x\\"\"\"\"
[[p]]
"q r" = {x = 1, y.z = 'e'}
time = 1979-05-27 07:32:00
"""
JSON = '{"a": [1, {"b": "x\\n"}],\r\n "c\\u0064": {"200": null}, "": -1e3}'


def one(path: str, text: str) -> Document:
    (document,) = read(path, text.encode())
    return document


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        pytest.param(
            "x.yaml",
            YAML,
            {
                "a": {"b": 1, "on": "yes"},
                "c": {"b": 1, "on": "yes", "d": 17},
                "200": [1.0, 1000.0, float("inf"), 31, None, "1", "2026-11-24"],
                "text": "two\nlines\n",
                "last": "5",
            },
            id="yaml",
        ),
        pytest.param(
            "x.toml",
            TOML,
            {
                "title": "x",
                "a": {"b": {"k": {"l": [1, 2, {"z": "1979-05-27T07:32:00+00:00"}]}}},
                "p": [
                    {"n": 'x"'},
                    {"q r": {"x": 1, "y": {"z": "e"}}, "time": "1979-05-27T07:32:00"},
                ],
            },
            id="toml",
        ),
        pytest.param(
            "x.json", JSON, {"a": [1, {"b": "x\n"}], "cd": {"200": None}, "": -1000.0}, id="json"
        ),
        pytest.param("x", '{"a": 1}', {"a": 1}, id="json by its look"),
        pytest.param(".clang", "a: 1", {"a": 1}, id="yaml by its look"),
        pytest.param(
            "x.yml", "\N{ZERO WIDTH NO-BREAK SPACE}a: 1", {"a": 1}, id="a byte order mark"
        ),
    ],
)
def test_the_value(path: str, text: str, value: object) -> None:
    assert one(path, text).value == value


@pytest.mark.parametrize(
    ("path", "text", "keys", "value", "key"),
    [
        pytest.param("x.yaml", YAML, ("c", "b"), "1:11-1:12", "1:8-1:9", id="merged"),
        pytest.param("x.yaml", YAML, ("200", 4), "5:29-5:30", "5:29-5:30", id="item"),
        pytest.param("x.yaml", YAML, ("text",), "6:7-8:8", "6:1-6:5", id="block"),
        pytest.param("x.yaml", YAML, ("c", "nope", 3), "3:3-4:9", "3:3-4:9", id="absent"),
        pytest.param("x.yaml", YAML, (), "1:1-10:14", "1:1-10:14", id="all of yaml"),
        pytest.param(
            "x.toml", TOML, ("a", "b", "k", "l", 2, "z"), "3:19-3:39", "3:15-3:16", id="date"
        ),
        pytest.param(
            "x.toml", TOML, ("p", 1, "q r", "y", "z"), "8:23-8:26", "8:19-8:20", id="inline"
        ),
        pytest.param("x.toml", TOML, ("p", 0, "n"), "5:5-6:7", "5:1-5:2", id="lines"),
        pytest.param("x.toml", TOML, ("p", 1, "time"), "9:8-9:27", "9:1-9:5", id="space in a date"),
        pytest.param("x.toml", TOML, ("p", 1), "7:1-7:6", "7:1-7:6", id="table of a list"),
        pytest.param("x.json", JSON, ("a", 1, "b"), "1:17-1:22", "1:12-1:15", id="json"),
        pytest.param("x.json", JSON, ("cd", "200"), "2:21-2:25", "2:14-2:19", id="escaped key"),
        pytest.param("x.json", JSON, ("",), "2:32-2:36", "2:28-2:30", id="empty key"),
        pytest.param("x.json", JSON, ("a", "1"), "1:11-1:23", "1:11-1:23", id="index as text"),
    ],
)
def test_the_place(path: str, text: str, keys: Keys, value: str, key: str) -> None:
    document = one(path, text)

    def span(place: Location) -> str:
        return f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"

    assert (span(document.place(keys)), span(document.key(keys))) == (value, key)


@pytest.mark.parametrize(
    ("path", "text", "keys", "again", "first"),
    [
        ("x.yaml", "a: 1\nb: {c: 1, c: 2}\n", ("b", "c"), "2:11", "2:5"),
        ("x.json", '{"b": [{"c": 1,\n "c": 2}]}', ("b", 0, "c"), "2:2", "1:9"),
    ],
)
def test_a_key_that_stands_twice(path: str, text: str, keys: Keys, again: str, first: str) -> None:
    (found,) = one(path, text).duplicates

    assert (found.keys, str(found.location), str(found.first)) == (
        keys,
        f"{path}:{again}",
        f"{path}:{first}",
    )


def test_every_document_of_a_stream_has_its_own_places() -> None:
    first, second = read("x.yaml", b"a: &a 1\n---\nb: [2]\n...\n")

    assert (first.value, second.value) == ({"a": 1}, {"b": [2]})
    assert (first.place(("a",)).line, second.place(("b", 0)).line) == (1, 3)
    assert read("x.yaml", b"# nothing\n") == ()


BOMB = "a: &a [1]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=False)
)


@pytest.mark.parametrize(
    ("path", "text", "place", "told"),
    [
        ("x.json", "", "1:1", "not JSON: the file is empty"),
        ("x.json", '{"a": NaN}', "1:7", "not JSON: there is no NaN"),
        ("x.json", '{"a": 1,\n}', "1:8", "not JSON: a comma with nothing after it"),
        ("x.json", '{"a": 1 // b\n}', "1:9", "not JSON: it has no comments"),
        ("x.json", "[1" + "0" * 5000 + "]", "1:2", "not JSON: a number of too many digits"),
        ("x.json", '{"a": "\\ud800"}', "1:7", "not JSON: half of a surrogate pair"),
        ("x.yaml", 'a: "\\ud800"', "1:7", "not YAML: "),
        ("x.yaml", "a: [1\nb: 2", "2:2", "not YAML: "),
        ("x.yaml", "a:\n\t- 1", "2:1", "a tab cannot stand here: indent with spaces"),
        ("x.yaml", "a: !Ref b", "1:4", "the tag !Ref is not known"),
        ("x.yaml", "a: *b", "1:4", "no anchor &b stands before this alias"),
        ("x.yaml", "a: &b [*b]", "1:8", "the alias *b stands inside its own anchor"),
        ("x.yaml", "a: {<<: 3}", "1:9", "`<<` merges a mapping"),
        ("x.yaml", "? [a]\n: 1", "1:3", "a key must be plain text"),
        ("x.toml", "a = 1\na = 2\n", "2:6", "not TOML: cannot overwrite a value"),
        ("x.toml", "a = ", "1:4", "not TOML: "),
    ],
)
def test_what_is_not_of_its_language(path: str, text: str, place: str, told: str) -> None:
    with pytest.raises(Malformed) as caught:
        one(path, text)

    assert str(caught.value.location) == f"{path}:{place}"
    assert str(caught.value).startswith(told)
    assert not isinstance(caught.value, TooMuch)


@pytest.mark.parametrize(
    ("path", "data", "place"),
    [
        pytest.param("x.json", b"[" * 200_000, "1:101", id="json too deep for python"),
        pytest.param("x.json", b'{"a":' * 101 + b"1" + b"}" * 101, "1:501", id="json too deep"),
        pytest.param("x.json", b" " * 20_000_001, "1:1", id="json too large"),
        pytest.param("x.yaml", b"a: " + b"[" * 110 + b"]" * 110, "1:103", id="yaml too deep"),
        pytest.param("x.yaml", b"a: " + b"[" * 200_000, "1:1003", id="yaml too deep for libyaml"),
        pytest.param("x.yaml", BOMB.encode(), "8:12", id="alias bomb"),
        pytest.param("x.toml", b"a = " + b"[" * 5000, "1:1", id="toml too deep"),
        pytest.param("x.toml", b"a" + b".a" * 9000 + b" = 1", "1:1", id="toml with a long key"),
    ],
)
def test_what_is_too_much(path: str, data: bytes, place: str) -> None:
    with pytest.raises(TooMuch) as caught:
        read(path, data)

    assert str(caught.value.location) == f"{path}:{place}"


def test_a_wrong_encoding_has_its_place() -> None:
    with pytest.raises(Malformed, match="this is not UTF-8") as caught:
        read("x.yaml", b"a: 1\nb: caf\xe9\n")

    assert str(caught.value.location) == "x.yaml:2:7"


def test_a_pointer_names_keys() -> None:
    assert keys_of("#/paths/~1a~0b/0/%7Bid%7D") == ("paths", "/a~b", "0", "{id}")
    assert keys_of("") == keys_of("#") == ()
