"""Does ``--detectors detect-secrets`` find exactly what ``detect-secrets scan -n`` finds?"""

import json
import os
import random
import string
import subprocess
import sys
import tempfile
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

import pytest
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings, get_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from launchready_ci.gate import Unreadable
from launchready_ci.gates.secrets import adapter, parity
from launchready_ci.gates.secrets.engine import Found
from launchready_ci.gates.secrets.formats import stock
from launchready_ci.gates.secrets.parity import quick_yaml, rewritten, search
from launchready_ci.gates.secrets.parity.yaml_values import Unsure
from launchready_ci.sources import Text

Finding = tuple[str, str, int]


def value(alphabet: str, count: int, seed: int = 0) -> str:
    return "".join(random.Random(f"{alphabet}{count}{seed}").choices(alphabet, k=count))


LOWER, UPPER = string.ascii_lowercase, string.ascii_uppercase
ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
JWT = ".".join(
    urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
    for part in ({"alg": "HS256"}, {"sub": 1})
)

VALUES = (
    *(value(ALNUM + "+/", n) for n in (22, 23, 40, 64, 88)),
    *(value(HEX, n) for n in (8, 9, 12, 32, 40, 48, 64)),
    *(value(LOWER, n) for n in (24, 27, 44)),
    *(value(string.digits, n) for n in (9, 20)),
    *("hunter2", "x", "${password}", "{secret}", "<token>", "$HOME", "a b", "****", "get(x)", "é"),
    *("AKIA" + value(UPPER, 16), "ghp_" + value(ALNUM, 36), "glpat-" + value(ALNUM, 20)),
    *("AKC" + value(ALNUM, 12), "AP" + "\u0663" + value(ALNUM, 9), "SK" + value(HEX, 32)),
    *(
        "xoxb-12-\u0661\u0662-ab",
        "xo\u017fx-1-a",
        JWT,
        JWT[:-1],
        "1.2.3.4",
        "8.8.8.8:53",
        "v1.2.3.4",
    ),
    *(
        "://user:pass@host",
        "https://u:p\u00a0w@h",
        value(HEX, 32) + "-us12",
        "abcdefghij1234567890",
    ),
    *("BEGIN RSA PRIVATE KEY", "BEGIN  PRIVATE KEY", "PuTTY-User-Key-File-2", "npm_abc"),
    *("//r/:_authToken=", "sk-" + value(ALNUM, 20) + "T3BlbkFJ" + value(ALNUM, 20)),
    *("12345678-1234-1234-1234-123456789012", "\u0661" * 9 + ":" + value(ALNUM, 35)),
    *(value(ALNUM, 23) + "\u017f" * 2, "o\u212aen", "%(a)s", "%%", "M" + value(ALNUM, 23)),
)
WORDS = (
    *(
        "password",
        "PASSWORD",
        "pa\u017f\u017fword",
        "api_\u212aey",
        "db_pas\u017f",
        "pr\u0131v_key",
    ),
    *("secret", "\u0130d", "id", "my_id", "token", "key", "aws", "a", "contrase\u00f1a", "apikey"),
    *("CONTRASE\u00d1A", "ibm_key", "cl_pass", "\u017foftlayer_api_key", "cos_secret_access_key"),
    *(
        "api.softlayer.com/soap/v3/",
        "https://a:",
        "@b.cloudant.com",
        "hoo\u212as.slack.com/services/T",
    ),
)
MARKS = (
    *("=", ":", ": ", " = ", ":=", "==", "!=", "=>", " ", "  ", "\t", "\u00a0", "\x0b", "\x0c"),
    *("'", '"', "`", "\\", '\\"', "''", "\\x41", "\\u0041", "(", ")", "[", "]", "{", "}", ",", ";"),
    *("#", "# ", "//", "|", ">", "- ", "? ", "&x ", "*x", "<<: ", "!!binary ", "!b ", "@", "."),
    *("# pragma: allowlist secret", "# pragma: allowlist nextline secret", "<!-- ", "--", "%"),
    *("// pragma: whitelist secret", "; pragma: allowlist nextline secret", ".assign("),
)
BREAKS = ("\n", "\n", "\n  ", "\n\n", "\r\n", "\r", "\x85", "\u2028", "\x1c", "\n---\n", "\n[x]\n")
LINES = (
    "[section]\n",
    "---\n",
    "%TAG !b! tag:yaml.org,2002:\n",
    "# comment\n",
    "\ufeff",
    "{a: 1,\n",
    "a: &x ",
    "b: !!binary |\n  " + b64encode(value(ALNUM, 40).encode()).decode() + "\n",
    'c: "' + value(HEX, 6) + "\\\n  " + value(HEX, 7, 1) + '"\n',
    "d: |\n  password: hunter2\n  " + value(ALNUM, 40) + "\n",
    "e =\n  " + value(ALNUM, 30) + "\n  # c\n  second\n",
    "f: {" + f"password: \"{value(ALNUM, 30)}\", g: '{value(HEX, 20)}'" + "}\n",
    "x" * 1001 + " ",
    "y,'ab' " * 120,
)
NAMES = (
    *("a.py", "a.yaml", "b.yml", "a.ini", "a.txt", "a.js", "a.c", "a.cpp", "a.go", "a.tf", ".env"),
    *("a.toml", "a.cfg", "a.cs", "a.example", "a.json", "a.css", "yarn.lock", "swagger.txt", "a.m"),
)

