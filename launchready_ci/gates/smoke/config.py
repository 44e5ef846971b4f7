"""What is asked of the deployed app, and what is expected: the section ``smoke``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.calls import Call
from launchready_ci.conditions import Expect, search
from launchready_ci.config import Configuration, Duration
from launchready_ci.nearest import nearest
from launchready_ci.nodes import ConfigError, Map, shown
from launchready_ci.options import option


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
class Step(Call):
    """One request with its conditions."""

    capture: Mapping[str, str] = field(default_factory=dict)
    """Name → JMESPath into the answer, for ``{{name}}`` of a later step."""
    assets: bool = False
    """Look at everything that the page refers to."""
    expect: Expect = field(default_factory=Expect)

    def __post_init__(self) -> None:
        super().__post_init__()
        for path in self.capture.values():
            search(path, None)


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
