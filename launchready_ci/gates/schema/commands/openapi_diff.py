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


HELP = """Does an OpenAPI document break the clients of an older one?

BASE is what clients know, HEAD what they will meet: a file, a URL, git:REF, or git:REF:PATH.
"""
COMMAND = Part(HELP, Options, given)
