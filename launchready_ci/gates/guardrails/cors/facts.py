"""Which other websites may read the answers of the app?"""

from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts

DOWNGRADE = "the same name by plain http"


class Shared(NamedTuple):
    """What an answer lets the website of ``origin`` do."""

    method: str
    origin: str
    kind: str
    """What it stands for: ``a foreign website``."""
    allowed: str = ""
    """Access-Control-Allow-Origin."""
    credentials: bool = False
    """With the cookies of the visitor."""
    varies: bool = False
    """``Vary`` names Origin."""
    stored: bool = False
    """A cache may keep the answer."""
    status: int = 200

    @property
    def reflected(self) -> bool:
        return self.allowed == self.origin


@dataclass(frozen=True, kw_only=True)
class Cors(Facts):
    """A path, asked as a script on other websites asks it."""

    place: Location
    answers: tuple[Shared, ...]
    """To origins that nobody listed."""
    wanted: tuple[Shared, ...] = ()
    """To the origins of launchready.yaml."""
    listed: bool = False
    """launchready.yaml says who may read it."""
