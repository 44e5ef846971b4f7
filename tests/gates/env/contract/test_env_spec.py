"""A ``.env.schema`` says what varlock would make of it."""

import pytest

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.contract.decorators import read
from launchready_ci.gates.env.contract.env_spec import declarations
from launchready_ci.gates.env.contract.values import Call
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.values.types import ValueType


def declared(text: str) -> dict[str, Declared]:
    found = list(declarations(".env.schema", text.encode()))
    assert not [item for item in found if isinstance(item, Unreadable)]
    return {item.name: item for item in found if isinstance(item, Declared)}


def test_every_decorator_of_an_item_is_read() -> None:
    text = """
# Of the billing.
# @required @sensitive @type=string(startsWith="sk_", minLength=20) # and words
# @example="sk_test_x y" @deprecated="use NEW_KEY" @docs(https://a.b/c)
# Ask Ada.
API_KEY=
"""

    (key,) = declared(text).values()

    assert (key.required, key.secret, key.deprecated) == (True, True, "use NEW_KEY")
    assert key.type == ValueType("string", least=20, starts="sk_")
    assert (key.example, key.default) == ("sk_test_x y", None)
    assert key.description == "Of the billing. Ask Ada."
    assert str(key.location) == ".env.schema:6:1"


@pytest.mark.parametrize(
    ("header", "item", "expected"),
    [
        ("", "A=", (None, (), False)),
        ("", "A=x", (None, (), False)),
        ("@defaultRequired=infer", "A=", (False, (), False)),
        ("@defaultRequired=infer", "A=x", (None, (), False)),
        ("@defaultRequired", "A=", (True, (), False)),
        ("@defaultRequired=false", "A=", (False, (), False)),
        ("@defaultRequired=false", "# @required\nA=", (True, (), False)),
        ("@defaultRequired", "# @optional\nA=", (False, (), False)),
        ("@defaultRequired", "# @required=false\nA=", (False, (), False)),
        ("", "# @required=forEnv(prod, staging)\nA=", (True, ("prod", "staging"), False)),
        ("", "# @optional=forEnv(dev)\nA=", (None, (), True)),
        ("", "# @required=eq($B, foo)\nA=", (None, (), True)),
        ("@currentEnv=$E", "# @optional=forEnv(dev)\nA=", (True, ("prod",), False)),
        ("@currentEnv=$E", "# @required=not(forEnv(dev))\nA=", (True, ("prod",), False)),
    ],
)
def test_what_is_required(
    header: str, item: str, expected: tuple[bool | None, tuple[str, ...], bool]
) -> None:
    text = f"# {header}\n# ---\n\n# @type=enum(dev, prod)\nE=dev\n\n{item}\n"

    found = declared(text)["A"]

    assert (found.required, found.required_in, found.conditional) == expected


@pytest.mark.parametrize(
    ("header", "item", "expected"),
    [
        ("", "A=", None),
        ("@defaultSensitive=false", "A=", False),
        ("@defaultSensitive", "A=", True),
        ("@defaultSensitive", "# @public\nA=", False),
        ("@defaultSensitive", "# @sensitive=false\nA=", False),
        ("@defaultSensitive=inferFromPrefix(A)", "A=", False),
        ("@defaultSensitive=inferFromPrefix(B)", "A=", True),
        ("", "# @sensitive={preventLeaks=false}\nA=", True),
        ("", "# @sensitive={enabled=false}\nA=", False),
        ("", "# @sensitive=forEnv(prod)\nA=", None),
    ],
)
def test_what_is_secret(header: str, item: str, expected: bool | None) -> None:
    assert declared(f"# {header}\n# ---\n{item}\n")["A"].secret is expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("A=3000", ("float", "3000")),
        ("A='3000'", (None, "3000")),
        ("A=true # yes", ("bool", "true")),
        ("A=1.10", (None, "1.10")),
        ("A=exec(`op read x`)", (None, "")),
        ("A=fn([\n  a, # one\n  b,\n])\nB=", (None, "")),
        ("A=", (None, None)),
        ("# @type=port\nA=3000", ("port", "3000")),
        ("# @type=opToken\nA=", (None, None)),
        ("A= # @type=url", ("url", None)),
        ("A=```\nx\ny\n```", (None, "\nx\ny\n")),
        ("export A=x", (None, "x")),
    ],
)
def test_type_and_default(item: str, expected: tuple[str | None, str | None]) -> None:
    found = declared(item)["A"]

    assert (found.type.kind if found.type else None, found.default) == expected


def test_comments_belong_to_the_item_right_below() -> None:
    text = "# @required\n\nA=\n# @required\n# ---\nB=\n# @required\nC=\n"

    found = declared(text)

    assert [found[name].required for name in "ABC"] == [None, None, True]


def test_a_file_that_is_switched_off_declares_nothing() -> None:
    assert declared("# @disable\n# ---\nA=x\n") == {}


def test_a_line_that_is_none_is_named_and_the_rest_goes_on() -> None:
    found = list(declarations(".env.schema", b"A=1\nnonsense\nB=2\n"))

    (broken,) = [item for item in found if isinstance(item, Unreadable)]
    assert str(broken.location) == ".env.schema:2:1"
    assert [item.name for item in found if isinstance(item, Declared)] == ["A", "B"]


def test_a_value_goes_on_over_lines_of_comments() -> None:
    lines = [" @import(", "   ./.env.shared,", "   pick=[", "     # KEY0,", "     KEY1, # first"]
    lines += ["     #tag,", "   ],", " ) @required", " words"]

    found = read(lines)

    assert found.calls == (
        Call("import", ("./.env.shared",), {"pick": Call("[", ("KEY1", "#tag"))}),
    )
    assert (found.decorators["required"], found.words) == ("true", "words")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("@dec=foo#bar", "foo"),
        ('@dec="a b"', "a b"),
        (r'@dec="@#\"()"', '@#"()'),
        ("@dec=@bar@", "@bar@"),
        ("@dec=/usr/local/", "/usr/local/"),
        ("@dec=[a", "[a"),
        ("@dec", "true"),
        ("@other words @dec=x", "x"),
    ],
)
def test_a_decorator_has_the_value_that_varlock_reads(line: str, expected: str) -> None:
    assert read([line]).decorators["dec"] == expected


@pytest.mark.parametrize("line", ["an @dec in words", "@other # @dec", "@other#@dec", ""])
def test_what_is_no_decorator(line: str) -> None:
    assert "dec" not in read([line]).decorators
