"""The command line: one lazily made subcommand per gate, and run, explain, rules, baseline."""

import os
from typing import Any

import click

from launchready_ci import __version__, gates
from launchready_ci.dispatch import run_gates, settings_of, usable
from launchready_ci.nearest import nearest
from launchready_ci.parameters import shared_parameters


class Commands(click.Group):
    """The group; a gate is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*gates.GATES, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in gates.GATES:
            return self.commands.get(cmd_name)
        from launchready_ci.gate_commands import gate_command

        return gate_command(cmd_name)

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
@click.option("--history", is_flag=True, help="What every commit brought in.")
def write_baseline(
    gate: str,
    reason: str,
    source: str | None,
    prune: bool,
    history: bool,
    **given: Any,  # noqa: ANN401 - click's own shape
) -> int:
    """Forgive what a gate finds now, in launchready.baseline."""
    from launchready_ci import forgive, suite

    settings, _ = settings_of(given)
    loaded = usable(lambda: suite.Suite.load(settings, os.environ, makes_baseline=True))
    done = usable(
        lambda: forgive.forgive(loaded, gate, reason, source=source, prune=prune, history=history)
    )
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
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        refuse(error)
        return error.exit_code
    except click.Abort:  # what click makes of a signal
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
