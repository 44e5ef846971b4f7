"""Where a name leads a browser, and what it finds there."""

from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts


class Step(NamedTuple):
    """A redirect: its status, and where it leads, as an absolute URL."""

    status: int
    to: str


@dataclass(frozen=True, kw_only=True)
class Visit(Facts):
    """What comes of typing a name: ``http://example.com/``, or ``https://``."""

    place: Location
    steps: tuple[Step, ...] = ()
    status: int = 0
    """Of the last answer; 0 where none came."""
    failed: str = ""
    """Why the way did not end in an answer."""
    loops: bool = False
    home: str = ""
    """``canonical``, where launchready.yaml names it."""
    hsts: str = ""
    """Of the last answer."""

    @property
    def secure(self) -> bool:
        return self.subject.startswith("https:")

    @property
    def end(self) -> str:
        """Where a browser ends up."""
        return self.steps[-1].to if self.steps else self.subject


@dataclass(frozen=True, kw_only=True)
class Homes(Facts):
    """The names that each show the app under their own URL."""

    place: Location
    urls: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Page(Facts):
    """A page of the app, and what of it is for another name."""

    place: Location
    stray: tuple[str, ...] = ()
    """``links to http://…``: where links and forms lead, to another name of it or to plain http."""
    cookies: tuple[tuple[str, str], ...] = ()
    """Name and domain of those that browsers refuse: the page's host is not within it."""


@dataclass(frozen=True, kw_only=True)
class Redirected(Facts):
    """One line of the redirect map."""

    place: Location
    misfits: tuple[str, ...] = ()
    """What came, and what was expected."""


@dataclass(frozen=True, kw_only=True)
class Hosted(Facts):
    """One of ``hosts`` with conditions on its answer."""

    misfits: tuple[tuple[Location, str], ...] = ()
