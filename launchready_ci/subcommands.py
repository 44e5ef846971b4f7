"""What does a gate offer beside judging? ``launchready env inventory`` and its like, made lazily.

A gate's module names them: ``SUBCOMMANDS = {"inventory": "launchready_ci.gates.env.inventory"}``.
Such a module exports its ``Subcommand`` as ``COMMAND``, and is imported when it is asked for; where
it is a ``Part``, the gate runs as ever, on what the command names.
"""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from launchready_ci.gate import CannotLook, Context
from launchready_ci.options import options

if TYPE_CHECKING:
    from launchready_ci.suite import Settings

O = TypeVar("O")  # noqa: E741 - the options of a subcommand
C = TypeVar("C")


class Printed(NamedTuple):
    """What a subcommand says on stdout, and its exit code."""

    text: str
    exit_code: int = 0
    warnings: str = ""
    """For people, on stderr."""


class Subcommand(NamedTuple, Generic[O, C]):
    """One of them: its parameters are a dataclass of ``options.option`` fields."""

    help: str
    options: type[O]
    run: Callable[[O, C, Context], Printed]
    """Gets its options, the gate's configuration, and the context. May raise CannotLook."""


class Part(NamedTuple, Generic[O]):
    """A run of the gate on what the command line names, with every report."""

    help: str
    options: type[O]
    given: Callable[[O], Mapping[str, Any]]
    """The gate's own options, by their fields. ``O`` may raise ValueError."""


def of(gate: str) -> Mapping[str, str]:
    """Name → module of the gate's subcommands; most have none."""
    module = import_module(f"launchready_ci.gates.{gate}")
    found: Mapping[str, str] = getattr(module, "SUBCOMMANDS", {})
    return found


def load(module: str) -> Subcommand[Any, Any] | Part[Any]:
    """The subcommand in that module."""
    found: Subcommand[Any, Any] | Part[Any] = import_module(module).COMMAND
    return found


def perform(
    gate: str, subcommand: Subcommand[Any, Any], given: Mapping[str, Any], settings: "Settings"
) -> Printed:
    """Run it on the loaded configuration; raises Unusable."""
    from launchready_ci import gates
    from launchready_ci.suite import Suite
    from launchready_ci.unusable import UsageError

    suite = Suite.load(settings, os.environ)
    if suite.trouble:
        return Printed(suite.trouble, 3)
    config = suite.configuration.section(gate, gates.find(gate).config, suite.environ)
    context = Context(suite.root, suite.environ, suite.configuration, suite.baseline, section=gate)
    try:
        return subcommand.run(chosen(subcommand, given), config, context)
    except ValueError as error:
        raise UsageError(str(error)) from None
    except CannotLook as error:
        return Printed(context.shown(str(error)), 3)


def chosen(subcommand: Subcommand[O, Any] | Part[O], given: Mapping[str, Any]) -> O:
    """The subcommand's own options of those that click has read; ValueError where they clash."""
    own = {key: given[key] for key in options(subcommand.options) if given.get(key)}
    return subcommand.options(**own)
