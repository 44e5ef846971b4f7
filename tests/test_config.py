"""launchready.yaml: what is accepted, what it becomes, and how precisely it is refused."""

import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready_ci import yaml_marks
from launchready_ci.config import (
    LETTERS,
    SECTIONS,
    App,
    ConfigError,
    Configuration,
    Duration,
    Rate,
    Secret,
    Share,
    Size,
    check_variables,
    load,
)
from launchready_ci.findings import Location, Severity
from launchready_ci.gate import CannotLook, Facts, Rule, never
from launchready_ci.gates import GATES
from launchready_ci.options import option

PATH = "launchready.yaml"


@dataclass(frozen=True)
class Bound:
    at_least: int | None = None
    type: Literal["text", "number"] | None = None


@dataclass(frozen=True)
class Expect:
    status: int | Literal["any"] = 200
    text: str | None = None
    time: Duration | None = None
    json: Mapping[str, Bound | str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    name: str
    get: str = ""
    as_: Literal["member", "admin"] | None = None
    expect: Expect = Expect()
    body: Mapping[str, str | Secret] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name == "forbidden":
            raise ValueError("a step may not have this name")


@dataclass(frozen=True)
class Gate:
    steps: tuple[Step, ...] = ()
    rate: Rate = Rate(1.0)
    errors: Share = Share(0.0)
    total: Size = Size(0)
    ratio: float = 1.0
    tries: int = 3
    strict: bool = False
    label: str = ""
    password: Secret | None = None
    names: tuple[str, ...] = ()
    staged: bool = option("--staged", default=False, help="what the commit would hold")


@dataclass(frozen=True)
class Needy:
    name: str


def read(text: str, **environ: str) -> Gate:
    return load(PATH, textwrap.dedent(text).encode()).section("smoke", Gate, environ)


def refusal(text: str | bytes, **environ: str) -> str:
    """The message with which the text is refused, at load or by the smoke section."""
    data = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    with pytest.raises(ConfigError) as caught:
        load(PATH, data).section("smoke", Gate, environ)
    return str(caught.value)


def one(line: str, **environ: str) -> Gate:
    """The smoke section with one more line."""
    return read(f"smoke:\n  {line}\n", **environ)


# -- what it becomes ---------------------------------------------------------------------------


def test_without_a_file_everything_is_default() -> None:
    configuration = load(PATH, None)

    assert not configuration.has("smoke")
    assert configuration.section("smoke", Gate, {}) == Gate()
    assert configuration.place("smoke", "steps", 0) == Location(PATH, 1, 1)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"# only a comment\n", b"---\n", b"~\n", b"{}\n", b"\xef\xbb\xbf", b"smoke:\n"],
    ids=["nothing", "lines", "comment", "dashes", "null", "braces", "byte order mark", "no value"],
)
def test_an_empty_file_or_section_is_an_empty_configuration(data: bytes) -> None:
    assert load(PATH, data).section("smoke", Gate, {}) == Gate()


def test_a_section_becomes_its_dataclass() -> None:
    gate = read("""
        smoke:
          steps:
            - {name: home, get: /, as: member, expect: {status: any, time: 800ms}}
            - name: feed
              expect:
                json: {"length(items)": {at_least: 1}, kind: feed, size: 3, live: true}
              body: {key: {secret: API_KEY}, title: "{{title}}"}
          password: {secret: APP_PASSWORD}
    """)

    bound: dict[str, Bound | str | int | bool] = {
        "length(items)": Bound(at_least=1),
        "kind": "feed",
        "size": 3,
        "live": True,
    }
    home, feed = gate.steps
    assert home == Step("home", "/", "member", Expect("any", time=Duration(0.8)))
    assert feed.expect == Expect(json=bound)
    assert feed.body["title"] == "{{title}}"
    assert feed.body["key"] == Secret("API_KEY", Location(PATH, 8, 19, 8, 36))
    assert gate.password is not None
    assert gate.password.name == "APP_PASSWORD"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("tries: 0x1F", "tries", 31),
        ("tries: 0o17", "tries", 15),
        ("tries: 017", "tries", 17),
        ("tries: -3", "tries", -3),
        ("ratio: 1e-2", "ratio", 0.01),
        ("ratio: 3", "ratio", 3.0),
        ("ratio: .5", "ratio", 0.5),
        ("strict: true", "strict", True),
        ("strict: false", "strict", False),
        ("label: on", "label", "on"),
        ("label: 1.10", "label", "1.10"),
        ("label: 'null'", "label", "null"),
        ("label: 2026-11-20", "label", "2026-11-20"),
        ("label: '  x '", "label", "  x "),
        ("label: costs $5 or $FOO", "label", "costs $5 or $FOO"),
        ("names: [no, off, 12]", "names", ("no", "off", "12")),
        ("rate: 600/m", "rate", 10.0),
        ("rate: 10/s", "rate", 10.0),
        ("rate: 36/h", "rate", 0.01),
        ("errors: 0.1%", "errors", 0.001),
        ("errors: 100%", "errors", 1.0),
        ("errors: '7%'", "errors", 0.07),
        ("total: 5MB", "total", 5_000_000),
        ("total: 1.5KiB", "total", 1536),
        ("total: 512 B", "total", 512),
        ("password: ~", "password", None),
    ],
)
def test_a_scalar_is_read_as_its_annotation_wants(line: str, name: str, value: object) -> None:
    read_value = getattr(one(line), name)

    assert read_value == value
    assert type(read_value) is type(value)


