"""Comments and strings are told from code in any text, and every place stays where it is."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready_ci.gates.env.usage import csharp, elixir, go, jvm, php, ruby, rust
from launchready_ci.gates.env.usage.javascript import lexing
from launchready_ci.gates.env.usage.lexer import Syntax, masked
from launchready_ci.gates.env.usage.scanner import spans
from launchready_ci.gates.env.usage.shell import script

SYNTAXES = {
    "csharp": csharp.SYNTAX,
    "elixir": elixir.SYNTAX,
    "go": go.SYNTAX,
    "groovy": jvm.GROOVY,
    "java": jvm.JAVA,
    "javascript": lexing.SYNTAX,
    "kotlin": jvm.INTERPOLATING,
    "php": php.SYNTAX,
    "ruby": ruby.SYNTAX,
    "rust": rust.SYNTAX,
    "shell": script.SYNTAX,
}
PIECES = st.sampled_from(
    [
        '"',
        "'",
        "`",
        '"""',
        "${",
        "#{",
        "$(",
        "{",
        "}",
        "(",
        ")",
        "\\",
        "/",
        "//",
        "/*",
        "*/",
        "#",
        "\n",
        " ",
        "a",
        "=",
        "<<EOF\n",
        "<<~A\n",
        "EOF",
        "A",
        "=begin\n",
        "=end",
        "r#",
        "$",
        "@",
        "é",
    ]
)


@pytest.mark.parametrize("language", SYNTAXES)
@given(text=st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=30)
def test_spans_stand_in_order_and_the_text_keeps_its_length(language: str, text: str) -> None:
    found = list(spans(text, SYNTAXES[language]))

    assert all(span.start <= span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert len(masked(text, found)) == len(text)


@pytest.mark.parametrize(
    ("syntax", "text", "code"),
    [
        pytest.param(go.SYNTAX, 'a "b" // c', 'a "\0"     ', id="a string, then a comment"),
        pytest.param(go.SYNTAX, '\'"\' "b"', '\0\0\0 "\0"', id="a quote as a character"),
        pytest.param(go.SYNTAX, "a /* b\nc */ d", "a     \n     d", id="a comment of two lines"),
        pytest.param(ruby.SYNTAX, '"a#{b "c"}d"', '"\0#{b "\0"}\0"', id="code in a string"),
        pytest.param(jvm.JAVA, '"a\n b', '"\0\n b', id="a quote that its line ends"),
        pytest.param(lexing.SYNTAX, "a = /['\"]/; b", "a = /\0\0\0\0/; b", id="an expression"),
        pytest.param(lexing.SYNTAX, "a / b / c", "a / b / c", id="divisions"),
    ],
)
def test_what_is_no_code_is_blanked(syntax: Syntax, text: str, code: str) -> None:
    assert masked(text, spans(text, syntax)) == code
