"""``launchready schema openapi-diff BASE HEAD``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.options import option
from launchready_ci.subcommands import Part


@dataclass(frozen=True)
class Options:
    """The options."""

    base: str = option("BASE", default="", help="What clients know.")
    head: str = option("HEAD", default="", help="What they will meet.")


def given(options: Options) -> Mapping[str, Any]:
    """What the gate runs with."""
    return {"asked": Asked("openapi-diff", (options.base, options.head))}


COMMAND = Part("Does an OpenAPI document break the clients of an older one?", Options, given)
