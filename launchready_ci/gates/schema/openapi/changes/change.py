"""The words of a comparison: which way data goes, and how a set of values changed."""

import enum
from typing import NamedTuple

from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import Term


class Way(enum.Enum):
    """Which way the data goes; a callback's request is a response to the client's eyes."""

    REQUEST = "request"
    RESPONSE = "response"

    @property
    def other(self) -> "Way":
        return Way.RESPONSE if self is Way.REQUEST else Way.REQUEST


class Sense(enum.Enum):
    """What a change does to the set of values that are let through."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    OTHER = "other"
    """Some come in, some go out, or nobody can tell."""


class Change(NamedTuple):
    """One difference, at one place of each document."""

    aspect: str
    """A row of ``table.SCHEMAS``, or a rule's name."""
    sense: Sense
    told: str
    base: Node
    head: Node


class Pair(NamedTuple):
    """Two schemas that are to be compared, for data that goes one way."""

    base: Term
    head: Term
    way: Way
    text: bool = False
    """The data travels as text, as in a URL: 5 is a string there too."""

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same schemas, wherever they are used."""
        return _ids(self.base), _ids(self.head), self.way, self.text


def _ids(term: Term) -> tuple[object, ...]:
    return tuple(id(node.value) if isinstance(node.value, dict) else node.value for node in term)


class Judged:
    """What is to say of a pair at its own level, and the pairs below it."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.changes: list[Change] = []
        self.below: list[tuple[str, Pair]] = []

    def say(self, aspect: str, sense: Sense, told: str, base: Node, head: Node) -> None:
        """A difference at this level."""
        change = Change(aspect, sense, told, base, head)
        if change not in self.changes:  # what holds for several types is told once
            self.changes.append(change)

    def compare(self, label: str, base: Term, head: Term) -> None:
        """A pair below, by what leads to it: ``.name``, ``[]``."""
        base = base or (self.pair.base[0]._replace(value=True),)
        head = head or (self.pair.head[0]._replace(value=True),)
        self.below.append((label, self.pair._replace(base=base, head=head)))
