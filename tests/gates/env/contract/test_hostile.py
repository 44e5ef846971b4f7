"""A contract that somebody made to be slow is read as fast as any other."""

import pytest

from launchready_ci.gates.env.contract import dotenv, env_spec
from launchready_ci.gates.env.contract.types import type_named
from launchready_ci.gates.env.contract.variable import Declared

MANY = 20_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A=" + " " * MANY * 5 + "x", id="spaces"),
        pytest.param("A=f(\n" * MANY, id="calls that do not end"),
        pytest.param("# @a(\n" * MANY + "A=\n", id="decorators that do not end"),
        pytest.param("# @a=[\n" + "# x,\n" * MANY + "A=\n", id="a list that does not end"),
        pytest.param("# @a " + "x " * MANY * 5 + "\nA=\n", id="stray words"),
        pytest.param("# @a=" + "f(" * MANY + "\nA=\n", id="calls inside of calls"),
        pytest.param("# @a=" + "[" * MANY + "\nA=\n", id="lists inside of lists"),
        pytest.param("A=" + "{" * MANY + "\n", id="objects inside of objects"),
        pytest.param("A='" + "\\'" * MANY, id="a quote that does not end"),
        pytest.param("# @a='" + "\\\\" * 2_000 + "\nA=\n", id="backslashes"),
        pytest.param(" " * MANY + "#" * MANY + "\nA=\n", id="dividers"),
    ],
)
def test_a_hostile_contract_is_read(text: str) -> None:
    listed = list(dotenv.declarations(".env.example", text.encode()))
    schema = list(env_spec.declarations(".env.schema", text.encode()))

    assert "A" in {declared.name for declared in listed}
    assert schema
    assert all(not isinstance(item, Declared) or item.name == "A" for item in schema)


def test_a_hostile_type_is_refused() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        type_named("enum(" * 5_000)
