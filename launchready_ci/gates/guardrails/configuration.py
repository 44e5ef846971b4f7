"""What must stay closed, and to whom: the section ``guardrails``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.config import Configuration, Duration
from launchready_ci.nearest import nearest
from launchready_ci.nodes import ConfigError, Map, shown
from launchready_ci.options import option
from launchready_ci.unusable import Misplaced
from launchready_ci.users import Text

ANONYMOUS = "anonymous"
"""Stands beside the users of launchready.yaml for whoever has not logged in."""
MOST_ATTEMPTS = 10
"""Wrong passwords of one rate limit: more may lock an account, or an address, for long."""


@dataclass(frozen=True)
class Role:
    """Who may open a page, and who may not."""

    get: str
    allowed: tuple[str, ...] = ()
    denied: tuple[str, ...] = (ANONYMOUS,)

    def __post_init__(self) -> None:
        _hold_path(self.get, "get")
        if both := {*self.allowed} & {*self.denied}:
            raise ValueError(f"{shown(min(both))} is both allowed and denied")


@dataclass(frozen=True)
class Cors:
    """Which websites may read an answer as their visitor."""

    get: str
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _hold_path(self.get, "get")


@dataclass(frozen=True)
class RateLimit:
    """Where passwords must not be guessed without end: a form's page, or what takes JSON."""

    form: str = ""
    post: str = ""
    fields: Mapping[str, Text] = field(default_factory=dict)
    body: Mapping[str, object] = field(default_factory=dict)
    attempts: int = MOST_ATTEMPTS

    def __post_init__(self) -> None:
        if bool(self.form) == bool(self.post):
            raise ValueError("expected form (a page) or post (what takes JSON)")
        _hold_path(self.form or self.post, "form" if self.form else "post")
        if not 1 <= self.attempts <= MOST_ATTEMPTS:
            raise Misplaced(f"expected 1 to {MOST_ATTEMPTS}", "attempts")


@dataclass(frozen=True)
class Logs:
    """The app's log, where this machine can read it."""

    files: tuple[str, ...]


@dataclass(frozen=True)
class Guardrails:
    """The section; without it the gate looks for what is often open."""

    roles: tuple[Role, ...] = ()
    cors: tuple[Cors, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    logs: Logs | None = None
    deadline: Duration = Duration(120.0)
    """Of the whole gate; what was not looked at by then is an error."""
    requests: int = 150
    """No more are sent."""
    url: str = option("--url", default="", metavar="U", help="Where the app answers. [app.url]")
    dry_run: bool = option("--dry-run", default=False, help="List every request, and send none.")


def validate(config: Guardrails, root: str, configuration: Configuration) -> None:
    """Raise ConfigError for a user whom nothing says how to log in."""
    del root
    users = configuration.sections.entries.get("users")
    known = users.value.entries if users and isinstance(users.value, Map) else {}
    for index, role in enumerate(config.roles):
        for key in ("allowed", "denied"):
            for number, name in enumerate(getattr(role, key)):
                if name not in (ANONYMOUS, *known):
                    keys = ("roles", index, key, number)
                    told = f"no user {shown(name)} under users{nearest(name, known)}"
                    place = configuration.place("guardrails", *keys)
                    raise ConfigError(place, ("guardrails", *keys), told)


def _hold_path(path: str, key: str) -> None:
    if not path.startswith("/"):
        raise Misplaced("expected a path of the app, such as /admin", key)
