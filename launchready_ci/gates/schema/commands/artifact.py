"""``launchready schema artifact DIR|FILE…``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.options import option
from launchready_ci.subcommands import Part


@dataclass(frozen=True)
class Options:
    """The options."""

    files: tuple[str, ...] = option(
        "FILES", default=(), help="A folder, a wheel, an sdist, a zip or a tar."
    )

    def __post_init__(self) -> None:
        """Refuse no artifact at all."""
        if not self.files:
            raise ValueError("name what was built: launchready schema artifact dist")


def given(options: Options) -> Mapping[str, Any]:
    """What the gate runs with."""
    return {"asked": Asked("artifact", options.files)}


COMMAND = Part("Is what was built complete, light, and free of secrets?", Options, given)
