"""What was asked for that nobody should get, and what shows that it came. No body gets here."""

from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts


class Inside(NamedTuple):
    """A credential in what is open; its value is gone."""

    title: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed(Facts):
    """One path; the classes below it say what may be there."""

    place: Location
    path: str
    what: str
    """``the environment file``."""
    proof: str = ""
    """The part of the body that shows it, as it may be shown; ``""``: it is not there."""
    inside: tuple[Inside, ...] = ()


class Repository(Probed):
    """The history of the code."""


class Environment(Probed):
    """Variables with their values."""


class Backup(Probed):
    """A dump, a database, an archive."""


class FolderIndex(Probed):
    """What a desktop leaves in a folder."""


class Listing(Probed):
    """The names of all files of a folder."""


class SourceMap(Probed):
    """The source code of a script."""


class Actuator(Probed):
    """Spring Boot's management."""


class Metrics(Probed):
    """What the app measures of itself."""


class Introspection(Probed):
    """The whole schema of a GraphQL API."""


class DebugTool(Probed):
    """What developers look into a running app with."""


class ServerStatus(Probed):
    """Who asks a web server for what."""


class PhpInfo(Probed):
    """PHP's settings, and its environment."""


class ApiPage(Probed):
    """Swagger UI and the like."""


class Configuration(Probed):
    """Files that configure or run the app, with or without credentials."""


class Log(Probed):
    """What the app wrote down."""


class OpenTool(Probed):
    """A tool of its own that asks nobody for a password."""