@pytest.mark.parametrize(
    ("text", "seconds"), [("800ms", 0.8), ("2s", 2), ("5m", 300), ("1.5h", 5400), ("21d", 1814400)]
)
def test_durations_are_seconds(text: str, seconds: float) -> None:
    gate = one(f"steps: [{{name: a, expect: {{time: {text}}}}}]")

    assert gate.steps[0].expect.time == seconds


@pytest.mark.parametrize(
    ("status", "value"), [("404", 404), ("any", "any"), ('"any"', "any"), ('"${S}"', 503)]
)
def test_the_form_decides_which_member_of_a_union_is_meant(status: str, value: object) -> None:
    gate = one(f"steps: [{{name: a, expect: {{status: {status}}}}}]", S="503")

    assert gate.steps[0].expect.status == value


def test_anchors_and_merge_keys_share_settings() -> None:
    gate = read("""
        smoke:
          steps:
            - &home {name: home, get: /, as: admin}
            - *home
            - {<<: *home, name: feed}
            - {<<: [{get: /first}, *home], name: both}
    """)

    assert gate.steps[1] == gate.steps[0]
    assert gate.steps[2] == Step("feed", "/", "admin")
    assert gate.steps[3] == Step("both", "/first", "admin")


def test_the_section_of_a_later_gate_is_accepted_as_it_is() -> None:
    configuration = load(PATH, b"handover: {owners: {dns: ana@example.com}}\n")

    assert configuration.has("handover")


def test_the_app_section_has_its_own_class() -> None:
    configuration = load(PATH, b'app: {url: "${APP_URL:-http://127.0.0.1:8000}"}\n')

    assert configuration.section("app", App, {}) == App("http://127.0.0.1:8000")


def test_every_gate_of_the_table_is_a_section_with_the_same_letters() -> None:
    assert {name: entry.letters for name, entry in GATES.items()}.items() <= LETTERS.items()
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert set(SECTIONS) == {"app", "users", "rules", *LETTERS}


# -- places ------------------------------------------------------------------------------------

PLACES = """\
# a comment
smoke:
  label: "é😀"   # columns are code points
  steps:
    - {name: "日本", get: /}
    - name: two
      get: |
        /x

      expect:
        status: 200

        # a comment
rules: {}
"""


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ((), (2, 1, 2, 6)),
        (("label",), (3, 10, 3, 14)),
        (("steps",), (5, 5, 11, 20)),
        (("steps", 0), (5, 7, 5, 27)),
        (("steps", 0, "name"), (5, 14, 5, 18)),
        (("steps", 0, "get"), (5, 25, 5, 26)),
        (("steps", 1), (6, 7, 11, 20)),
        (("steps", 1, "get"), (7, 12, 8, 11)),
        (("steps", 1, "expect"), (11, 9, 11, 20)),
        (("steps", 1, "expect", "status"), (11, 17, 11, 20)),
        (("steps", 1, "expect", "time"), (11, 9, 11, 20)),
        (("steps", 7), (5, 5, 11, 20)),
        (("steps", "name"), (5, 5, 11, 20)),
        (("nothing", "here"), (2, 1, 2, 6)),
    ],
    ids=str,
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_every_value_has_a_place(
    keys: tuple[str | int, ...], place: tuple[int, int, int, int], newline: str
) -> None:
    configuration = load(PATH, PLACES.replace("\n", newline).encode())

    assert configuration.place("smoke", *keys) == Location(PATH, *place)


