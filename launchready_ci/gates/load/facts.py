"""What a load run saw of an endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from launchready_ci.findings import Location
from launchready_ci.gate import Facts
from launchready_ci.gates.load.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Held(Facts):
    """An endpoint, and each of its limits."""

    limits: Mapping[str, float]
    """Of ``p95`` and the like in ms, of ``errors`` a share."""
    verdicts: Mapping[str, Verdict]
    places: Mapping[str, Location]
    """Where each limit stands."""
    figures: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, int] = field(default_factory=dict)
    """What was wrong, and how often."""
    stopped: str = ""
    """Why the run ended before its time; it is then judged by its errors."""
    unfit: str = ""
    """Why nothing that was measured says anything about the app."""
    slipped: float = 0.0
    """Share of the starts that were late because too many requests were still open."""
    unclear: Literal["note", "warning", "error"] = "warning"
    """What a verdict is that does not come out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Compared(Facts):
    """An endpoint beside its own past."""

    place: Location
    p95_ms: float
    usual_ms: float
    """The median of its past runs."""
    runs: int
    """How many these are."""
    suspect: bool = False
    regressed: bool = False
