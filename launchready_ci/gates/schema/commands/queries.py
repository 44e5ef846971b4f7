"""``launchready schema queries LOG…``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from launchready_ci.conditions import search
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.database.configuration import Log
from launchready_ci.options import option
from launchready_ci.subcommands import Part
from launchready_ci.units import DURATION, duration

PATHS = ("statement", "duration", "request")


@dataclass(frozen=True)
class Options:
    """The options."""

    files: tuple[str, ...] = option(
        "FILES", default=(), help="Lines of JSON with statement, duration and request id."
    )
    statement: str = option(
        "--statement",
        default="",
        metavar="PATH",
        help="JMESPath of the statement. [default: statement, sql or query]",
    )
    duration: str = option(
        "--duration",
        default="",
        metavar="PATH",
        help="JMESPath of its time: milliseconds, or text such as 1.5s. [default: ms, duration]",
    )
    request: str = option(
        "--request",
        default="",
        metavar="PATH",
        help="JMESPath of the request's id. [default: request_id, trace_id]",
    )
    slow: str = option(
        "--slow",
        default="100ms",
        metavar="DURATION",
        help="A statement that takes so long on average is slow. [default: 100ms]",
    )
    repeats: str = option(
        "--repeats",
        default="10",
        metavar="N",
        help="A statement that one request runs so often is in a loop. [default: 10]",
    )
    run_migrations: bool = option(
        "--run-migrations",
        default=False,
        help="Let alembic or Django run the migrations: this runs the repository's code.",
    )

    def __post_init__(self) -> None:
        """Refuse what cannot be read."""
        if not self.files:
            raise ValueError("name a log: launchready schema queries log/queries.jsonl")
        for name in PATHS:
            search(getattr(self, name) or "x", {})
        if not self.repeats.isdecimal() or not 2 <= int(self.repeats) <= 1_000_000:
            raise ValueError(f"--repeats {self.repeats}: expected a number, at least 2")
        try:
            duration(self.slow)
        except ValueError:
            raise ValueError(f"--slow {self.slow}: expected {DURATION}") from None


def given(options: Options) -> Mapping[str, Any]:
    """What the gate runs with."""
    log = Log(
        options.statement,
        options.duration,
        options.request,
        duration(options.slow),
        int(options.repeats),
    )
    asked = Asked("queries", options.files)
    return {"asked": asked, "log": log, "run_migrations": options.run_migrations}


COMMAND = Part("Which statements of a log are slow, or run in a loop (N+1)?", Options, given)
