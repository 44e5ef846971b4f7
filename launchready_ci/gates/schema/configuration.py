"""The section ``schema`` of launchready.yaml, and what the command line asks for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from launchready_ci.gates.schema.artifact.configuration import Artifact
from launchready_ci.gates.schema.database.configuration import Database, Log
from launchready_ci.globs import check
from launchready_ci.options import INTERNAL, option
from launchready_ci.unusable import Misplaced

if TYPE_CHECKING:
    import subprocess


@dataclass(frozen=True)
class Json:
    """Files, and the JSON Schema that they fit."""

    files: tuple[str, ...]
    """Globs, from the root; each has to match a file."""
    schema: str = ""
    """A file of the repository, or ``app/config.py:Config``; unsaid: known by the file's name."""

    def __post_init__(self) -> None:
        """Refuse a glob that is none, and no glob at all."""
        check("files", self.files)
        if not self.files:
            raise Misplaced("names no file", "files")


@dataclass(frozen=True)
class Allowed:
    """An intended change of the API: a finding that counts no more."""

    rule: str
    place: str
    """Where, as the finding says it: ``GET /posts/{id}``."""
    reason: str


@dataclass(frozen=True)
class OpenApi:
    """The app's OpenAPI document, and what it is compared with."""

    file: str
    compare: str = ""
    """The version that clients know: ``git:origin/main``, a file, or a URL."""
    allow: tuple[Allowed, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What ``launchready schema json`` or another command of its kind named: this part alone."""

    part: str
    """A key of ``PARTS``."""
    files: tuple[str, ...]
    """As they were given, from where the user stands."""
    schema: str = ""
    engine: str = ""
    """Of the database."""
    live: bool = False
    """Look at the database of the URL itself, which is in use."""
    process: "subprocess.Popen[bytes] | None" = field(default=None, compare=False, repr=False)
    """Of ``validator``, where it was started ahead."""


@dataclass(frozen=True)
class Schema:
    """What has to fit which promise."""

    json: tuple[Json, ...] = ()
    openapi: OpenApi | None = None
    artifact: Artifact | None = None
    database: Database | None = None
    import_models: bool = option(
        "--import-models",
        default=False,
        help="Import the pydantic models named as schemas: this runs the repository's code.",
    )
    run_migrations: bool = option(
        "--run-migrations",
        default=False,
        help="Let alembic or Django run the migrations: this runs the repository's code.",
    )
    fetch: bool = option(
        "--fetch", default=False, help="Follow a $ref to another host: this asks the network."
    )
    asked: Asked | None = field(default=None, metadata=INTERNAL)
    log: Log | None = field(default=None, metadata=INTERNAL)
