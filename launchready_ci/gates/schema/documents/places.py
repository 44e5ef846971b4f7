"""A document's values as nodes with places, whatever its language: for messages."""

from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.nodes import Keys, Node


class Duplicate(NamedTuple):
    """A key that already stood in the same mapping."""

    keys: Keys
    location: Location
    first: Location


class Placed(NamedTuple):
    """One document."""

    root: Node
    duplicates: tuple[Duplicate, ...] = ()