def test_a_section_that_is_not_there_has_the_place_of_the_file() -> None:
    assert load(PATH, PLACES.encode()).place("domain", "name") == Location(PATH, 1, 1)


def test_lines_are_those_of_an_editor() -> None:
    # YAML 1.1 would count a line at U+2028, U+2029 and U+0085
    text = "smoke: {label: 'a\u2028b\u2029c\x85d'}\nrules: {LR-SMK001: of}\n"

    assert refusal(text).startswith("launchready.yaml:2:20: rules.LR-SMK001: ")


def test_a_byte_order_mark_moves_no_column() -> None:
    assert refusal(b"\xef\xbb\xbfsmok: 1\n").startswith("launchready.yaml:1:1: smok: ")


# -- how it is refused -------------------------------------------------------------------------

REFUSED = {
    "an unknown key": (
        "smoke:\n  steps:\n    - {name: a, expcet: {}}",
        "3:17: smoke.steps[0].expcet: unknown key, did you mean expect?",
    ),
    "a key that is near nothing": (
        "smoke: {steps: [{name: a, expect: {json: {k: {zzz: 1}}}}]}",
        ("1:47: smoke.steps[0].expect.json.k.zzz: unknown key, expected at_least or type"),
    ),
    "a field of the command line": (
        "smoke: {staged: true}",
        "1:9: smoke.staged: this is set on the command line only: --staged",
    ),
    "an unknown section": (
        "smok: {}",
        "1:1: smok: unknown section, did you mean smoke?",
    ),
    "a missing key": (
        "smoke: {steps: [{get: /}]}",
        "1:17: smoke.steps[0].name: missing, expected text",
    ),
    "what the class itself refuses": (
        "smoke:\n  steps:\n    - name: forbidden",
        "3:7: smoke.steps[0]: a step may not have this name",
    ),
    "a bare number as a duration": (
        "smoke: {steps: [{name: a, expect: {time: 5}}]}",
        (
            "1:42: smoke.steps[0].expect.time: expected a duration such as 2s "
            "(units: ms, s, m, h, d), got 5"
        ),
    ),
    "an unknown unit": (
        "smoke: {rate: 10/d}",
        ("1:15: smoke.rate: expected a rate such as 10/s (units: /s, /m, /h), got 10/d"),
    ),
    "more than the whole": (
        "smoke: {errors: 101%}",
        ("1:17: smoke.errors: expected a share of 0% to 100% such as 0.1% (units: %), got 101%"),
    ),
    "a quoted number": (
        "smoke: {tries: '5'}",
        "1:16: smoke.tries: expected a whole number, got the text '5'",
    ),
    "a fraction": (
        "smoke: {tries: 1.5}",
        "1:16: smoke.tries: expected a whole number, got 1.5",
    ),
    "no number at all": (
        "smoke: {ratio: .inf}",
        "1:16: smoke.ratio: expected a number, got .inf",
    ),
    "a number of too many digits": (
        f"smoke: {{tries: {'9' * 5000}}}",
        "1:16: smoke.tries: expected a whole number, got text",
    ),
    "yes as a boolean": (
        "smoke: {strict: yes}",
        "1:17: smoke.strict: expected true or false, got yes",
    ),
    "a boolean as a number": (
        "smoke: {tries: true}",
        "1:16: smoke.tries: expected a whole number, got true",
    ),
    "one of a few, misspelt": (
        "smoke: {steps: [{name: a, as: membr}]}",
        ("1:31: smoke.steps[0].as: expected member or admin, got membr, did you mean member?"),
    ),
    "no value": (
        "smoke:\n  steps:\n",
        "2:9: smoke.steps: expected a list, got nothing",
    ),
    "text for a list": (
        "smoke: {steps: home}",
        "1:16: smoke.steps: expected a list, got text",
    ),
    "a mapping for a list": (
        "smoke: {steps: {name: a}}",
        "1:16: smoke.steps: expected a list, got a mapping",
    ),
    "a list for a union": (
        "smoke: {steps: [{name: a, expect: {json: {a b: [1]}}}]}",
        (
            "1:48: smoke.steps[0].expect.json.a b: expected a mapping, text, "
            "a whole number or true or false, got a list"
        ),
    ),
    "a list for a section": (
        "smoke: [a]",
        "1:8: smoke: expected a mapping of settings",
    ),
    "a list for the file": (
        "- smoke",
        "1:1: expected sections such as `secrets:`, got a list",
    ),
    "text for the file": (
        "smoke",
        "1:1: expected sections such as `secrets:`, got text",
    ),
    "a password instead of its name": (
        "smoke: {password: hunter2}",
        "1:19: smoke.password: expected {secret: NAME}, got text",
    ),
    "a credential without a name": (
        "smoke: {password: {secret: my password}}",
        (
            "1:19: smoke.password: expected {secret: NAME}, the name of a variable "
            "such as MEMBER_PASSWORD"
        ),
    ),
    "a credential with more": (
        "smoke: {password: {secret: NAME, default: x}}",
        (
            "1:19: smoke.password: expected {secret: NAME}, the name of a variable "
            "such as MEMBER_PASSWORD"
        ),
    ),
    "a mapping that is no credential": (
        "smoke: {password: {name: NAME}}",
        "1:19: smoke.password: expected {secret: NAME}, got a mapping",
    ),
    "a duplicate key": (
        "smoke:\n  tries: 1\n  label: a\n  tries: 2\n",
        "4:3: smoke.tries: duplicate key, the first is at launchready.yaml:2:3",
    ),
    "a duplicate section": (
        "smoke: {}\nsmoke: {}\n",
        "2:1: smoke: duplicate key, the first is at launchready.yaml:1:1",
    ),
    "a duplicate key of a later gate": (
        "monitor: {a: 1, 'a': 1}",
        "1:17: monitor.a: duplicate key, the first is at launchready.yaml:1:11",
    ),
    "a list as a key": (
        "smoke: {[a]: 1}",
        "1:9: smoke: a key must be plain text",
    ),
    "a tag": (
        "smoke: {label: !!python/object/apply:os.system [ls]}",
        (
            "1:16: smoke.label: the tag tag:yaml.org,2002:python/object/apply:os.system "
            "is not read: quote a value to make it text"
        ),
    ),
    "a tag on a key": (
        "smoke: {!!str a: 1}",
        "1:9: smoke: a key must be plain text",
    ),
    "a second document": (
        "smoke: {}\n---\nsmoke: {}\n",
        "2:1: a second document: `---` may stand only once",
    ),
    "an unknown alias": (
        "smoke: *base",
        "1:8: smoke: no anchor &base stands before this alias",
    ),
    "a recursive alias": (
        "smoke: {steps: &steps [*steps]}",
        "1:24: smoke.steps[0]: the alias *steps stands inside its own anchor",
    ),
    "a merge of text": (
        "smoke: {<<: defaults}",
        ("1:13: smoke.<<: `<<` merges a mapping or a list of mappings, such as `<<: *defaults`"),
    ),
    "a tab": (
        "smoke:\n\ttries: 1\n",
        "2:1: a tab cannot stand here: indent with spaces",
    ),
    "a bracket that is never closed": (
        "smoke: {names: [a, b\n",
        (
            "2:1: not YAML: did not find expected ',' or ']' "
            "(while parsing a flow sequence that began at 1:16)"
        ),
    ),
    "two colons": (
        "smoke: label: x\n",
        "1:13: not YAML: mapping values are not allowed in this context",
    ),
    "a control character": (
        "smoke: {label: é\a}",
        "1:17: not YAML: the control character U+0007 cannot stand here",
    ),
    "Latin-1": (
        b"smoke:\n  label: \xe9\n",
        "2:10: this is not UTF-8: save the file as UTF-8",
    ),
    "UTF-8 that breaks off after a byte order mark": (
        b"\xef\xbb\xbfsmoke: \xe2\x82",
        "1:8: this is not UTF-8: save the file as UTF-8",
    ),
    "a key that would forge a line": (
        'smoke: {"x\\n::error::y": 1}',
        (
            r"1:9: smoke.'x\n::error::y': unknown key, expected steps, rate, errors, "
            "total, ratio, tries, strict, label, password or names"
        ),
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_says_where_and_what_was_expected(text: str | bytes, message: str) -> None:
    assert refusal(text) == f"launchready.yaml:{message}"


def test_a_section_that_must_be_there_is_missed_at_the_file() -> None:
    with pytest.raises(ConfigError, match=r"^launchready.yaml:1:1: domain.name: missing, expected"):
        load(PATH, b"smoke: {}\n").section("domain", Needy, {})


# -- hostile files end, soon -------------------------------------------------------------------

LAUGHS = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
)
HOSTILE = {
    "an alias bomb": (LAUGHS, "5:25: a4: more than 50,000 values, those that aliases repeat incl"),
    "a bomb of merges": (
        (
            f"env: &e {{{', '.join(f'k{n}: 1' for n in range(999))}}}\n"
            f"smoke: {{steps: [{', '.join(['{<<: *e}'] * 9999)}]}}\n"
        ),
        "2:",
    ),
    "nesting": ("smoke: " + "[" * 900_000, r"1:\d+: .*nested more than 50 levels deep"),
    "nesting of mappings": ("{a: " * 200_000, "1:205: a: nested more than 50 levels deep"),
    "nesting through aliases": (
        f"env: &a {'[' * 30}{']' * 30}\nsmoke: {'[' * 30}*a{']' * 30}\n",
        "2:38: smoke: nested more than 50 levels deep",
    ),
    "many values": ("env: [" + "1," * 400_000 + "]", "1:"),
    "a large file": ("#" * 1_000_001, "1:1: the file has 1,000,001 bytes, more than 1,000,000"),
    "a version of many digits": ("%YAML " + "1" * 5000 + ".2\n---\n{}", "1:"),
    "an escape out of range": ('smoke: "\\UFFFFFFFF"', "1:"),
}


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_within_bounds(
    text: str, message: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # without libyaml PyYAML's own scanner reads the file: the bounds are ours, not the parser's
    monkeypatch.setattr(yaml_marks, "LOADER", getattr(yaml, loader))

    assert re.match(f"launchready.yaml:{message}", refusal(text))


YAML_LIKE = (
    st.sampled_from(["smoke", "steps", "name", "rules", "LR-SMK001", "off", "<<", "a", "1", "${A}"])
    | st.sampled_from(list("{}[]:,&*!|>'\"#%@`-? \n\t$~\\é😀\ufeff\x85\u2028\x00"))
    | st.characters(codec="utf-8")
)


def said_of(data: bytes) -> str:
    try:
        load(PATH, data).section("smoke", Gate, {"A": "1"})
    except ConfigError as error:
        return str(error)
    return f"{PATH}:1:1: accepted"


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    st.binary()
    | st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.lists(YAML_LIKE).map(lambda parts: "".join(parts).encode())
)
def test_no_text_raises_anything_but_a_config_error(data: bytes) -> None:
    told = said_of(data)

    assert re.match(r"launchready\.yaml:\d+:\d+: .", told)
    assert told.isprintable()


# -- variables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${NAME}", "ada"),
        ("${NAME:-bob}", "ada"),
        ("${UNSET:-bob}", "bob"),
        ("${EMPTY:-bob}", "bob"),
        ("${EMPTY}", ""),
        ("${UNSET:-}", ""),
        ("${UNSET:-http://x:80/}", "http://x:80/"),
        ("http://${NAME}@${UNSET:-host}/", "http://ada@host/"),
        ("$NAME $$ $", "$NAME $$ $"),
        ("{{NAME}}", "{{NAME}}"),
        ("${TEMPLATE}", "${NAME}"),
    ],
)
def test_variables_are_replaced_in_values(text: str, value: str) -> None:
    gate = one(f"label: '{text}'", NAME="ada", EMPTY="", TEMPLATE="${NAME}")

    assert gate.label == value


