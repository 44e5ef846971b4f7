"""``launchready schema database``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.options import option
from launchready_ci.subcommands import Part


@dataclass(frozen=True)
class Options:
    """The options."""

    files: tuple[str, ...] = option(
        "FILES", default=(), help="Migrations. [default: those of launchready.yaml]"
    )
    engine: str = option(
        "--engine",
        default="",
        metavar="ENGINE",
        help="sqlite or postgresql. [default: of launchready.yaml, else sqlite]",
    )
    run_migrations: bool = option(
        "--run-migrations",
        default=False,
        help="Let alembic or Django run the migrations: this runs the repository's code.",
    )
    live: bool = option(
        "--live",
        default=False,
        help="Look at the database of schema.database.url itself, which is in use: its catalogue "
        "and its statistics alone, in a transaction that may only read.",
    )

    def __post_init__(self) -> None:
        """Refuse an engine that is none, and what --live has no use for."""
        if self.live and (self.files or self.engine or self.run_migrations):
            raise ValueError("--live applies no migrations: name neither files nor --engine")
        if self.engine and self.engine not in get_args(EngineName):
            raise ValueError(f"--engine {self.engine}: expected sqlite or postgresql")


def given(options: Options) -> Mapping[str, Any]:
    """What the gate runs with."""
    asked = Asked("database", options.files, engine=options.engine, live=options.live)
    return {"asked": asked, "run_migrations": options.run_migrations}


COMMAND = Part("Do the migrations apply, and is what they make quick and sound?", Options, given)
