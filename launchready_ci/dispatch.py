"""From what click has read to what is done: the same way for every command."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from launchready_ci.parameters import FROM_ENVIRON
from launchready_ci.unusable import Unusable

if TYPE_CHECKING:
    from launchready_ci.suite import Settings

T = TypeVar("T")


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
    _hold_given(given)
    mine = {key: value for key, value in given.items() if value}
    return usable(lambda: perform(names, mine, settings, outputs, stage))


def _hold_given(given: Mapping[str, Any]) -> None:
    """Refuse ``--url "$UNSET"``: what it would fall back to is not what was meant."""
    source = click.get_current_context().get_parameter_source
    for key in FROM_ENVIRON:
        if given.get(key) == "" and source(key) is click.core.ParameterSource.COMMANDLINE:
            told = f"--{key} is empty: is the variable set that was meant to fill it?"
            raise click.UsageError(told)


def settings_of(given: Mapping[str, Any]) -> "tuple[Settings, list[str]]":
    """The shared options: those after the gate's name win over those before it."""
    from launchready_ci.shared_options import shared

    everywhere, ctx = [given], click.get_current_context()
    while ctx.parent:
        ctx = ctx.parent
        everywhere.append(ctx.params)
    return usable(lambda: shared(everywhere, os.environ))