def test_what_a_variable_gives_is_text_that_a_number_may_convert() -> None:
    gate = read(
        'smoke: {tries: "${N}", ratio: "${N}", strict: "${B}", rate: "${N}/s", label: "${N}"}',
        N="5",
        B="true",
    )

    assert (gate.tries, gate.ratio, gate.strict, gate.rate, gate.label) == (5, 5.0, True, 5.0, "5")


def test_text_of_a_variable_stays_text_where_text_is_allowed() -> None:
    gate = one('steps: [{name: a, expect: {json: {a: "${N}", b: 5}}}]', N="5")

    assert gate.steps[0].expect.json == {"a": "5", "b": 5}


def test_variables_are_resolved_for_the_gate_that_runs_only() -> None:
    configuration = load(PATH, b'smoke: {label: "${UNSET}"}\napp: {url: "http://x"}\n')

    assert configuration.section("app", App, {}).url == "http://x"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${UNSET}", "smoke.label: UNSET is not set: set it, or write ${UNSET:-default}"),
        ("${NAME-x}", "smoke.label: expected ${NAME} or ${NAME:-default} after this ${"),
        ("${NAME", "smoke.label: expected ${NAME} or ${NAME:-default} after this ${"),
        ("${1A}", "smoke.label: expected ${NAME} or ${NAME:-default} after this ${"),
    ],
)
def test_a_variable_that_gives_nothing_is_refused(text: str, message: str) -> None:
    told = refusal(f"smoke: {{label: '{text}'}}", NAME="ada")

    assert told == f"launchready.yaml:1:16: {message}"


