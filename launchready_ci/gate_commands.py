"""The command of one gate, made from its configuration, and those of its own subcommands."""

from collections.abc import Mapping
from typing import Any

import click

from launchready_ci import gates, subcommands
from launchready_ci.dispatch import run_gates, settings_of, usable
from launchready_ci.nearest import nearest
from launchready_ci.parameters import parameters, shared_parameters


class GateCommand(click.Command):
    """A gate's subcommand; for a hook, what the index knows as a file is one, also ``-dash.py``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--hook" in args:
            from launchready_ci.git import tracked

            dashed = [word for word in args if word.startswith("-") and word != "--hook"]
            files = tracked(dashed) if dashed else frozenset()
            args = [f"./{word}" if word in files else word for word in args]
        return super().parse_args(ctx, args)


class GateGroup(click.Group):
    """The subcommand of a gate that has subcommands of its own."""

    def __init__(self, gate: str, modules: Mapping[str, str], **given: Any) -> None:  # noqa: ANN401 - click's own shape
        super().__init__(gate, invoke_without_command=True, **given)
        self.gate = gate
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            near = nearest(cmd_name, self.modules)
            raise click.UsageError(f"{self.gate} has no command {cmd_name!r}{near}", ctx)
        return subcommand(self.gate, cmd_name, self.modules[cmd_name])


def gate_command(name: str) -> click.Command:
    """The subcommand of a gate, with the parameters that its configuration declares."""
    config = gates.find(name).config
    params = [*parameters(config), *shared_parameters()]

    def callback(**given: Any) -> int:  # noqa: ANN401 - click's own shape
        subcommand = click.get_current_context().invoked_subcommand
        return run_gates([name], given) if subcommand is None else 0

    help_ = gates.GATES[name].help
    if modules := subcommands.of(name):
        return GateGroup(name, modules, callback=callback, params=params, help=help_)
    return GateCommand(name, callback=callback, params=params, help=help_)


def subcommand(gate: str, name: str, module: str) -> click.Command:
    """A gate's own subcommand: what it prints and its exit code, or a run of the gate."""
    found = subcommands.load(module)

    def callback(**given: Any) -> int:  # noqa: ANN401 - click's own shape
        if isinstance(found, subcommands.Part):
            return _run_part(gate, found, given)
        return _print(gate, found, given)

    params = [*parameters(found.options), *shared_parameters()]
    return click.Command(name, callback=callback, params=params, help=found.help)


def _print(gate: str, found: subcommands.Subcommand[Any, Any], given: Mapping[str, Any]) -> int:
    settings, _ = settings_of(given)
    printed = usable(lambda: subcommands.perform(gate, found, given, settings))
    click.echo(printed.warnings, err=True, nl=False)
    click.echo(printed.text, err=printed.exit_code == 3)
    return printed.exit_code


def _run_part(gate: str, part: subcommands.Part[Any], given: Mapping[str, Any]) -> int:
    try:
        named = part.given(subcommands.chosen(part, given))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return run_gates([gate], {**given, **named})