PIECES = st.sampled_from((*VALUES, *WORDS, *MARKS, *MARKS, *BREAKS))
ASSIGNED = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(("", "  ", "- ", "x.")),
    st.sampled_from(WORDS),
    st.sampled_from(("=", " = ", ": ", ":", " := ", "=> ", " == ", "(")),
    *[st.sampled_from(("", '"', "'", "`"))],
    st.sampled_from(VALUES),
    st.sampled_from(
        ("\n", '"\n', "'\n", '";\n', "`\n", '" # c\n', '"  # pragma: allowlist secret\n')
    ),
)
TEXTS = st.lists(st.one_of(PIECES, ASSIGNED, st.sampled_from(LINES)), max_size=14).map("".join)


def indented(text: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())


SCALARS = st.one_of(
    st.sampled_from(VALUES),
    st.builds("'{}'".format, st.sampled_from(VALUES)),
    st.builds('"{}"'.format, st.sampled_from((*VALUES, "a\\n  b", "a\n    b", "\\x61", ""))),
    st.builds("{{k: '{}', password: {}}}".format, *[st.sampled_from(VALUES)] * 2),
    st.builds("{{k: '{}',\n    password: {}}}".format, *[st.sampled_from(VALUES)] * 2),
    st.builds("[{}, {{secret: '{}'}}]".format, *[st.sampled_from(VALUES)] * 2),
    st.sampled_from(
        ("&x 'anchored-value'", "*x", "12", "2020-01-01", "true", "{}", "[]", "''", "~")
    ),
    st.sampled_from(
        ("!!str 12", "!!binary YWJj", "|\n    block\n    of text", ">-\n    fold\n    ed")
    ),
)
ENDS = st.sampled_from(
    ("\n", "\n", "  # c\n", "  # pragma: allowlist secret\n", "\n\n", " # 'x';\n")
)
KEYS = st.sampled_from((*WORDS[:14], "'q'", "<<", "1", "? k", "k\u00e9", '"\\x61"'))
PAIRS = st.builds("{}: {}{}".format, KEYS, SCALARS, ENDS)
ITEMS = st.builds("- {}{}".format, SCALARS, ENDS)


