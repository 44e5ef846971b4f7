"""Which fields of a gate's configuration does only the command line set?

    @dataclass(frozen=True)
    class Secrets:
        exclude: tuple[str, ...] = ()                                   # launchready.yaml
        staged: bool = option("--staged", default=False, help="…")      # the command line

``config`` refuses such a field in launchready.yaml; ``cli`` makes it a click parameter.
"""

from dataclasses import Field, field, fields
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
KEY = "option"


class Option(NamedTuple):
    """A command-line parameter: a flag for a bool, repeatable for a tuple, positional for FILES."""

    name: str
    help: str
    metavar: str = ""

    @property
    def positional(self) -> bool:
        return not self.name.startswith("--")

    @property
    def internal(self) -> bool:
        """A subcommand sets it, and no parameter of its own does."""
        return not self.name


INTERNAL = {KEY: Option("", "")}
"""Metadata of a field that neither launchready.yaml nor a parameter sets, but a subcommand."""


def option(name: str, *, default: T, help: str, metavar: str = "") -> T:  # noqa: A002
    """A dataclass field that only the command line sets; ``FILES`` (no dashes) is positional."""
    return field(default=default, metadata={KEY: Option(name, help, metavar)})


def option_of(spec: "Field[Any]") -> Option | None:
    """The command-line parameter behind a field, or None where launchready.yaml sets it."""
    found = spec.metadata.get(KEY)
    return found if isinstance(found, Option) else None


def options(config: type[Any]) -> dict[str, Option]:
    """Field name → parameter, of everything that the command line sets."""
    return {spec.name: found for spec in fields(config) if (found := option_of(spec))}
