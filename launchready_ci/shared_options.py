"""Which options does every gate share? They may stand before or after the gate's name."""

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from launchready_ci.suite import Settings

FAIL_ON = ("error", "warning", "note")
NAMES = ("root", "config", "output", "fail_on", "baseline", "sarif_suffix")


def shared_parameters() -> list[click.Parameter]:
    """The options that may stand before or after the gate's name."""
    return [
        click.Option(["--root"], metavar="DIR", help="The repository. [default: Git's top level]"),
        click.Option(["--config"], metavar="PATH", help="[default: launchready.yaml at the root]"),
        click.Option(
            ["--output"],
            metavar="FORMAT[=PATH]",
            multiple=True,
            help="console, json, junit, junit-strict, sarif, github or summary. May repeat.",
        ),
        click.Option(
            ["--fail-on"],
            type=click.Choice(FAIL_ON),
            help="The least severity that fails the build. [default: error]",
        ),
        click.Option(
            ["--baseline"], metavar="PATH", help="[default: launchready.baseline at the root]"
        ),
        click.Option(
            ["--sarif-suffix"],
            metavar="TEXT",
            help="Tells the SARIF of a build matrix's jobs apart.",
        ),
    ]


def shared(given: dict[str, Any]) -> "tuple[Settings, list[str]]":
    """Take the shared options out of ``given``: after the gate, then before, then LAUNCHREADY_…."""
    from launchready_ci.findings import Severity
    from launchready_ci.suite import Settings

    given_here = {name: given.pop(name) for name in list(given) if name in NAMES}
    everywhere = [given_here, *_before(click.get_current_context())]

    def value(name: str) -> str:
        named = next((params[name] for params in everywhere if params.get(name)), None)
        return named or os.environ.get(f"LAUNCHREADY_{name.upper()}", "")

    outputs = [form for params in reversed(everywhere) for form in params.get("output", ())]
    outputs = outputs or os.environ.get("LAUNCHREADY_OUTPUT", "").splitlines()
    fail_on = value("fail_on") or "error"
    if fail_on not in FAIL_ON:
        raise click.UsageError(f"LAUNCHREADY_FAIL_ON: expected one of {', '.join(FAIL_ON)}")
    settings = Settings(
        value("root"),
        value("config"),
        value("baseline"),
        Severity[fail_on.upper()],
        value("sarif_suffix"),
    )
    return settings, [line.strip() for line in outputs if line.strip()]


def _before(ctx: click.Context) -> Iterator[Mapping[str, Any]]:
    """The parameters of the commands further left, the nearest first."""
    while ctx.parent:
        ctx = ctx.parent
        yield ctx.params