def document(draw: st.DrawFn, depth: int = 0) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.integers(0, 5 if depth < 2 else 2))
        if kind < 3:
            parts.append(draw(PAIRS))
        elif kind == 3:
            parts.append(draw(KEYS) + ":\n" + indented(document(draw, depth + 1)))
        elif kind == 4:
            parts.append(draw(KEYS) + ":\n" + "".join(draw(st.lists(ITEMS, max_size=3))))
        else:
            item = "- " + indented(document(draw, depth + 1))[2:]
            parts.append(f"{draw(KEYS)}:\n{indented(item)}")
    return "".join(parts)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """YAML, or nearly."""
    return document(draw)


@pytest.fixture(scope="module", autouse=True)
def folder() -> Iterator[Path]:
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        yield Path(name)
        os.chdir(here)


def real(name: str, data: bytes) -> set[Finding] | None:
    """What detect-secrets finds; None where it crashes."""
    Path(name).write_bytes(data)
    secrets = SecretsCollection()
    with default_settings():
        try:
            secrets.scan_file(name)
        except Exception:  # noqa: BLE001 - its parsers raise many kinds
            return None
    return {(s.type, s.secret_hash, s.line_number) for _, s in secrets}


def as_findings(secrets: list[adapter.Secret]) -> set[Finding]:
    return {(s.kind, sha1(s.value.encode()).hexdigest(), s.line) for s in secrets}  # noqa: S324 - its own


def ours(name: str, data: bytes) -> set[Finding]:
    return as_findings(parity.stock().secrets(name, data))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(NAMES), TEXTS)
