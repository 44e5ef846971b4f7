"""What the collectors of the smoke gate saw. No body and no value gets here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts

Trouble = Literal["", "loop", "elsewhere", "unanswered"]
"""How a request ended without an answer: its redirects lead nowhere, or to a foreign host, or
the server did not answer in a way that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness(Facts):
    """Whether the new release answered before the deadline, and what came last."""

    place: Location
    ready: bool
    waited: float
    came: str
    """``status 503``, or why there was no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Facts):
    """What the answers on several connections say that they are."""

    place: Location
    wanted: str
    """The version of the deploy; ``""``: only that all are the same is asked."""
    path: str
    """JMESPath to the version."""
    seen: Mapping[str, int]
    """Version → on how many connections; ``""`` where the answer tells none."""
    waited: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Builds(Facts):
    """The assets that a page refers to, on several connections."""

    place: Location
    seen: Mapping[tuple[str, ...], int]
    """Assets → on how many connections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Facts):
    """How one request went."""

    place: Location
    trouble: Trouble = ""
    reason: str = ""
    retried: str = ""
    """Why it had to be asked twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Facts):
    """What one answer shows that nobody should see."""

    place: Location
    traces: tuple[str, ...] = ()
    """Of which language there is a stack trace."""
    debug: str = ""
    """Whose debug page it is."""
    credentials: tuple["Exposed", ...] = ()


class Exposed(NamedTuple):
    """A credential in an answer; its value is gone."""

    title: str
    opens: str
    line: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Facts):
    """A page for people."""

    place: Location
    status: int
    media_type: str
    title: str | None
    text: bool
    """Whether anything can be seen: text, an image, or a script that draws it."""
    as_expected: bool = False
    """The status is what its step asks for, such as 404 of an error page."""
    insecure: tuple[str, ...] = ()
    """What it refers to by plain http."""
    localhost: tuple[str, ...] = ()
    assets: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached(Facts):
    """What an HTML page, or an answer to a user, lets caches do."""

    place: Location
    private: bool
    """The answer to a user who is signed in."""
    lifetime: float
    """Seconds for which a cache may serve it without asking."""
    shared: str = ""
    """The header that shows that a shared cache keeps it; of a user's answer also one that lets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset(Facts):
    """Something that a page refers to; ``subject`` is the page."""

    place: Location
    name: str
    """Its URL without query."""
    kind: str
    """script, style, image, font, manifest or other."""
    status: int = 0
    media_type: str = ""
    fits: bool = True
    """Its media type is one of its kind."""
    hashed: bool = False
    """Its name holds a hash of its content."""
    seconds: float = 0.0
    cacheable: bool = True
    source_map: str = ""
    """Of a map that anybody can read."""
    localhost: tuple[str, ...] = ()
    trouble: str = ""
    """Why there was no answer."""
    reachable: bool = True
    """False: the host could not be asked at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp(Facts):
    """The answer to the name of an asset that does not exist."""

    place: Location
    name: str
    status: int
    media_type: str
    cached: float
    """For how many seconds it may be cached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Facts):
    """The answer to a page that does not exist."""

    place: Location
    status: int
    redirected: bool
    homepage: bool
    """It is the homepage once more: a single-page app, whose router is in the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Facts):
    """A step that was answered, or that was never asked."""

    failed: tuple[tuple[Location, str], ...] = ()
    """Conditions that do not hold: where they are asked, and what came instead."""
    body: str = ""
    """The first lines of the body, redacted, where a condition failed."""
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn(Facts):
    """A user who tried to log in."""

    place: Location
    refused: str = ""
    """Why; ``""``: let in."""
    took: float = 0.0
    budget: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPassword(Facts):
    """The same user with a wrong password."""

    place: Location
    let_in: bool | None
    """None: it cannot be told."""
    crashed: str = ""
    """``status 500`` and the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Facts):
    """The same user after signing out."""

    place: Location
    still_in: bool
    page: str
    way: str
    """What was asked to sign out: ``POST /logout``."""
