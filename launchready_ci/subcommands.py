"""What does a gate offer beside judging? ``launchready env inventory`` and its like, made lazily.

A gate's module names them: ``SUBCOMMANDS = {"inventory": "launchready_ci.gates.env.inventory"}``.
Such a module exports its ``Subcommand`` as ``COMMAND``, and is imported when it is asked for.
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


def of(gate: str) -> Mapping[str, str]:
    """Name → module of the gate's subcommands; most have none."""
    module = import_module(f"launchready_ci.gates.{gate}")
    found: Mapping[str, str] = getattr(module, "SUBCOMMANDS", {})
    return found


def load(module: str) -> Subcommand[Any, Any]:
    """The subcommand in that module."""
    found: Subcommand[Any, Any] = import_module(module).COMMAND
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
        own = {key: given[key] for key in options(subcommand.options) if given.get(key)}
        return subcommand.run(subcommand.options(**own), config, context)
    except ValueError as error:
        raise UsageError(str(error)) from None
    except CannotLook as error:
        return Printed(context.shown(str(error)), 3)
