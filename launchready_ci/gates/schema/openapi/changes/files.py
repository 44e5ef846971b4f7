"""The files of one version of an OpenAPI document, and what their references lead to."""

import posixpath
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urldefrag, urljoin

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document, keys_of
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.nodes import shown
from launchready_ci.unusable import CannotLook

MOST = 500
"""Files of one version."""
LARGEST = 64 << 20
"""Characters of all files together."""
LONGEST = 50
"""References in a row, each leading to the next."""
UNRESOLVED = "unresolved reference"
"""Key of the schema that stands for a reference that leads nowhere: equal only to the same."""
BESIDE = {"$ref", "summary", "description"}
COMBINED = {"allOf", "anyOf", "oneOf", "$ref", "$dynamicRef"}
IDENTIFIERS = ("$id", "$anchor", "$dynamicAnchor")


class Files:
    """Each file is read once. ``read`` gets a path, or raises CannotLook."""

    def __init__(self, path: str, read: Callable[[str], Document]) -> None:
        self.read = read
        self.documents: dict[str, Document] = {}
        self.paths: dict[int, str] = {}
        """Of each document, for what its references are relative to."""
        self.size = 0
        self.lost: list[tuple[Location, str]] = []
        """References that lead nowhere: where each stands, and why."""
        self._targets: dict[int, tuple[Node, Node]] = {}
        self._nullable: dict[int, list[Node]] = {}
        self._mentioned: dict[tuple[str, int], bool] = {}
        self._plain: dict[int, Node] = {}
        self._dynamic: dict[int, tuple[Node, Node]] = {}
        self._identified: dict[int, dict[str, Node]] = {}
        document = self.document(path)
        self.root = Node(self, document, (), document.value)
        _hold_version(self.root)
        self.old = str(self.root.text("openapi")).startswith("3.0")
        """OpenAPI 3.0: ``nullable`` counts, and what stands beside ``$ref`` does not."""

    def document(self, path: str) -> Document:
        """The document of a file; raises CannotLook."""
        if path not in self.documents:
            if len(self.documents) >= MOST:
                raise CannotLook(f"{path}: more than {MOST} files are not read")
            document = self.documents[path] = self.read(path)
            self.size += len(document.text)
            if self.size > LARGEST:
                raise CannotLook(f"{path}: more than {LARGEST >> 20} MB of files are not read")
            self.paths[id(document)] = path
        return self.documents[path]

    def target(self, node: Node) -> Node:
        """What the ``$ref`` of a node leads to, at the end of all references."""
        known = self._targets.get(id(node.value))
        if known is None:
            known = self._targets[id(node.value)] = (node, self._followed(node))
        return known[1]

    def or_null(self, node: Node) -> list[Node]:
        """The members of ``nullable: true`` over ``allOf`` and its like: the schema, or null."""
        value = node.value
        if not (self.old and value.get("nullable") is True) or "type" in value:
            return []
        if id(value) not in self._nullable:
            plain = node._replace(value={k: v for k, v in value.items() if k != "nullable"})
            null = node._replace(value={"type": "null"})
            self._nullable[id(value)] = [plain, null]
        return self._nullable[id(value)]

    def plain(self, node: Node) -> Node:
        """A schema without what was made of it: its unions, ``allOf``, and its reference."""
        value = node.value
        if not value.keys() & COMBINED:
            return node
        if id(value) not in self._plain:
            left = {key: item for key, item in value.items() if key not in COMBINED}
            self._plain[id(value)] = node._replace(value=left)
        return self._plain[id(value)]

    def mentions(self, word: str) -> bool:
        """Whether a word stands anywhere in the files that were read."""
        key = word, len(self.documents)
        if key not in self._mentioned:
            texts = (document.text for document in self.documents.values())
            self._mentioned[key] = any(word in text for text in texts)
        return self._mentioned[key]

    def dynamic(self, node: Node) -> Node:
        """What ``$dynamicRef`` leads to where nobody overrides it."""
        if id(node.value) not in self._dynamic:
            made = node._replace(value={"$ref": node.value["$dynamicRef"]})
            self._dynamic[id(node.value)] = made, made.resolved
        return self._dynamic[id(node.value)][1]

    def one(self, node: Node, reference: str) -> Node:
        """What one reference of a node leads to; raises CannotLook."""
        uri, _, fragment = reference.partition("#")
        known, base = self._known(node.document), self._base(node)
        absolute = urldefrag(urljoin(base, uri)).url
        if uri or base:
            start = known.get(absolute) or (self._file(node, uri) if uri else None)
        else:
            start = None
        if start is None:
            start = Node(self, node.document, (), node.document.value)
        if fragment and not fragment.startswith("/"):
            names = self._known(start.document)
            name = unquote(fragment)
            found = names.get(f"{absolute}#{name}") or names.get(f"#{name}")
            if found is None:
                raise CannotLook(f"no $anchor of the name {shown(name)}")
            return found
        return self._below(start, fragment)

    def _file(self, node: Node, uri: str) -> Node:
        path = self.paths[id(node.document)]
        if "://" in path or "://" in uri:
            target = urljoin(path, uri)
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(uri)))
        document = self.document(target)
        return Node(self, document, (), document.value)

    def _below(self, start: Node, fragment: str) -> Node:
        node = start
        for part in keys_of(f"#{fragment}"):
            found = _step(node, part)
            if found is None and "$ref" in (node.value if isinstance(node.value, dict) else ()):
                found = _step(node.resolved, part)
            if found is None:
                raise CannotLook(f"there is no {shown(part)}")
            node = found
        return node

    def _followed(self, node: Node) -> Node:
        at = node
        try:
            for _ in range(LONGEST):
                at = self.one(at, at.value["$ref"])
                if not (isinstance(at.value, dict) and isinstance(at.value.get("$ref"), str)):
                    return at
                if not self.old and at.value.keys() - BESIDE:
                    return at  # what stands beside the reference counts
            told = "it leads in a circle"
        except CannotLook as error:
            told = str(error)
        reference = node.value["$ref"]
        self.lost.append((node.place, f"$ref {shown(reference)}: {told}"))
        return node._replace(value={UNRESOLVED: reference})

    def _base(self, node: Node) -> str:
        """The ``$id`` that holds for a node, or none."""
        base, value = "", node.document.value
        for key in (*node.keys, None):
            if isinstance(value, dict) and isinstance(value.get("$id"), str):
                base = urljoin(base, value["$id"])
            if key is None or not isinstance(value, dict | list):
                break
            value = value.get(key) if isinstance(value, dict) else value[int(key)]
        return base

    def _known(self, document: Document) -> dict[str, Node]:
        """What a document names by ``$id`` and ``$anchor``: URI or ``#name`` → schema."""
        if id(document) not in self._identified:
            found: dict[str, Node] = {}
            self._identified[id(document)] = found
            if any(name in document.text for name in IDENTIFIERS):
                self._identify(Node(self, document, (), document.value), found)
        return self._identified[id(document)]

    def _identify(self, root: Node, found: dict[str, Node]) -> None:
        waiting = [(root, "")]
        while waiting:
            node, base = waiting.pop()
            value = node.value
            if isinstance(value, dict):
                if isinstance(value.get("$id"), str):
                    base = urljoin(base, value["$id"])
                    found.setdefault(base, node)
                for name in IDENTIFIERS[1:]:
                    if isinstance(value.get(name), str):
                        found.setdefault(f"#{value[name]}", node)
                        found.setdefault(f"{base}#{value[name]}", node)
            waiting.extend((one, base) for one in _below(node))


def _below(node: Node) -> Iterator[Node]:
    value = node.value
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        if (found := node.child(key)) is not None:
            yield found


def _step(node: Node, part: str) -> Node | None:
    is_index = isinstance(node.value, list) and part.isdecimal()
    return node.child(int(part) if is_index else part)


def _hold_version(root: Node) -> None:
    """Raise CannotLook for what is no document that can be compared."""
    value, path = root.value, root.document.path
    if isinstance(value, dict) and "swagger" in value:
        raise CannotLook(f"{path}: Swagger 2.0: convert it to OpenAPI 3 to compare it")
    if not (isinstance(value, dict) and str(value.get("openapi", "")).startswith("3.")):
        raise CannotLook(f"{path}: no OpenAPI document of version 3: the key `openapi` says which")