@pytest.mark.parametrize(
    "text",
    ["tries: '${V}'", "steps: [{name: a, as: '${V}'}]", "strict: 'x${V}'", "password: '${V}'"],
)
def test_a_value_of_the_environment_is_never_shown(text: str) -> None:
    told = refusal(f"smoke: {{{text}}}", V="membr")

    assert told.endswith("got what the environment gave")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'app: {url: "http://${KEY}@x"}\nusers: {api: {body: {key: {secret: KEY}}}}\n',
            (
                "1:12: app.url: KEY is a credential (launchready.yaml:2:36): "
                "write {secret: KEY} instead of ${KEY}"
            ),
        ),
        (
            'users: {api: {secret: KEY}}\nsmoke: {steps: [{name: "${KEY:-x}"}]}\n',
            (
                "2:24: smoke.steps[0].name: KEY is a credential (launchready.yaml:1:23): "
                "write {secret: KEY} instead of ${KEY}"
            ),
        ),
    ],
    ids=["before", "after, with a default"],
)
def test_a_credential_is_no_variable(text: str, message: str) -> None:
    assert refusal(text, KEY="value") == f"launchready.yaml:{message}"


def test_a_credential_of_another_file_is_no_variable_either() -> None:
    # on pull requests some sections come from the head, the others from the base commit
    base = load(PATH, b"users: {api: {body: {key: {secret: KEY}}}}\n").sections
    head = load(PATH, b'env: {contract: ["${KEY}"]}\n').sections
    both = base._replace(entries={**base.entries, **head.entries})

    with pytest.raises(ConfigError, match=r"env.contract\[0\]: KEY is a credential"):
        check_variables(both)


