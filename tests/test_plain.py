"""A plain command line means to the hook's fast start what it means to click."""

from typing import Any

import click
import pytest

from launchready_ci import plain
from launchready_ci.gate_commands import gate_command
from launchready_ci.parameters import shared_parameters

SHARED = {parameter.name for parameter in shared_parameters()}


def by_click(words: list[str]) -> dict[str, object]:
    """What click takes from the same words; without what is not given."""
    context = gate_command(words[0]).make_context(words[0], words[1:])
    return {key: value for key, value in context.params.items() if value}


@pytest.mark.parametrize(
    "line",
    [
        "secrets",
        "secrets --staged",
        "secrets --hook",
        "secrets --hook a.py b/c.py",
        "secrets a.py --output json=a.json --output sarif=b.sarif",
        "secrets --range A..B --root .",
        "secrets --range=A..B --output=console",
        "env --hook",
        "env --environment production --baseline b --config c",
    ],
)
def test_click_reads_the_same(line: str) -> None:
    words = line.split()

    read = plain.read(words)

    assert read is not None
    assert read.gate == words[0]
    assert {**read.given, **read.shared} == by_click(words)
    assert set(read.shared) <= SHARED


@pytest.mark.parametrize(
    "line",
    [
        "secrets --help",
        "secrets --stagd",
        "secrets --staged=yes",
        "secrets --range",
        "secrets --range --staged",
        "secrets --hook -dash.py",
        "secrets --hook --staged",
        "secrets --fail-on never",
        "secrets -- a.py",
        "env inventory",
        "smoke --url=",
        "schema json",
        "schema json --schema",
        "schema json a.json --schema b --schema c",
        "schema openapi a.yaml b.yaml",
        "schema openapi-diff a.yaml b.yaml",
        "schema jsn a.json",
    ],
)
def test_everything_else_is_left_to_click(line: str) -> None:
    assert plain.read(line.split()) is None


@pytest.mark.parametrize(
    "line",
    [
        "schema json a.json b.yaml --schema s.json",
        "schema json --fetch --import-models --schema app.py:Config a.json --output json=x",
        "schema openapi a.yaml --fail-on warning",
        "schema artifact dist",
        "schema database --engine sqlite m/1.sql m/2.sql",
    ],
)
def test_a_part_of_a_gate_is_read_as_click_does(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, *words = line.split()
    ran = list[dict[str, Any]]()
    monkeypatch.setattr(
        "launchready_ci.gate_commands.run_gates", lambda _, given: ran.append(dict(given))
    )
    gate_command(gate).main(words, standalone_mode=False)

    read = plain.read([gate, *words])

    assert read is not None
    for given in (read.given, *ran):
        if process := given["asked"].process:
            process.kill()
            process.communicate()
    assert [{**read.given, **read.shared}] == [
        {key: value for key, value in given.items() if value} for given in ran
    ]


def test_click_refuses_what_it_is_left_with() -> None:
    with pytest.raises(click.NoSuchOption):
        by_click(["secrets", "--stagd"])
