"""What is loaded, how fast and for how long, and what must hold: the section ``load``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from launchready_ci import units
from launchready_ci.calls import VERBS, Call
from launchready_ci.config import Configuration, Duration, Rate, Share
from launchready_ci.gates.load.staff import Staff
from launchready_ci.nearest import nearest
from launchready_ci.nodes import ConfigError, Map, listed, shown
from launchready_ci.options import option
from launchready_ci.unusable import Misplaced

QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
GIT_REF = re.compile(r"git:refs/(?!heads/|tags/|remotes/)(?!.*(?:\.\.|//))[\w./-]*\w")
"""A branch would be deployed by hosts that deploy every branch."""
POLITE_RATE = Rate(200.0)
POLITE_DURATION = Duration(300.0)
"""Above, a load run looks like an attack, and may cost real money."""


@dataclass(frozen=True)
class Expect:
    """What must hold over a whole run."""

    p50: Duration | None = None
    p95: Duration | None = None
    p99: Duration | None = None
    errors: Share = Share(0.01)
    """At most: whatever is not the expected status, or does not come at all."""
    status: int | None = None
    """Of every answer; without it 200 to 299."""

    def __post_init__(self) -> None:
        limits = {name: getattr(self, name) for name in QUANTILES}
        if all(limit is None for limit in limits.values()):
            raise ValueError("expected a limit such as p95: 300ms")
        for name, limit in limits.items():
            if limit is not None and limit <= 0:
                raise Misplaced("a limit of no time at all cannot be held", name)

    @property
    def limits(self) -> dict[str, float]:
        """Of each quantile that has one, in ms."""
        found = {name: getattr(self, name) for name in QUANTILES}
        return {name: limit * 1000 for name, limit in found.items() if limit is not None}


@dataclass(frozen=True)
class Endpoint(Call):
    """One request that is sent over and over."""

    data: Mapping[str, str] = field(default_factory=dict)
    """Name → a file of the repository: each line in turn is what ``{{name}}`` stands for."""
    expect: Expect = field(default_factory=lambda: Expect(p95=Duration(0.5)))

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in sorted(self.needs - self.data.keys()):
            near = nearest(name, self.data) or f": give data: {{{name}: FILE}}"
            raise ValueError(f"needs {{{{{name}}}}}, which no data gives{near}")


@dataclass(frozen=True)
class Load(Staff):
    """The section, and what the command line gives in its place."""

    rate: Rate = Rate(10.0)
    """Of each endpoint."""
    duration: Duration = Duration(60.0)
    """Of what is measured, after the warm-up; half of it where that is clear, twice where not."""
    endpoints: tuple[Endpoint, ...] = ()
    on_inconclusive: Literal["note", "warning", "error"] = "warning"
    history: str = ""
    """Where past runs are kept: a file, or ``git:REF``."""
    url: str = option("--url", default="", metavar="U", help="Where the app answers. [app.url]")
    given_endpoints: tuple[str, ...] = option(
        "--endpoint",
        default=(),
        metavar="TEXT",
        help="'GET /feed p95<300ms errors<0.1%'. May repeat.",
    )
    given_rate: str = option("--rate", default="", metavar="R", help="Per endpoint. [10/s]")
    given_duration: str = option("--duration", default="", metavar="D", help="[60s]")
    given_history: str = option(
        "--history", default="", metavar="PATH|git:REF", help="Where past runs are kept."
    )
    own_host: bool = option(
        "--i-own-this-host", default=False, help="More than 200 requests a second, or five minutes."
    )

    def __post_init__(self) -> None:
        """Refuse what cannot be run (ValueError)."""
        for name, given in self._given().items():
            object.__setattr__(self, name, given)  # the class is frozen for everybody else
        self.hold_together()
        if not self.rate > 0:
            raise ValueError("a rate of nothing loads nothing: expected one such as 10/s")
        if not self.duration > 0:
            raise ValueError("a duration of no time measures nothing: expected one such as 60s")
        if self.history.startswith("git:") and not GIT_REF.fullmatch(self.history):
            told = "expected a ref outside of refs/heads, such as git:refs/launchready/load"
            raise Misplaced(told, "history")
        subjects = [endpoint.subject for endpoint in self.endpoints]
        if again := {subject for subject in subjects if subjects.count(subject) > 1}:
            told = f"two endpoints are called {shown(min(again))}: give them names"
            raise ValueError(told)

    def _given(self) -> dict[str, object]:
        found: dict[str, object] = {}
        if self.given_rate:
            found["rate"] = rate(self.given_rate)
        if self.given_duration:
            found["duration"] = duration(self.given_duration)
        if self.given_endpoints:
            found["endpoints"] = tuple(map(endpoint, self.given_endpoints))
        if self.given_history:
            found["history"] = self.given_history
        return found

    @property
    def total_rate(self) -> float:
        return self.rate * len(self.endpoints)

    @property
    def is_polite(self) -> bool:
        """May it be sent to a host that nobody vouched for?"""
        many = self.people if self.locustfile else self.total_rate
        return many <= POLITE_RATE and self.duration <= POLITE_DURATION


def rate(text: str) -> Rate:
    """``10/s``; a bare number is per second. Raises ValueError."""
    return Rate(_quantity(text, "--rate", units.RATE, "/s"))


def duration(text: str) -> Duration:
    """``60s``; a bare number is seconds. Raises ValueError."""
    return Duration(_quantity(text, "--duration", units.DURATION, "s"))


def _quantity(text: str, name: str, measure: units.Measure, unit: str) -> float:
    bare = re.fullmatch(r"[0-9.]+", text)
    try:
        return measure.read(f"{text}{unit}" if bare else text)
    except ValueError:
        raise ValueError(f"{name}: expected {measure}, got {shown(text)}") from None


def endpoint(text: str) -> Endpoint:
    """An endpoint as ``--endpoint`` has it: method, path, limits. Raises ValueError."""
    method, path, *limits = [*text.split(), "", ""][: max(2, len(text.split()))]
    if method.lower() not in VERBS or not path.startswith("/"):
        raise ValueError(
            f"--endpoint {shown(text)!r}: expected a method, a path and a limit, "
            "such as 'GET /feed p95<300ms'"
        )
    try:
        found = dict(_limit(one) for one in limits)
        return Endpoint(**{method.lower(): path, "expect": Expect(**found)})  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(f"--endpoint {shown(text)!r}: {error}") from None


def _limit(text: str) -> tuple[str, float]:
    name, _, limit = text.partition("<")
    known = (*QUANTILES, "errors")
    if name not in known or not limit:
        told = f"expected {listed(known)}, then < and the limit, got {shown(text)!r}"
        raise ValueError(told + nearest(name, known))
    measure = units.SHARE if name == "errors" else units.DURATION
    try:
        return name, units.share(limit) if name == "errors" else measure.read(limit)
    except ValueError:
        raise ValueError(f"{name}<: expected {measure}, got {shown(limit)!r}") from None


def validate(config: Load, root: str, configuration: Configuration) -> None:
    """Raise ConfigError for a user or a file that an endpoint names and that is not there."""
    users = configuration.sections.entries.get("users")
    known = users.value.entries if users and isinstance(users.value, Map) else {}
    for index, one in enumerate(config.endpoints):
        if one.as_ and one.as_ not in known:
            told = f"no user {shown(one.as_)} under users{nearest(one.as_, known)}"
            raise _error(configuration, told, index, "as")
        for name, file in one.data.items():
            if not os.path.isfile(os.path.join(root, file)):
                raise _error(configuration, "there is no such file", index, "data", name)


def _error(configuration: Configuration, told: str, *keys: str | int) -> ConfigError:
    where = ("endpoints", *keys)
    return ConfigError(configuration.place("load", *where), ("load", *where), told)