def test_the_same_findings(name: str, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    theirs = real(name, data)

    if theirs is not None:
        assert ours(name, data) == theirs


@settings(deadline=None)
@given(documents())
def test_the_same_in_yaml(text: str) -> None:
    data = text.encode("utf-8")
    theirs = real("a.yaml", data)

    if theirs is not None:
        assert ours("a.yaml", data) == theirs


@settings(deadline=None)
@given(
    st.sampled_from(["'", '"', "' ", '" ', ",", " ", "=", "\\", "-", "+", "é"]).flatmap(
        lambda mark: st.lists(st.sampled_from([*VALUES[:14], mark, "'", '"']), max_size=40)
    ),
    st.booleans(),
)
def test_the_same_in_long_lines_of_quotes(parts: list[str], code: bool) -> None:
    data = ("f(" + "x," * 300 + "".join(parts) + "\n").encode()
    name = "a.js" if code else "a.txt"

    assert ours(name, data) == real(name, data)


@settings(deadline=None)
@given(st.one_of(documents(), TEXTS))
@example("a: {b: 'x',\n  c: 'y'}\nd: 'z'\n")
@example("a:\n  - b: &x 'x'\n    c: *x\n  - {d: *x}\n")
@example("? 'k'\n: 'v'\n")
def test_libyaml_gives_the_same_lines(text: str) -> None:
    from detect_secrets.transformers.exceptions import ParsingError
    from detect_secrets.transformers.yaml import YAMLTransformer

    def read(lines: object) -> object:
        try:
            return list(lines(rewritten.named(text, "a.yaml")))  # type: ignore[operator]
        except ParsingError:
            return []  # the raw lines are looked at, as where it gives none
        except (Unsure, ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None

    quick, slow = read(quick_yaml.lines), read(YAMLTransformer().parse_file)

    assert quick is None or slow is None or quick == slow


def test_bytes_that_are_not_utf_8_are_left_out() -> None:
    data = b"password = 'hunter2hunter2'\n\xff"

    assert ours("a.py", data) == real("a.py", data) == set()


def test_nothing_leaks_out_of_detect_secrets_settings() -> None:
    before = json.dumps(get_settings().json())

    ours("a.py", b"password = 'hunter2hunter2'\n")

    assert json.dumps(get_settings().json()) == before


def test_nothing_is_verified_over_the_network() -> None:
    filters = parity.stock().detectors.filters

    assert not any("verification" in filter_.path for filter_ in filters)


def test_the_command_itself_agrees(folder: Path) -> None:
    tree = folder / "tree"
    tree.mkdir()
    texts = {
        "a.py": f'password = "{VALUES[2]}"\nx = "{VALUES[8]}"\n',
        "b.yaml": LINES[7] + LINES[11],
    }
    for name, text in texts.items():
        (tree / name).write_text(text)

    run = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files", "."],
        cwd=tree,
        capture_output=True,
        check=True,
    )

    results = json.loads(run.stdout)["results"]
    assert {name: ours(name, text.encode()) for name, text in texts.items()} == {
        name: {(s["type"], s["hashed_secret"], s["line_number"]) for s in results.get(name, [])}
        for name in texts
    }


def test_every_detector_of_this_version_has_a_superset() -> None:
    from launchready_ci.gates.secrets.parity.patterns import DETECTORS

    assert set(parity.stock().detectors.plugins) == set(DETECTORS)


class Unlisted(parity.Scanner):
    """What becomes of a version of detect-secrets that we have not read."""

    def __init__(self) -> None:
        stock = adapter.defaults()
        detectors = adapter.Detectors(list(stock.plugins.values()), stock.filters)
        detectors.stock = frozenset()
        super().__init__(detectors)


UNLISTED = Unlisted()


@settings(deadline=None)
@given(st.sampled_from(NAMES), TEXTS)
def test_of_another_version_every_line_is_judged(name: str, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    theirs = real(name, data)

    found = set() if theirs is None else as_findings(UNLISTED.secrets(name, data))

    assert found == (theirs or set())


def test_a_hit_has_its_place_and_rule() -> None:
    secret = value(ALNUM, 60)
    text = Text("a.py", f"one\r\n  é password = '{secret}'\r\n".encode(), commit="c")

    (found,) = search.search([text])

    assert isinstance(found, Found)
    assert [(hit.format.id, hit.line, hit.column, hit.end_column) for hit in found.hits] == [
        ("LR-SEC908", 2, 17, 77),
        ("LR-SEC914", 2, 17, 77),
    ]
    assert secret not in repr(found.hits)


def test_what_its_parsers_cannot_bear_is_unreadable() -> None:
    text = Text("a.yaml", b"password: hunter2\nday: 2020-13-45\n")
    unreadable = Unreadable("gone")

    first, second = search.search([text, unreadable])

    assert isinstance(first, Unreadable)
    assert first.reason == "detect-secrets cannot read 'a.yaml': ValueError"
    assert second is unreadable


OWN_DETECTOR = """
import re
from detect_secrets.plugins.base import RegexBasedDetector

class Own(RegexBasedDetector):
    secret_type = "Own"
    denylist = [re.compile("own-[0-9]+")]
"""


def test_detectors_of_a_project_run_where_it_was_said_so(folder: Path) -> None:
    (folder / "own.py").write_text(OWN_DETECTOR)
    (folder / "drop.py").write_text("def drop(secret): return secret.endswith('7')\n")
    configuration = {
        "plugins_used": [
            {"name": "Own", "path": "file://own.py"},
            {"name": "HexHighEntropyString", "limit": 2.0},
        ],
        "filters_used": [{"path": "file://drop.py::drop"}],
    }
    before = json.dumps(get_settings().json())
    text = Text("a.py", b"own-1 own-7\nx = 'abcabcde'\n")

    (found,) = search.search_as_configured([text], configuration)

    assert isinstance(found, Found)
    assert [(hit.format.id, hit.value) for hit in found.hits] == [
        ("LR-SEC927", b"own-1"),
        ("LR-SEC909", b"abcabcde"),
    ]
    assert json.dumps(get_settings().json()) == before


def test_a_project_that_names_no_file_cannot_be_set_up() -> None:
    configuration = {"plugins_used": [{"name": "Own", "path": "file://none.py"}]}

    with pytest.raises(ValueError, match="cannot be set up"):
        list(search.search_as_configured([], configuration))


def test_every_detector_has_a_rule() -> None:
    kinds = {plugin.secret_type for plugin in adapter.defaults().plugins.values()}

    assert {stock.of_kind(str(kind)) for kind in kinds} == set(stock.ROWS)
