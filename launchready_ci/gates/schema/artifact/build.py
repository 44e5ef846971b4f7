"""What the facts of one artifact are made of."""

from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import Context, Facts, NotLookedAt
from launchready_ci.gates.schema.artifact.chosen import Chosen
from launchready_ci.gates.schema.artifact.configuration import Artifact
from launchready_ci.gates.schema.artifact.looked import Looked

Items = Iterator[Facts | Unreadable | NotLookedAt]


class About(TypedDict):
    """What all facts of one artifact share."""

    subject: str
    location: Location
    place: Location
    prefix: str | None


class Build(NamedTuple):
    """One artifact, read."""

    chosen: Chosen
    config: Artifact
    context: Context
    looked: Looked
    about: About

    @property
    def is_sdist(self) -> bool:
        return self.chosen.kind == "tar" and "PKG-INFO" in self.looked.texts

    @property
    def is_web(self) -> bool:
        """It is served to browsers; else it is installed."""
        return not self.is_sdist and self.chosen.kind != "wheel"
