"""Who gets what: an answer to one who should not have it, beside the one for whom it is meant."""

from dataclasses import dataclass
from typing import Literal

from launchready_ci.findings import Location
from launchready_ci.gate import Facts

Sight = Literal["refused", "absent", "login", "elsewhere", "page"]
"""401 or 403; 404 or the page for what does not exist; a login; another path; an answer of 2xx."""


@dataclass(frozen=True, kw_only=True)
class Asked(Facts):
    """One path, asked as one who must not have it: ``GET /admin as member``."""

    place: Location
    user: str
    sight: Sight
    status: int
    proof: str = ""
    """What came, in words: ``48 items with email, id, name``."""
    same: bool | None = None
    """As the answer to one who may have it; None where there is none, or it tells nothing."""
    by: str = ""
    """Who that is."""


@dataclass(frozen=True, kw_only=True)
class Found(Facts):
    """A usual admin path that the section does not name, asked as one who need not have it."""

    place: Location
    user: str
    proof: str = ""
    """What shows that it is the admin's; empty where nothing does."""
    answers: bool = False
    """With a page of its own that is no login."""


@dataclass(frozen=True, kw_only=True)
class Ways(Facts):
    """A path that is refused, asked in other ways by the same user."""

    place: Location
    user: str
    tried: int
    open: tuple[str, ...] = ()
    """The ways that were answered with what is refused: ``GET /admin/``."""


@dataclass(frozen=True, kw_only=True)
class Allowed(Facts):
    """A path, asked as one who may have it."""

    place: Location
    user: str
    got: str = ""
    """What came instead of the page; empty where the page came."""


@dataclass(frozen=True, kw_only=True)
class Owned(Facts):
    """One thing of a user's, asked as somebody else: ``GET /api/orders/17 as other``."""

    place: Location
    user: str
    owner: str
    status: int
    same: bool
    """As its owner gets it."""
