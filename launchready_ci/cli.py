"""The command line: one lazily made subcommand per gate, and run, explain, rules, baseline."""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from launchready_ci import __version__, gates, subcommands
from launchready_ci.nearest import nearest
from launchready_ci.options import options
from launchready_ci.shared_options import shared, shared_parameters

if TYPE_CHECKING:
    from launchready_ci.findings import Report
    from launchready_ci.options import Option
    from launchready_ci.suite import Planned, Settings, Suite

T = TypeVar("T")
FROM_ENVIRON = ("url", "environment", "range")
"""Gate options that ``run`` passes on, and that LAUNCHREADY_… variables may set."""


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
    config = gates.load(name).config
    params = [*parameters(config), *shared_parameters()]

    def callback(**given: Any) -> None:  # noqa: ANN401 - click's own shape
        if click.get_current_context().invoked_subcommand is None:
            settings, outputs = shared(given)
            mine = {key: value for key, value in given.items() if value}
            perform([name], mine, settings, outputs)

    help_ = gates.GATES[name].help
    if modules := subcommands.of(name):
        return GateGroup(name, modules, callback=callback, params=params, help=help_)
    return GateCommand(name, callback=callback, params=params, help=help_)


def subcommand(gate: str, name: str, module: str) -> click.Command:
    """A gate's own subcommand: what it prints, and its exit code."""
    found = subcommands.load(module)

    def callback(**given: Any) -> NoReturn:  # noqa: ANN401 - click's own shape
        settings, _ = shared(given)
        mine = {key: value for key, value in given.items() if value}
        printed = usable(lambda: subcommands.perform(gate, found, mine, settings))
        click.echo(printed.text, err=printed.exit_code == 3)
        sys.exit(printed.exit_code)

    params = [*parameters(found.options), *shared_parameters()]
    return click.Command(name, callback=callback, params=params, help=found.help)


def parameters(config: type[Any]) -> list[click.Parameter]:
    """The command-line parameters that a dataclass declares."""
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
    """Turn what the user can mend (command line, launchready.yaml, baseline) into exit code 2."""
    from launchready_ci.baseline import BaselineError
    from launchready_ci.config import ConfigError
    from launchready_ci.reports import ReportError
    from launchready_ci.suite import UsageError

    try:
        return action()
    except (BaselineError, ConfigError, ReportError, UsageError) as error:
        raise click.UsageError(printable(str(error))) from None


def printable(text: str) -> str:
    """What a file or an argument says, without the power to move the cursor."""
    from launchready_ci.reports.text import plain

    return plain(text)


def perform(
    names: Sequence[str],
    given: Mapping[str, Any],
    settings: "Settings",
    outputs: Sequence[str],
    stage: str | None = None,
) -> NoReturn:
    """Run the gates, write every report, and exit with the run's code.

    With a stage (``""`` for ``run --gates``), a gate that is not configured may be skipped.
    """
    from launchready_ci import reports, suite

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    options: reports.Options = {
        "console": {"colour": colour},
        "sarif": {"suffix": settings.sarif_suffix},
    }
    targets = usable(lambda: reports.open_targets(outputs, options))
    loaded = usable(lambda: suite.Suite.load(settings, os.environ))
    plan = usable(lambda: loaded.plan(names, given, may_skip=stage is not None))
    report = run(loaded, plan, stage or "")
    _hear(signal.SIG_IGN)  # what was found is written, also after a second signal
    try:
        targets.write(report)
    except reports.ReportError as error:
        click.echo(printable(f"Error: {error}"), err=True)
        sys.exit(3)
    sys.exit(report.exit_code)


def run(loaded: "Suite", plan: "Sequence[Planned]", stage: str = "") -> "Report":
    """Run with a progress line where somebody watches."""
    from launchready_ci import suite

    if not sys.stderr.isatty():
        return loaded.run(plan, stage)
    try:
        return loaded.run(plan, stage, suite.draw)
    finally:
        suite.draw("")


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
@click.option("--environment", envvar="LAUNCHREADY_ENVIRONMENT", metavar="NAME")
@click.option("--url", envvar="LAUNCHREADY_URL", metavar="U", help="Where the app answers.")
def run_stage(stage: str | None, names: str | None, **given: Any) -> None:  # noqa: ANN401
    """Run all gates of a stage, or the named ones."""
    if not stage and not names:
        raise click.UsageError(f"give --stage {'|'.join(gates.STAGES)} or --gates A,B")
    wanted = [name.strip() for name in names.split(",")] if names else gates.of_stage(stage or "")
    for name in wanted:
        if name not in gates.GATES:
            raise click.UsageError(f"--gates: no gate {name!r}{nearest(name, list(gates.GATES))}")
    settings, outputs = shared(given)
    given["range"] = given.pop("range_")
    mine = {key: value for key, value in given.items() if value}
    perform(wanted, mine, settings, outputs, stage or "")


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
def write_baseline(gate: str, reason: str, source: str | None, prune: bool, **given: Any) -> None:  # noqa: ANN401
    """Forgive what a gate finds now, in launchready.baseline."""
    from launchready_ci import forgive, suite

    settings, _ = shared(given)
    loaded = usable(lambda: suite.Suite.load(settings, os.environ))
    done = usable(lambda: forgive.forgive(loaded, gate, reason, source=source, prune=prune))
    click.echo(done.text)
    sys.exit(done.exit_code)


def _interrupt(*_: object) -> NoReturn:
    """End the running gate, once: the reports are still to be written."""
    _hear(signal.SIG_IGN)
    raise KeyboardInterrupt


def _hear(handler: "Callable[..., object] | signal.Handlers") -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def main() -> NoReturn:
    """Run the command line; whatever it does not foresee is exit code 3, never a pass."""
    _hear(_interrupt)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        command.main(prog_name="launchready")
    except Exception as error:  # noqa: BLE001 - a crash is no pass; its text may hold a value
        from launchready_ci.gate import describe

        sys.stderr.write(f"launchready: {describe(error)}\n")
    sys.exit(3)