# -- credentials -------------------------------------------------------------------------------


@pytest.fixture
def secret() -> Secret:
    found = one("password: {secret: APP_PASSWORD}").password
    assert found is not None
    return found


def test_a_credential_comes_from_the_environment_given(
    secret: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_PASSWORD", "of this process")

    read_value = secret.read({"APP_PASSWORD": "of the run", "app_password": "other"})

    assert read_value.get_secret_value() == "of the run"
    assert "of the run" not in f"{read_value!r} {secret!r} {secret}"
    with pytest.raises(CannotLook):
        secret.read({})


def test_a_credential_may_be_a_file(secret: Secret, tmp_path: Path) -> None:
    (tmp_path / "APP_PASSWORD").write_text("of the file\n")
    (tmp_path / "app_password").write_text("other\n")

    assert secret.read({}, str(tmp_path)).get_secret_value() == "of the file"
    assert secret.read({"APP_PASSWORD": ""}, str(tmp_path)).get_secret_value() == "of the file"
    assert secret.read({"APP_PASSWORD": "x"}, str(tmp_path)).get_secret_value() == "x"


@pytest.mark.parametrize("environ", [{}, {"APP_PASSWORD": ""}], ids=["missing", "empty"])
def test_a_missing_credential_is_named(secret: Secret, environ: dict[str, str]) -> None:
    with pytest.raises(CannotLook) as caught:
        secret.read(environ, "/nonexistent")

    assert str(caught.value) == (
        "the credential APP_PASSWORD (launchready.yaml:2:13) is missing or empty: "
        "set it in the environment or as the file /nonexistent/APP_PASSWORD"
    )


def test_a_file_that_cannot_be_read_shows_none_of_its_bytes(secret: Secret, tmp_path: Path) -> None:
    (tmp_path / "APP_PASSWORD").write_bytes(b"hunter\xff")

    with pytest.raises(CannotLook) as caught:
        secret.read({}, str(tmp_path))

    assert str(caught.value).endswith(f"cannot be read from {tmp_path}")
    assert caught.value.__suppress_context__


# -- rules -------------------------------------------------------------------------------------


def declared(rule_id: str) -> Rule[Facts]:
    return Rule(rule_id, "a-rule", Severity.ERROR, "", Facts, never)


def with_rules(text: str) -> Configuration:
    return load(PATH, f"rules: {{{text}}}\n".encode())


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("LR-SMK001: off", Severity.OFF),
        ("LR-SMK001: 'off'", Severity.OFF),
        ("LR-SMK001: note", Severity.NOTE),
        ("LR-SMK001: warning", Severity.WARNING),
        ("LR-SMK001: error", Severity.ERROR),
        ("LR-SMK002: off", Severity.ERROR),
    ],
)
def test_rules_change_severities(text: str, severity: Severity) -> None:
    assert with_rules(text).adjusted(declared("LR-SMK001")).severity is severity


