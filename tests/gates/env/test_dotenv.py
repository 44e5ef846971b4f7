"""Each model of a parser is held against the parser itself, where it can be had here."""

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from random import Random

import dotenv
import pytest

from launchready_ci.gates.env.dialects import differences
from launchready_ci.gates.env.dotenv import PARSERS, disagreements, normalised

NAMES = ("A", "AB", "a.b", "A-B", "1A", "export A", "export\tA", " A")
SEPARATORS = ("=", " = ", "= ", ": ", ":")
VALUES = (
    *("", "x", "x y", "x#y", "x #y", "#x", "  x  ", "a=b", "it's", 'a"b', "x\\ty", "x\\"),
    *('"x"', '"x\\ny"', '"x\\ty"', '"a\\"b"', '"x" # y', '"x"y', '"a # b"', '"un', '"a\nb"', '""'),
    *("'x'", "'a\\'b'", "'x\\ny'", "'un", "'a\nb'", "''", "`x`", "`a\nb`", '{"a": 1}'),
)
TEXTS = [f"{name}{by}{value}\n" for name, by, value in product(NAMES, SEPARATORS, VALUES)]
NODE = """
const parse = require(process.argv[1]).parse, texts = JSON.parse(require("fs").readFileSync(0))
process.stdout.write(JSON.stringify(texts.map((text) => parse(text))))
"""


def read(parser: str, text: str) -> dict[str, str] | None:
    """What our model reads; None where the parser refuses the file."""
    readings = list(PARSERS[parser](normalised(text.encode())))
    return {r.name: r.value for r in readings} if all(r.name for r in readings) else None


def test_python_dotenv_reads_what_its_model_reads(caplog: pytest.LogCaptureFixture) -> None:
    del caplog  # it warns of each line that it leaves out

    for text in TEXTS:
        theirs = dotenv.dotenv_values(stream=io.StringIO(text), interpolate=False)
        assert read("python-dotenv", text) == {k: v for k, v in theirs.items() if v is not None}


@pytest.mark.parametrize(
    ("parser", "package"),
    [("node dotenv", "dotenv"), ("dotenvx", "@dotenvx/dotenvx")],
    ids=["node dotenv", "dotenvx"],
)
def test_a_parser_of_npm_reads_what_its_model_reads(
    parser: str, package: str, require: Callable[[object, str], None]
) -> None:
    folder = os.path.join(os.environ.get("LAUNCHREADY_NODE_MODULES", "node_modules"), package)
    require(os.path.isdir(folder), f"npm's {package} (in LAUNCHREADY_NODE_MODULES)")
    require(shutil.which("node"), "node")

    done = subprocess.run(
        ["node", "-e", NODE, os.path.abspath(folder)],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )

    assert json.loads(done.stdout) == [read(parser, text) for text in TEXTS]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A=`x`", id="backticks"),
        pytest.param("A=x#y", id="a hash without a space"),
        pytest.param("A: 1", id="a colon"),
        pytest.param("A", id="a name alone"),
        pytest.param('A="x\\ny"', id="an escape"),
        pytest.param('A="x"y', id="text after a closing quote"),
        pytest.param('A="x', id="a quote that nothing closes"),
        pytest.param("\ufeffA=1", id="a byte order mark"),
        pytest.param("A=1\rB=2\r", id="carriage returns alone"),
        pytest.param("export\tA=1", id="export and a tab"),
        pytest.param("A=${B:?needed}", id="a variable that is demanded"),
    ],
)
def test_a_line_that_is_read_differently_is_found(text: str) -> None:
    assert [found.expansion for found in disagreements(text)] == [False]


@pytest.mark.parametrize("text", ["A=$B", "A=${B-d}", "A='${B}'", 'A="\\${B}"', "A=a$$b"])
def test_what_differs_only_in_what_is_filled_in_counts_apart(text: str) -> None:
    assert [found.expansion for found in disagreements(text)] == [True]


@pytest.mark.parametrize(
    "text",
    ["A=1", "export A=1", "A='x'", 'A="x y" # z', "A=x # y", "A=\r\nB=2\r\n", "# A=`x`", "A='$B'"],
)
def test_a_line_that_all_read_alike_is_not_found(text: str) -> None:
    assert list(disagreements(normalised(text.encode()))) == []


def test_one_parser_cannot_disagree() -> None:
    assert list(disagreements("A=x#y\nB=`y`", ["docker compose"])) == []


def test_what_is_read_over_several_lines_is_told_once_and_the_rest_goes_on() -> None:
    found = list(disagreements("A=`one\ntwo\nthree`\nB=1\nC=x#y\n"))

    assert [(f.line, f.name) for f in found if f.name == "C"] == [(5, "C")]
    assert found[0].line == 1


@pytest.mark.parametrize(
    "name", ["API_TOKEN", "DB_PASSWORD", "SENTRY_DSN", "STRIPE_KEY", "GREETING"]
)
def test_no_hidden_value_is_shown(name: str) -> None:
    value = "".join(Random(name).choices("bcdfghjkmnpqrstvwxz0123456789", k=24))

    (found,) = differences(".env.example", f"{name}={value}#rest".encode(), tuple(PARSERS))

    assert not any(value[i : i + 3] in found.told for i in range(20))
    assert "hidden value 2" in found.told
