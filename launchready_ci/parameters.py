"""Which words does a command take? Those that all share, and those that a dataclass declares."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from launchready_ci.options import Option

FROM_ENVIRON = ("url", "environment", "range")
"""Gate options that ``run`` passes on, and that LAUNCHREADY_… variables may set."""


def shared_parameters() -> list[click.Parameter]:
    """The options that may stand before or after the gate's name."""
    return [
        click.Option(["--root"], metavar="DIR", help="The repository. [default: Git's top level]"),
        click.Option(["--config"], metavar="PATH", help="[default: launchready.yaml at the root]"),
        click.Option(
            ["--output"],
            metavar="FORMAT[=PATH]",
            multiple=True,
            help="console, json, junit, junit-strict, sarif, html, github or summary. May repeat.",
        ),
        click.Option(
            ["--fail-on"],
            type=click.Choice(["error", "warning", "note"]),
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


def parameters(config: type[Any]) -> list[click.Parameter]:
    """The command-line parameters that a dataclass declares."""
    from launchready_ci.options import options

    return [
        parameter(key, option, config)
        for key, option in options(config).items()
        if not option.internal
    ]


def parameter(key: str, option: "Option", config: type[Any]) -> click.Parameter:
    """Make a click parameter of a declared option; the field's default tells flag, text or list."""
    default = config.__dataclass_fields__[key].default
    if option.positional and isinstance(default, tuple):
        return click.Argument([key], nargs=-1, metavar=f"[{option.name}]...")
    if option.positional:
        return click.Argument([key], metavar=option.name)
    return click.Option(
        [option.name, key],
        is_flag=isinstance(default, bool),
        multiple=isinstance(default, tuple),
        metavar=option.metavar or None,
        help=option.help,
        envvar=f"LAUNCHREADY_{key.upper()}" if key in FROM_ENVIRON else None,
    )
