"""What does `800ms`, `5MB`, `10/s` or `0.1%` stand for?"""

import re
from collections.abc import Mapping
from typing import NamedTuple, NewType

Duration = NewType("Duration", float)
"""Seconds."""
Size = NewType("Size", int)
"""Bytes."""
Rate = NewType("Rate", float)
"""Per second."""
Share = NewType("Share", float)
"""0 to 1."""


class Measure(NamedTuple):
    """How people write a quantity."""

    noun: str
    example: str
    units: Mapping[str, float]

    def __str__(self) -> str:
        return f"{self.noun} such as {self.example} (units: {', '.join(self.units)})"

    def read(self, text: str) -> float:
        """The quantity in its base unit; raises ValueError."""
        # bounded, so that no quantity is infinite
        found = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,9})?) ?([A-Za-z/%]+)", text)
        if not found or found[2] not in self.units:
            raise ValueError(text)
        # rounded, so that 7% is 0.07
        return round(float(found[1]) * self.units[found[2]], 12)


DURATION = Measure("a duration", "2s", {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400})
SIZE = Measure(
    "a size",
    "5MB",
    {"B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30},
)
RATE = Measure("a rate", "10/s", {"/s": 1, "/m": 1 / 60, "/h": 1 / 3_600})
SHARE = Measure("a share of 0% to 100%", "0.1%", {"%": 0.01})


def duration(text: str) -> Duration:
    return Duration(DURATION.read(text))


def size(text: str) -> Size:
    return Size(round(SIZE.read(text)))


def rate(text: str) -> Rate:
    return Rate(RATE.read(text))


def share(text: str) -> Share:
    found = Share(SHARE.read(text))
    if found > 1:
        raise ValueError(text)
    return found
