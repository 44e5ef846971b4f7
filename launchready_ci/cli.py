"""The command line: one lazily made subcommand per gate, and run, explain, rules, baseline."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from launchready_ci import __version__, gates
from launchready_ci.nearest import nearest
from launchready_ci.unusable import Unusable

if TYPE_CHECKING:
    from launchready_ci.options import Option
    from launchready_ci.suite import Settings

T = TypeVar("T")
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
            help="console, json, junit, junit-strict, sarif, github or summary. May repeat.",
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


class Commands(click.Group):
    """The group; a gate is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*gates.GATES, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return gate_command(cmd_name) if cmd_name in gates.GATES else self.commands.get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Gates"):
            formatter.write_dl([(name, entry.help) for name, entry in gates.GATES.items()])
        with formatter.section("Commands"):
            formatter.write_dl([(n, c.get_short_help_str(80)) for n, c in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args[0] not in known:
            raise click.UsageError(f"no gate or command {args[0]!r}{nearest(args[0], known)}", ctx)
        return super().resolve_command(ctx, args)


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
    from launchready_ci import subcommands

    config = gates.load(name).config
    params = [*parameters(config), *shared_parameters()]

    def callback(**given: Any) -> int:  # noqa: ANN401 - click's own shape
        subcommand = click.get_current_context().invoked_subcommand
        return run_gates([name], given) if subcommand is None else 0

    help_ = gates.GATES[name].help
    if modules := subcommands.of(name):
        return GateGroup(name, modules, callback=callback, params=params, help=help_)
    return GateCommand(name, callback=callback, params=params, help=help_)


def subcommand(gate: str, name: str, module: str) -> click.Command:
    """A gate's own subcommand: what it prints, and its exit code."""
    from launchready_ci import subcommands

    found = subcommands.load(module)

    def callback(**given: Any) -> int:  # noqa: ANN401 - click's own shape
        settings, _ = settings_of(given)
        printed = usable(lambda: subcommands.perform(gate, found, given, settings))
        click.echo(printed.warnings, err=True, nl=False)
        click.echo(printed.text, err=printed.exit_code == 3)
        return printed.exit_code

    params = [*parameters(found.options), *shared_parameters()]
    return click.Command(name, callback=callback, params=params, help=found.help)


def parameters(config: type[Any]) -> list[click.Parameter]:
    """The command-line parameters that a dataclass declares."""
    from launchready_ci.options import options

    return [parameter(key, option, config) for key, option in options(config).items()]


def parameter(key: str, option: "Option", config: type[Any]) -> click.Parameter:
    """Make a click parameter of a declared option; the field's default tells flag, text or list."""
    default = config.__dataclass_fields__[key].default
    if option.positional:
        return click.Argument([key], nargs=-1, metavar=f"[{option.name}]...")
    return click.Option(
        [option.name, key],
        is_flag=isinstance(default, bool),
        multiple=isinstance(default, tuple),
        metavar=option.metavar or None,
        help=option.help,
        envvar=f"LAUNCHREADY_{key.upper()}" if key in FROM_ENVIRON else None,
    )


def usable(action: Callable[[], T]) -> T:
    """Turn what the user can mend into click's exit code 2."""
    try:
        return action()
    except Unusable as error:
        raise click.UsageError(str(error)) from None


def run_gates(names: Sequence[str], given: Mapping[str, Any], stage: str | None = None) -> int:
    """Run them, and give the run's code; ``given`` holds gate and shared options alike."""
    from launchready_ci.perform import perform

    settings, outputs = settings_of(given)
    mine = {key: value for key, value in given.items() if value}
    return usable(lambda: perform(names, mine, settings, outputs, stage))


def settings_of(given: Mapping[str, Any]) -> "tuple[Settings, list[str]]":
    """The shared options: those after the gate's name win over those before it."""
    from launchready_ci.shared_options import shared

    everywhere, ctx = [given], click.get_current_context()
    while ctx.parent:
        ctx = ctx.parent
        everywhere.append(ctx.params)
    return usable(lambda: shared(everywhere, os.environ))


@click.group(cls=Commands, params=shared_parameters(), context_settings={"max_content_width": 100})
@click.version_option(__version__, prog_name="launchready", message="%(prog)s %(version)s")
def command(**_: Any) -> None:  # noqa: ANN401 - click's own shape
    """Release gates: each judges one kind of release risk and says where and how to fix it.

    Exit code 0: passed. 1: findings. 2: the command line or launchready.yaml cannot be used.
    3: a gate could not do its work.
    """


@command.command("run", params=shared_parameters())
@click.option("--stage", type=click.Choice(gates.STAGES), help="Run the gates of this stage.")
@click.option("--gates", "names", metavar="A,B", help="Run these gates.")
@click.option("--range", "range_", envvar="LAUNCHREADY_RANGE", metavar="A..B", help="Of commits.")
@click.option("--history", is_flag=True, help="Every commit of every ref, in place of the tree.")
@click.option("--environment", envvar="LAUNCHREADY_ENVIRONMENT", metavar="NAME")
@click.option("--url", envvar="LAUNCHREADY_URL", metavar="U", help="Where the app answers.")
def run_stage(stage: str | None, names: str | None, **given: Any) -> int:  # noqa: ANN401
    """Run all gates of a stage, or the named ones."""
    if not stage and not names:
        raise click.UsageError(f"give --stage {'|'.join(gates.STAGES)} or --gates A,B")
    wanted = [name.strip() for name in names.split(",")] if names else gates.of_stage(stage or "")
    for name in wanted:
        if name not in gates.GATES:
            raise click.UsageError(f"--gates: no gate {name!r}{nearest(name, list(gates.GATES))}")
    given["range"] = given.pop("range_")
    return run_gates(wanted, given, stage or "")


@command.command()
@click.argument("rule_id", metavar="RULE")
def explain(rule_id: str) -> None:
    """Say what a rule means, why it matters, and how to fix what it finds."""
    from launchready_ci.documentation import explain as text
    from launchready_ci.documentation import find

    click.echo(text(usable(lambda: find(rule_id))))


@command.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def rules(form: str) -> None:
    """List every rule of every gate."""
    from launchready_ci.documentation import listing

    click.echo(listing(form))


@command.command("baseline", params=shared_parameters())
@click.argument("gate", type=click.Choice(list(gates.GATES)))
@click.option("--reason", default="", help="Why these findings are forgiven.")
@click.option("--from", "source", metavar="PATH", help="Only what this .secrets.baseline forgives.")
@click.option("--prune", is_flag=True, help="Drop the entries that nothing matches any more.")
def write_baseline(gate: str, reason: str, source: str | None, prune: bool, **given: Any) -> int:  # noqa: ANN401
    """Forgive what a gate finds now, in launchready.baseline."""
    from launchready_ci import forgive, suite

    settings, _ = settings_of(given)
    loaded = usable(lambda: suite.Suite.load(settings, os.environ, makes_baseline=True))
    done = usable(lambda: forgive.forgive(loaded, gate, reason, source=source, prune=prune))
    click.echo(done.text)
    return done.exit_code


def refuse(error: click.ClickException) -> None:
    """Say what click would, without what looks like a credential in the words that it quotes."""
    from launchready_ci.perform import refuse

    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        click.echo(f"{ctx.get_usage()}\nTry '{ctx.command_path} --help' for help.\n", err=True)
    refuse(" ".join(error.format_message().split()))


def run() -> int:
    """Read the command line with click, and give the exit code."""
    try:
        code = command.main(prog_name="launchready", standalone_mode=False)
    except click.ClickException as error:
        refuse(error)
        return error.exit_code
    except click.Abort:  # what click makes of a signal
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
