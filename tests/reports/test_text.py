"""Hostile text is read as text, and as nothing else."""

import json

import pytest

from launchready_ci.reports import text

NOT_UTF8 = b"caf\xe9".decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        pytest.param("naïve 日本 🙂 a\\b", "naïve 日本 🙂 a\\b", id="what can be seen stays"),
        pytest.param("a\nb\rc\td", "a\\nb\\rc\\td", id="line breaks and tabs"),
        pytest.param("\x1b[2J\x00\x7f\x9b", "\\x1b[2J\\x00\\x7f\\x9b", id="terminal commands"),
        pytest.param("a\u202eb\u2066c", "a\\u202eb\\u2066c", id="bidi controls"),
        pytest.param("a\u200bb\ufeff\u2028", "a\\u200bb\\ufeff\\u2028", id="unseen and separators"),
        pytest.param("\U000e0041", "\\U000e0041", id="tags that hide text"),
        pytest.param(NOT_UTF8, "caf\\xe9", id="bytes that are not UTF-8"),
        pytest.param("\ud800\uffff", "\\ud800\\uffff", id="what XML cannot hold"),
        pytest.param("::error::x", "\\x3a:error::x", id="a command at the start"),
        pytest.param(
            " \u3000::error::x", " \u3000\\x3a:error::x", id="a command after white space"
        ),
        pytest.param("a::b", "a::b", id="colons elsewhere stay"),
        pytest.param("x ##[error]y", "x \\x23#[error]y", id="an old command anywhere"),
        pytest.param("###[add-mask]y", "#\\x23#[add-mask]y", id="an old command after a hash"),
        pytest.param("##vso[task.x]y", "\\x23#vso[task.x]y", id="a command of another runner"),
    ],
)
def test_plain(hostile: str, shown: str) -> None:
    line = text.plain(hostile)

    assert line == shown


def test_every_character_is_printable_or_escaped() -> None:
    every = "".join(map(chr, range(0x3000)))

    line = text.plain(every)

    assert line.splitlines() == [line]
    assert not [c for c in line if not c.isprintable() and not c.isspace() and ord(c) < 0x300]


def test_commands_escape_the_percent_sign_first() -> None:
    message = text.command_data("50%0A\r\n:,")
    value = text.command_property("50%0A\r\n:,")

    assert message == "50%250A%0D%0A:,"
    assert value == "50%250A%0D%0A%3A%2C"


def test_a_path_of_a_command_keeps_its_line_breaks() -> None:
    path = text.command_path(f"x\n::error::y\x1b{NOT_UTF8}")

    assert path == "x%0A%3A%3Aerror%3A%3Ay\\x1bcaf\\xe9"


def test_a_path_in_xml_keeps_its_line_breaks_and_is_no_command() -> None:
    path = text.xml_path(f'x\n::e\t##[error]<&"\x1b{NOT_UTF8}')

    assert path == "x&#10;::e&#9;&#35;#[error]&lt;&amp;&quot;\\x1bcaf\\xe9"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        pytest.param("src/a b.py", "src/a%20b.py", id="spaces"),
        pytest.param(NOT_UTF8, "caf%E9", id="bytes that are not UTF-8"),
        pytest.param("café", "caf%C3%A9", id="UTF-8"),
        pytest.param("a:b?c#d%e\\f\n", "a%3Ab%3Fc%23d%25e%5Cf%0A", id="what a URI means otherwise"),
        pytest.param("\ud800", "%EF%BF%BD", id="a surrogate that is no byte"),
    ],
)
def test_uri(path: str, uri: str) -> None:
    shown = text.uri(path)

    assert shown == uri


def test_a_code_span_cannot_be_left_and_fits_a_cell() -> None:
    hostile = "`a` | b\n<img src=x> [l](http://x) @user #1 ![i](y)"

    span = text.code(hostile)

    assert span.startswith("`")
    assert span.endswith("`")
    assert not set(span[1:-1]) & set("`|\n")
    assert text.code(" \u00a0") == ""
    assert len(text.code("x" * 10_000)) == 302


def test_json_is_ascii_whole_and_no_command() -> None:
    document = {
        "path": f"{NOT_UTF8}/é",
        "log": "##[error]",
        "p95": float("inf"),
        "set": frozenset("ba"),
        "list": (1, True, None, {"other": object}),
    }

    dumped = text.dump(document)
    read = json.loads(dumped)

    assert dumped.isascii()
    assert "##[" not in dumped
    assert read["path"].encode("utf-8", "surrogateescape") == b"caf\xe9/\xc3\xa9"
    assert read["log"] == "##[error]"
    assert read["p95"] is None
    assert read["set"] == ["a", "b"]
    assert read["list"][:3] == [1, True, None]


def test_cut_says_that_there_was_more() -> None:
    assert text.cut("abc", 3) == "abc"
    assert text.cut("abcd", 3) == "ab…"
