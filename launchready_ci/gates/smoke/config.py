"""What is asked of the deployed app, and what is expected: the section ``smoke``."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from launchready_ci.conditions import Expect, search
from launchready_ci.config import Configuration, Duration
from launchready_ci.nearest import nearest
from launchready_ci.nodes import ConfigError, Map, shown
from launchready_ci.options import option
from launchready_ci.users import Text

VERBS = ("get", "head", "options", "post", "put", "patch", "delete")
SLOT = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")
"""``{{id}}``, filled with what an earlier step captured."""


@dataclass(frozen=True)
class Ready:
    """When is the new release there? Asked until the deadline, and of every replica after that."""

    get: str = ""
    """What must answer with less than 400; without it any answer to GET / will do."""
    deadline: Duration = Duration(30.0)
    connections: int = 5
    """How many fresh connections are asked, each of which may reach another replica."""
    version: str = ""
    """JMESPath to the version in the answer."""

    def __post_init__(self) -> None:
        if not 1 <= self.connections <= 100:
            raise ValueError("connections must be 1 to 100")
        if self.version:
            search(self.version, None)

    @property
    def path(self) -> str:
        return self.get or "/"


@dataclass(frozen=True)
class Logins:
    """What every login must hold."""

    time: Duration = Duration(5.0)
    """The whole way: the form's page, the form, the signed-in page."""


@dataclass(frozen=True)
class Step:
    """One request with its conditions."""

    name: str = ""
    get: str = ""
    head: str = ""
    options: str = ""
    post: str = ""
    put: str = ""
    patch: str = ""
    delete: str = ""
    as_: str = ""
    """A user of the top-level ``users``; nobody without it."""
    headers: Mapping[str, Text] = field(default_factory=dict)
    body: object = None
    """Sent as JSON."""
    form: Mapping[str, Text] = field(default_factory=dict)
    capture: Mapping[str, str] = field(default_factory=dict)
    """Name → JMESPath into the answer, for ``{{name}}`` of a later step."""
    assets: bool = False
    """Look at everything that the page refers to."""
    expect: Expect = field(default_factory=Expect)

    def __post_init__(self) -> None:
        asked = [verb for verb in VERBS if getattr(self, verb)]
        if len(asked) != 1:
            raise ValueError(
                f"expected one of {', '.join(VERBS)}, got {' and '.join(asked) or 'none'}"
            )
        if not self.path.startswith("/"):
            raise ValueError(f"{asked[0]} takes a path of the app, such as /feed")
        if self.body is not None and self.form:
            raise ValueError("expected body (JSON) or form, got both")
        for path in self.capture.values():
            search(path, None)

    @property
    def method(self) -> str:
        return next(verb for verb in VERBS if getattr(self, verb)).upper()

    @property
    def path(self) -> str:
        return str(getattr(self, self.method.lower()))

    @property
    def subject(self) -> str:
        return self.name or f"{self.method} {self.path}"

    @property
    def needs(self) -> set[str]:
        """The names of its ``{{name}}``."""
        texts = (self.path, *_texts(self.body), *_texts(self.form), *_texts(self.headers))
        return {name for text in texts for name in SLOT.findall(text)}


@dataclass(frozen=True)
class Smoke:
    """The section; without steps the gate looks for the usual pages itself."""

    ready: Ready = field(default_factory=Ready)
    steps: tuple[Step, ...] = ()
    logins: Logins = field(default_factory=Logins)
    openapi: str = ""
    """The path of the app's OpenAPI document; looked for in the usual places without it."""
    url: str = option("--url", default="", metavar="U", help="Where the app answers. [app.url]")

    def __post_init__(self) -> None:
        subjects, captured = set[str](), set[str]()
        for step in self.steps:
            if step.subject in subjects:
                raise ValueError(f"two steps are called {shown(step.subject)}: give them names")
            for name in sorted(step.needs - captured):
                known = nearest(name, captured) or ": capture it in a step before"
                told = f"needs {{{{{name}}}}}, which no step before it captures{known}"
                raise ValueError(f"{shown(step.subject)} {told}")
            if again := captured & step.capture.keys():
                raise ValueError(f"{min(again)} is captured twice")
            subjects.add(step.subject)
            captured |= step.capture.keys()


def validate(config: Smoke, root: str, configuration: Configuration) -> None:
    """Raise ConfigError for a user or a file that a step names and that is not there."""
    users = configuration.sections.entries.get("users")
    known = users.value.entries if users and isinstance(users.value, Map) else {}
    for index, step in enumerate(config.steps):
        if step.as_ and step.as_ not in known:
            told = f"no user {shown(step.as_)} under users{nearest(step.as_, known)}"
            raise _error(configuration, told, "steps", index, "as")
        file = step.expect.schema
        if file and not os.path.exists(os.path.join(root, file)):
            raise _error(configuration, "there is no such file", "steps", index, "expect", "schema")


def _error(configuration: Configuration, told: str, *keys: str | int) -> ConfigError:
    return ConfigError(configuration.place("smoke", *keys), ("smoke", *keys), told)


def _texts(value: object) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
