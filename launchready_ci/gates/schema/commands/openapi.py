"""``launchready schema openapi FILE``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.options import option
from launchready_ci.subcommands import Part


@dataclass(frozen=True)
class Options:
    """The options."""

    file: str = option("FILE", default="", help="An OpenAPI document.")

    def __post_init__(self) -> None:
        """Refuse no document at all."""
        if not self.file:
            raise ValueError("name the document: launchready schema openapi openapi.yaml")


def given(options: Options) -> Mapping[str, Any]:
    """What the gate runs with."""
    return {"asked": Asked("openapi", (options.file,))}


COMMAND = Part("Is an OpenAPI document sound?", Options, given)
