"""What must stay closed, and to whom: the section ``guardrails``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from launchready_ci.calls import SLOT
from launchready_ci.conditions import search
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
class Thing:
    """What belongs to one user, and who must not get it by its address."""

    get: str
    """``/api/orders/17``, or with slots: ``/api/orders/{{id}}``."""
    owner: str
    denied: tuple[str, ...] = (ANONYMOUS,)
    list: str = ""
    """Where its owner finds what fills the slots."""
    capture: Mapping[str, str] = field(default_factory=dict)
    """Slot → JMESPath into ``list``: ``{id: "items[0].id"}``."""

    def __post_init__(self) -> None:
        _hold_path(self.get, "get")
        if self.list:
            _hold_path(self.list, "list")
        for path in self.capture.values():
            search(path, None)
        if missing := {*SLOT.findall(self.get)} - self.capture.keys():
            raise Misplaced(f"needs {{{{{min(missing)}}}}}, which capture does not name", "get")
        if self.capture and not self.list:
            raise ValueError("capture needs list: the path in whose answer it looks")
        if self.owner in self.denied:
            raise Misplaced(f"{shown(self.owner)} is the owner, and denied", "denied")


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
    text: str = ""
    """What the answer says once it is locked, where that is no 429."""

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
    objects: tuple[Thing, ...] = ()
    cors: tuple[Cors, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    logs: Logs | None = None
    deadline: Duration = Duration(120.0)
    """Of the whole gate; what was not looked at by then is an error."""
    requests: int = 400
    """No more are sent."""
    url: str = option("--url", default="", metavar="U", help="Where the app answers. [app.url]")
    dry_run: bool = option("--dry-run", default=False, help="List every request, and send none.")


def validate(config: Guardrails, root: str, configuration: Configuration) -> None:
    """Raise ConfigError for a user whom nothing says how to log in."""
    del root
    users = configuration.sections.entries.get("users")
    known = users.value.entries if users and isinstance(users.value, Map) else {}
    for name, keys in _named(config):
        if name not in (ANONYMOUS, *known):
            told = f"no user {shown(name)} under users{nearest(name, known)}"
            place = configuration.place("guardrails", *keys)
            raise ConfigError(place, ("guardrails", *keys), told)


def _named(config: Guardrails) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Every name of a user, with where it stands in the section."""
    for index, role in enumerate(config.roles):
        for key in ("allowed", "denied"):
            for number, name in enumerate(getattr(role, key)):
                yield name, ("roles", index, key, number)
    for index, thing in enumerate(config.objects):
        yield thing.owner, ("objects", index, "owner")
        for number, name in enumerate(thing.denied):
            yield name, ("objects", index, "denied", number)


def _hold_path(path: str, key: str) -> None:
    if not path.startswith("/"):
        raise Misplaced("expected a path of the app, such as /admin", key)
