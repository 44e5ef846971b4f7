"""What the app itself times: the header ``Server-Timing`` (W3C, Server Timing, 3)."""

import re

from launchready_ci.gates.load.figures import at
from launchready_ci.redact import redact

METRIC = re.compile(
    r"""(?P<name>[\w!#$%&'*+.^`|~-]{1,40})(?:[^,;"]|;(?!\s*dur\s*=)|"[^"]*")*"""
    r""";\s*dur\s*=\s*"?(?P<ms>\d{1,12}(?:\.\d{1,9})?)""",
    re.ASCII,
)
LONGEST = 300
"""Characters of a header that are read."""
NAMES = 10
"""Parts of an endpoint that are told."""


class Timings:
    """How long each part took that the app names, in ms."""

    def __init__(self) -> None:
        self._took: dict[str, list[float]] = {}

    def add(self, header: str) -> None:
        """``db;dur=53.2, app;desc="a, b";dur=47``; what has no duration is passed over."""
        for metric in METRIC.finditer(header[:LONGEST]):
            if metric["name"] in self._took or len(self._took) < NAMES:
                self._took.setdefault(metric["name"], []).append(float(metric["ms"]))

    def p95s(self) -> dict[str, float]:
        """Of each part, the slowest first."""
        found = {redact(name): at(sorted(took), 0.95) or 0.0 for name, took in self._took.items()}
        return dict(sorted(found.items(), key=lambda item: -item[1]))
