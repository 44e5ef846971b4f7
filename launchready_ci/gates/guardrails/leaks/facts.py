"""What an answer to something wrong showed. No body and no value gets here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts
from launchready_ci.gates.smoke.facts import Exposed


class ErrorAnswer(NamedTuple):
    """One such answer."""

    wrong: str
    """What was wrong with the request: ``broken JSON to POST /login``."""
    status: int
    traces: tuple[str, ...] = ()
    """Of which languages there are stack traces."""
    trace: str = ""
    """A line of it, as it may be shown."""
    debug: str = ""
    """Whose debug page it is."""
    credentials: tuple[Exposed, ...] = ()

    def __str__(self) -> str:
        return f"{self.wrong}: status {self.status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorAnswers(Facts):
    """All of them: one cause shows in many."""

    place: Location
    answers: tuple[ErrorAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Banners(Facts):
    """Products that tell their version."""

    place: Location
    seen: Mapping[str, str]
    """``nginx/1.18.0`` → where it stands: ``the header Server``."""
