"""What is said of one operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from launchready_ci.gates.schema.openapi.changes.change import Pair, Way
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.schemas import Schemas
from launchready_ci.gates.schema.openapi.changes.table import rule_of


class Told(NamedTuple):
    """One difference as it is told: the rule's name, the words, and both places."""

    rule: str
    where: str
    """``request body, items[].name``."""
    told: str
    base: Node
    head: Node


class Said:
    """All differences of one operation, or of the whole API."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.told: list[Told] = []
        self._where: list[str] = []

    @contextmanager
    def within(self, where: str) -> Iterator[None]:
        """What is said inside is about this part."""
        self._where.append(where)
        yield
        self._where.pop()

    def say(self, rule: str, told: str, base: Node, head: Node, path: str = "") -> None:
        """A difference."""
        where = ", ".join(filter(None, (*self._where, path.removeprefix("."))))
        self.told.append(Told(rule, where, told, base, head))

    def schemas(  # noqa: PLR0913 - both sides, and how they are sent
        self,
        schemas: Schemas,
        base: Node,
        head: Node,
        way: Way,
        *,
        text: bool = False,
        parameter: bool = False,
    ) -> None:
        """All differences of two schemas."""
        pair = Pair((base,), (head,), way, text)
        for path, change in schemas.changes(pair):
            rule = rule_of(change, way)
            if parameter and not path and change.aspect == "default" and way is Way.REQUEST:
                rule = "parameter-default-changed"
            self.say(rule, change.told, change.base, change.head, path)
