"""``launchready schema json FILE… --schema S``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from launchready_ci.gates.schema import validator
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.options import option
from launchready_ci.subcommands import Part


@dataclass(frozen=True)
class Options:
    """The options."""

    files: tuple[str, ...] = option("FILES", default=(), help="JSON, YAML or TOML.")
    schema: str = option(
        "--schema",
        default="",
        metavar="SCHEMA",
        help="A JSON Schema, or app/config.py:Config. [default: known by the file's name]",
    )
    import_models: bool = option(
        "--import-models", default=False, help="Import the model: this runs its code."
    )
    fetch: bool = option(
        "--fetch", default=False, help="Follow a $ref to another host: this asks the network."
    )

    def __post_init__(self) -> None:
        """Refuse no files at all."""
        if not self.files:
            raise ValueError("name the files: launchready schema json config/*.yaml --schema S")


def given(options: Options) -> Mapping[str, Any]:
    """What the gate runs with; the process is ready by the time that the gate is loaded."""
    process = validator.start() if validator.packages() else None
    asked = Asked("json", options.files, options.schema, process=process)
    return {"asked": asked, "import_models": options.import_models, "fetch": options.fetch}


COMMAND = Part("Hold JSON, YAML or TOML files against a JSON Schema.", Options, given)
