"""An OpenAPI document as its rules see it: every object with its kind and its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from launchready_ci.findings import Finding, Location
from launchready_ci.gates.schema.documents import Duplicate
from launchready_ci.gates.schema.openapi.kinds import METHODS, Kind
from launchready_ci.nodes import Keys
from launchready_ci.redact import redact
from launchready_ci.rule import Facts


class Spot(NamedTuple):
    """A place in one of the files."""

    file: str
    keys: Keys

    def __truediv__(self, key: str | int) -> "Spot":
        return Spot(self.file, (*self.keys, key))

    @property
    def pointer(self) -> str:
        """As a JSON Pointer (RFC 6901), for messages."""
        parts = (str(key).replace("~", "~0").replace("/", "~1") for key in self.keys)
        return "/".join(("#", *parts))


class Element(NamedTuple):
    """An object of OpenAPI where it stands; never a ``$ref`` that stands for one."""

    kind: Kind
    spot: Spot
    value: Any


class Reference(NamedTuple):
    """A ``$ref``, or what else names another object."""

    kind: Kind
    """What is expected there."""
    spot: Spot
    """Of the text that names it."""
    text: str
    target: Spot | None
    found: Kind | None = None
    """What stands at the target, where that is known to be of another kind."""
    reason: str = ""
    """Why there is no target, or none of the kind."""
    remote: bool = False
    """An URL, which is not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class OfDocument(Facts):
    """What the rules for a document alone judge."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Api(OfDocument):
    """One OpenAPI document with all files that it refers to."""

    version: str
    """``3.0`` or ``3.1``."""
    root: Spot
    value: Mapping[str, Any]
    elements: Mapping[Kind, list[Element]]
    references: list[Reference]
    place: Callable[[Spot], Location]
    """Where a value stands."""
    key: Callable[[Spot], Location]
    """Where the key of a value stands."""
    dialect: bool = True
    """Its schemas are of the version's own JSON Schema dialect."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Every file that was read: its path and value."""
    duplicates: tuple[Duplicate, ...] = ()
    """Keys that stand again, in any of the files."""
    outside: Mapping[Spot, Kind] = field(default_factory=dict)
    """What references outside the document's own tree lead to."""
    _targets: dict[Spot, Reference] = field(default_factory=dict)
    _known: dict[Spot, Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._targets.update((one.spot, one) for one in self.references)
        self._known.update((one.spot, one) for many in self.elements.values() for one in many)

    def of(self, kind: Kind) -> list[Element]:
        """Every object of a kind."""
        return self.elements.get(kind, [])

    def reference(self, spot: Spot) -> Reference | None:
        """What stands as ``$ref`` in the object there."""
        return self._targets.get(spot / "$ref")

    def follow(self, spot: Spot) -> Element | None:
        """The object at a place, behind any references; None where they lead nowhere."""
        for _ in range(100):
            reference = self.reference(spot)
            if spot in self._known and (reference is None or self._known[spot].kind == "Schema"):
                return self._known[spot]
            if reference is None or reference.target is None:
                return self._known.get(spot)
            spot = reference.target
        return None

    def component(self, name: str) -> Mapping[str, Any]:
        """A mapping of the root's components, such as ``securitySchemes``."""
        components = self.value.get("components")
        found = components.get(name) if isinstance(components, dict) else None
        return found if isinstance(found, dict) else {}

    def methods_at(self, spot: Spot) -> frozenset[str]:
        """The methods of a path item."""
        item = self.follow(spot)
        value = item.value if item is not None and isinstance(item.value, dict) else {}
        return frozenset(METHODS) & value.keys()

    def value_at(self, spot: Spot) -> Any:  # noqa: ANN401 - any JSON
        """What stands at a place; None where nothing does."""
        value: Any = self.values.get(spot.file)
        for key in spot.keys:
            if isinstance(value, list):
                value = value[key] if isinstance(key, int) and key < len(value) else None
            else:
                value = value.get(key) if isinstance(value, dict) else None
        return value

    def inside(self, spot: Spot, key: str) -> Spot:
        """The place of a key of the object there; of a reference, its own place."""
        value = self.value_at(spot)
        return spot / key if isinstance(value, dict) and key in value else spot

    def finding(
        self, message: str, spot: Spot, *, key: bool = False, told_apart: str = ""
    ) -> Finding:
        """At the value of a place, or at its key.

        The place within the document tells it apart from others of its rule, and what is given.
        """
        location = self.key(spot) if key else self.place(spot)
        apart = ": ".join(filter(None, (spot.pointer, told_apart)))
        return Finding(redact(message), location, key=redact(apart))
