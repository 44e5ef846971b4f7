"""The section ``env`` of launchready.yaml, and the options of its command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from launchready_ci.globs import check
from launchready_ci.nearest import nearest
from launchready_ci.options import option

Parser = Literal[
    "node dotenv", "dotenvx", "env-spec", "ruby dotenv", "docker compose", "python-dotenv"
]
EXAMPLES = (
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    ".env.local.example",
    "env.example",
    "example.env",
)
"""What people copy; held against the contract even where they are no source of it."""
CONTRACT = (".env.schema", *EXAMPLES)
"""Where a contract is looked for that launchready.yaml does not name; those that exist count."""


@dataclass(frozen=True)
class Environment:
    """What one environment needs beside the contract."""

    require: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    """What must not be set there."""
    names: str = ""
    """A file of names exported from the host: one per line, a table, JSON; no values are read."""
    production: bool = False
    """Real users are on it; one that is named production, prod or live needs not say so."""


@dataclass(frozen=True)
class Inline:
    """A variable that is declared in launchready.yaml itself."""

    type: str = ""
    """``url``, ``port``, …; ``enum(a, b)`` lists what it may be."""
    secret: bool | None = None
    required: bool | tuple[str, ...] | None = None
    """Everywhere, nowhere, or in these environments; unsaid: unless the code has a default."""
    default: str | None = None
    description: str = ""
    example: str = ""
    deprecated: bool | str = False
    """It still works; a text says what to use instead."""


@dataclass(frozen=True)
class Env:
    """The contract, and what it is held against."""

    contract: tuple[str, ...] | None = None
    """Files that list the variables the app needs: all of them have to be there."""
    variables: Mapping[str, Inline] = field(default_factory=dict)
    """More of the contract, in place."""
    exclude: tuple[str, ...] = ()
    """Globs of code that is not read."""
    parsers: tuple[Parser, ...] = get_args(Parser)
    """Who reads these files, and therefore has to agree."""
    environments: Mapping[str, Environment] = field(default_factory=dict)
    environment: str = option(
        "--environment", default="", metavar="NAME", help="Also hold it against this environment."
    )
    env_file: tuple[str, ...] = option(
        "--env-file",
        default=(),
        metavar="FILE",
        help="Its variables; repeatable.",
    )
    import_settings: bool = option(
        "--import-settings",
        default=False,
        help="Import the settings classes of the contract: this runs the repository's code.",
    )
    hook: bool = option("--hook", default=False, help="For pre-commit: what is staged.")

    def __post_init__(self) -> None:
        """Refuse a glob that is none, and an environment that is not listed where any is."""
        check("exclude", self.exclude)
        known = self.environments
        if self.environment and known and self.environment not in known:
            near = nearest(self.environment, known) or f", expected one of {', '.join(known)}"
            raise ValueError(f"--environment {self.environment}: there is none of that name{near}")