@pytest.mark.parametrize("letters", LETTERS.values())
def test_rules_of_every_gate_are_accepted(letters: str) -> None:
    assert with_rules(f"LR-{letters}021: off").rules == {f"LR-{letters}021": Severity.OFF}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LR-SMK001: of", "1:20: rules.LR-SMK001: expected off, note, warning or error, got of"),
        ("LR-SMK001: false", "1:20: rules.LR-SMK001: expected off, note, warning or error, got"),
        ("LR-SMK001: [off]", "1:20: rules.LR-SMK001: expected off, note, warning or error, got"),
        ("LR-SMK1: off", "1:9: rules.LR-SMK1: not a rule id, expected one such as LR-SEC001"),
        ("LR-SMO001: off", "1:9: rules.LR-SMO001: no gate has rules of these letters, did you me"),
        ("LR-SMK000: off", "1:9: rules.LR-SMK000: this says that a gate could not look: its sev"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused_at_once(text: str, message: str) -> None:
    assert refusal(f"rules: {{{text}}}").startswith(f"launchready.yaml:{message}")


def test_rules_must_be_a_mapping() -> None:
    assert refusal("rules: [LR-SMK001]") == (
        "launchready.yaml:1:8: rules: expected a mapping of rule ids to severities, "
        "such as LR-ENV001: warning"
    )
    assert load(PATH, b"rules:\n").rules == {}


def test_an_unknown_rule_of_a_gate_that_runs_is_refused() -> None:
    configuration = with_rules("LR-DOM021: off, LR-SMK010: off")

    configuration.check_rules(["LR-DOM021"], "DOM")
    with pytest.raises(ConfigError) as caught:
        configuration.check_rules(["LR-SMK001", "LR-SMK011"], "SMK")

    assert str(caught.value) == (
        "launchready.yaml:1:25: rules.LR-SMK010: unknown rule, did you mean LR-SMK011?"
    )


# -- start-up ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "unwanted"),
    [
        ("None", {"yaml", "difflib", "pydantic", "pydantic_settings", "pathlib"}),
        ("b'smoke: {tries: 4}'", {"difflib", "pydantic", "pydantic_settings", "pathlib"}),
    ],
    ids=["without a file", "with a file"],
)
def test_a_commit_pays_only_for_what_it_uses(data: str, unwanted: set[str]) -> None:
    code = (
        "import sys; from launchready_ci.config import App, load; "
        f"load('x', {data}).section('app', App, {{}}); print(*sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert not unwanted & set(ran.stdout.split())
