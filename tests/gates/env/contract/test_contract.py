"""Several sources say what the app needs; of each property the first that says it counts."""

import pytest

from launchready_ci.config import load
from launchready_ci.findings import Location
from launchready_ci.gates.env import Env
from launchready_ci.gates.env.contract import Contract, Declared, dotenv, inline
from launchready_ci.gates.env.contract.types import type_named
from launchready_ci.gates.env.values.types import ValueType
from launchready_ci.nodes import ConfigError

HERE = Location(".env.example")


def test_a_dotenv_file_lists_names_with_their_comments_and_examples() -> None:
    text = b"# The database.\n# Ask Ada.\nexport A='x # y'  # note\n\n# apart\n\nB=1 # two\nC=\n"

    found = {d.name: (d.description, d.example) for d in dotenv.declarations("x", text)}

    assert found == {"A": ("The database. Ask Ada.", "x # y"), "B": ("", "1"), "C": ("", None)}


def test_launchready_yaml_declares_in_place() -> None:
    text = b"""env:
  variables:
    PORT: {type: "port", default: 8000}
    API_KEY: {secret: true, required: [production], description: Billing, deprecated: true}
    MODE:
      type: enum(dev, prod)
      required: false
      deprecated: MODE2
"""
    configuration = load("launchready.yaml", text)
    config = configuration.section("env", Env, {})

    port, key, mode = inline.declarations(config.variables, configuration)

    assert (port.type, port.default, port.required) == (ValueType("port"), "8000", None)
    assert (key.secret, key.required, key.required_in) == (True, True, ("production",))
    assert (key.deprecated, mode.deprecated, port.deprecated) == ("", "MODE2", None)
    assert (mode.type, mode.required) == (ValueType("enum", choices=("dev", "prod")), False)
    assert str(mode.location) == "launchready.yaml:5:5"


def test_a_type_that_nobody_knows_is_refused_with_its_place() -> None:
    text = b"env: {variables: {A: {type: prot}}}"
    configuration = load("launchready.yaml", text)
    config = configuration.section("env", Env, {})

    with pytest.raises(ConfigError, match=r"yaml:1:29: env.variables.A.type: .*did you mean port"):
        list(inline.declarations(config.variables, configuration))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("URL", ValueType("url")),
        ("enum(a, 'b c')", ValueType("enum", choices=("a", "b c"))),
        ("number(isInt=true, min=0, max=10)", ValueType("int", least=0, most=10)),
        ('string(startsWith="sk_", minLength=20)', ValueType("string", least=20, starts="sk_")),
        ("url(allowedProtocols=[HTTPS:, ftp])", ValueType("url", schemes=("https", "ftp"))),
        ("array(email, separator=';')", ValueType("list", separator=";")),
        ("md5", ValueType("hex", least=32, most=32)),
    ],
)
def test_a_type_is_written_as_env_spec_has_it(text: str, expected: ValueType) -> None:
    assert type_named(text) == expected


@pytest.mark.parametrize("text", ["enum(a", 'string(startsWith="x)', "url)", "[[[[", "f(" * 30])
def test_a_type_that_is_not_closed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        type_named(text)


def test_of_each_property_the_first_source_that_says_it_counts() -> None:
    contract = Contract.of(
        ["a", "b"],
        [
            Declared("A", HERE, required=True, required_in=("p",), type=ValueType("string")),
            Declared("A", HERE, required=False, secret=True, type=ValueType("url"), example="x"),
            Declared("B", HERE, instead=("C",)),
        ],
    )

    merged = contract.variables["A"]

    assert (merged.required, merged.required_in, merged.secret) == (True, ("p",), True)
    assert (merged.type, merged.example) == (ValueType("url"), "x")
    assert contract.names == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("declared", "has_default", "needed"),
    [
        pytest.param(Declared("A", HERE), False, True, id="a bare name is needed"),
        pytest.param(Declared("A", HERE), True, False, id="the code has a default"),
        pytest.param(Declared("A", HERE, default="1"), False, False, id="the contract has one"),
        pytest.param(Declared("A", HERE, required=True), True, True, id="required whatever"),
        pytest.param(Declared("A", HERE, required=False), False, False, id="optional"),
        pytest.param(
            Declared("A", HERE, required=True, required_in=("production",)), True, True, id="here"
        ),
        pytest.param(
            Declared("A", HERE, required=True, required_in=("staging",)),
            False,
            False,
            id="elsewhere",
        ),
    ],
)
def test_what_an_environment_needs(declared: Declared, *, has_default: bool, needed: bool) -> None:
    variable = Contract.of([], [declared]).variables["A"]

    assert variable.needed("production", has_default=has_default) is needed
