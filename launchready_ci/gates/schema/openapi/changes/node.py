"""A value of an OpenAPI document, and where it stands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document
from launchready_ci.nodes import Keys

if TYPE_CHECKING:
    from launchready_ci.gates.schema.openapi.changes.files import Files


class Node(NamedTuple):
    """One value; references are followed by ``resolved`` and by nobody else."""

    files: "Files"
    document: Document
    keys: Keys
    value: Any

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        """The same place, not an equal value: that would be compared to its depth."""
        return isinstance(other, Node) and self.value is other.value and self.keys == other.keys

    def child(self, key: str | int) -> "Node | None":
        """What stands below a key or an index."""
        value = self.value
        if isinstance(value, dict):
            found = value.get(key, self)
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            found = value[key]
        else:
            return None
        return None if found is self else Node(self.files, self.document, (*self.keys, key), found)

    def get(self, *keys: str | int) -> "Node | None":
        """What stands below these keys, a reference on the way followed."""
        node: Node | None = self
        for key in keys:
            node = node.child(key) if node is not None else None
            node = node.resolved if node is not None else None
        return node

    def text(self, key: str, default: str = "") -> str:
        """A text below a key."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A boolean below a key."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return value if isinstance(value, bool) else default

    def entries(self, key: str | None = None) -> dict[str, "Node"]:
        """The values of a mapping by their keys, without extensions (``x-…``); as they stand."""
        node = self if key is None else self.get(key)
        if node is None or not isinstance(node.value, dict):
            return {}
        return {
            name: Node(node.files, node.document, (*node.keys, name), value)
            for name, value in node.value.items()
            if not name.startswith("x-")
        }

    def schemas(self, key: str) -> dict[str, "Node"]:
        """The schemas of a mapping by their names, whatever these begin with."""
        node = self.child(key)
        if node is None or not isinstance(node.value, dict):
            return {}
        return {
            name: Node(node.files, node.document, (*node.keys, name), value)
            for name, value in node.value.items()
        }

    def items(self, key: str) -> Iterator["Node"]:
        """The values of a list; references followed."""
        node = self.get(key)
        if node is not None and isinstance(node.value, list):
            for index in range(len(node.value)):
                item = node.child(index)
                if item is not None:
                    yield item.resolved

    @property
    def resolved(self) -> "Node":
        """What a Reference Object stands for; itself where it is none."""
        if isinstance(self.value, dict) and isinstance(self.value.get("$ref"), str):
            return self.files.target(self)
        return self

    @property
    def place(self) -> Location:
        """Where the key stands that leads here: it says more than the value."""
        return self.document.key(self.keys)

    @property
    def component(self) -> str:
        """The name under which the document defines this, as ``Pet``; or none."""
        defined = len(self.keys) == 3 and self.keys[0] == "components"
        return str(self.keys[-1]) if defined or self.keys[:1] == ("$defs",) else ""
