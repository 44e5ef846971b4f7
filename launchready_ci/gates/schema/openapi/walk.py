"""Finds every object of an OpenAPI document, and what references lead to, in other files too."""

import posixpath
import re
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document, keys_of
from launchready_ci.gates.schema.openapi.api import Api, Element, Reference, Spot
from launchready_ci.gates.schema.openapi.files import Files
from launchready_ci.gates.schema.openapi.kinds import REFERENCES, Kind, below
from launchready_ci.gates.schema.openapi.pointers import descend, url_of, value_at
from launchready_ci.nodes import shown

DIALECTS = (
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://json-schema.org/draft/2020-12/schema",
)
WHAT = {list: "a list", str: "text", dict: "an object", type(None): "nothing"}


class _Task(NamedTuple):
    """An object that waits to be looked at."""

    kind: Kind
    spot: Spot
    value: Any
    base: Spot
    """What ``#`` of a reference stands for: the file, or the schema that has an ``$id``."""


def walk(document: Document, files: Files) -> Api | str:
    """Everything that the document holds and refers to; or why it is none that can be judged."""
    value = document.value
    if not isinstance(value, dict) or "openapi" not in value:
        if isinstance(value, dict) and "swagger" in value:
            return "Swagger 2.0: only OpenAPI 3.0 and 3.1 are judged, convert it"
        return "no OpenAPI document: the key `openapi` is missing"
    version = re.match(r"3\.[01](?![0-9])", str(value["openapi"]))
    if version is None:
        return f"openapi: {shown(str(value['openapi']))}: only 3.0.x and 3.1.x are judged"
    files.add(document)
    walked = _Walk(files, version[0], document)
    walked.everything()
    documents = files.documents()

    def place(spot: Spot) -> Location:
        return documents[spot.file].place(spot.keys)

    def key(spot: Spot) -> Location:
        return documents[spot.file].key(spot.keys)

    return Api(
        subject=document.path,
        location=Location(document.path),
        ignores={at: rules for one in documents.values() for at, rules in one.ignores.items()},
        version=version[0],
        root=Spot(document.path, ()),
        value=value,
        elements=walked.elements,
        references=walked.references,
        place=place,
        key=key,
        dialect=version[0] == "3.0"
        or str(value.get("jsonSchemaDialect", DIALECTS[0])).startswith(DIALECTS),
        values={path: one.value for path, one in documents.items()},
        duplicates=tuple(twice for one in documents.values() for twice in one.duplicates),
        outside=walked.outside,
    )


class _Walk:
    """Looks at the document's own tree first, then at what its references lead to beside it."""

    def __init__(self, files: Files, version: str, document: Document) -> None:
        self.files = files
        self.siblings = version != "3.0"
        """Beside ``$ref`` of a schema other keywords count."""
        self.root = Spot(document.path, ())
        self.elements: dict[Kind, list[Element]] = {}
        self.references: list[Reference] = []
        self.outside: dict[Spot, Kind] = {}
        self.kinds: dict[Spot, Kind] = {}
        self.identified: dict[str, Spot] = {}
        self.schemas = _schemas(document.value)
        self.waiting: deque[tuple[Kind, Spot, str, Spot, bool]] = deque()
        self._tree(_Task("OpenAPI", self.root, document.value, self.root))

    def everything(self) -> None:
        while self.waiting:
            self._refer(*self.waiting.popleft())

    def _tree(self, top: _Task) -> None:
        """All objects from one on, in the order of the text."""
        stack = [top]
        while stack:
            task = stack.pop()
            if task.spot in self.kinds:
                continue
            self.kinds[task.spot] = task.kind
            base = self._look(task)
            if base is not None:
                inner = [
                    _Task(kind, Spot(task.spot.file, (*task.spot.keys, *keys)), value, base)
                    for kind, keys, value in below(task.kind, task.value)
                ]
                stack.extend(reversed(inner))

    def _look(self, task: _Task) -> Spot | None:
        """Take the object; the base of what is below it, or None where that does not count."""
        kind, spot, value, base = task
        if kind == "Schema" and isinstance(value, dict) and self.siblings:
            base = self._identify(spot, value, base)
        text = value.get("$ref") if isinstance(value, dict) and kind in REFERENCES else None
        if isinstance(text, str):
            self.waiting.append((kind, spot / "$ref", text, base, False))
            if not (kind == "PathItem" or (kind == "Schema" and self.siblings)):
                return None
        self.elements.setdefault(kind, []).append(Element(kind, spot, value))
        if isinstance(value, dict):
            self._named(kind, spot, value, base)
        return base

    def _identify(self, spot: Spot, value: Mapping[str, Any], base: Spot) -> Spot:
        """``$id`` and ``$anchor`` (JSON Schema 2020-12, 8.2)."""
        if isinstance(name := value.get("$id"), str):
            base = spot
            self.identified[urljoin(spot.file, name).removesuffix("#")] = spot
        for key in ("$anchor", "$dynamicAnchor"):
            if isinstance(name := value.get(key), str):
                self.identified[f"{base}#{name}"] = spot
        return base

    def _named(self, kind: Kind, spot: Spot, value: Mapping[str, Any], base: Spot) -> None:
        """What names other objects without ``$ref``."""
        if kind == "Link" and isinstance(text := value.get("operationRef"), str):
            self.waiting.append(("Operation", spot / "operationRef", text, base, False))
        told = value.get("discriminator") if kind == "Schema" else None
        mapping = told.get("mapping") if isinstance(told, dict) else None
        for name, text in mapping.items() if isinstance(mapping, dict) else ():
            if isinstance(text, str):
                place = spot / "discriminator" / "mapping" / name
                self.waiting.append(("Schema", place, text, base, True))

    def _refer(self, kind: Kind, spot: Spot, text: str, base: Spot, mapping: bool) -> None:
        if mapping and text in self.schemas:
            target = self.root / "components" / "schemas" / text
            self.references.append(Reference(kind, spot, text, target))
        elif (url := url_of(text)) is None:
            reason = "it is no URI reference (RFC 3986)"
            self.references.append(Reference(kind, spot, text, None, reason=reason))
        elif found := self._identified(spot, text, base, url.fragment):
            self._arrive(kind, spot, text, found)
        elif url.scheme or url.netloc:
            self.references.append(Reference(kind, spot, text, None, remote=True))
        elif isinstance(there := self._target(spot, text, base), str):
            self.references.append(Reference(kind, spot, text, None, reason=there))
        else:
            self._arrive(kind, spot, text, there)

    def _identified(self, spot: Spot, text: str, base: Spot, fragment: str) -> Spot | None:
        """The schema with that ``$id`` or ``$anchor``."""
        found = self.identified.get(urljoin(spot.file, text).removesuffix("#"))
        anchored = fragment and not fragment.startswith("/")
        return self.identified.get(f"{base}#{fragment}") if found is None and anchored else found

    def _target(self, spot: Spot, text: str, base: Spot) -> Spot | str:
        """The place that a reference names, or why there is none."""
        path, _, fragment = text.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(spot.file), unquote(path)))
        start = Spot(file, ()) if path else base
        document = self.files.get(start.file)
        if isinstance(document, str):
            return document
        if fragment and not fragment.startswith("/"):
            return f"no schema has the $anchor {shown(fragment)}"
        value = value_at(document.value, start.keys)
        return descend(start, value, keys_of(f"#{fragment}"))

    def _arrive(self, kind: Kind, spot: Spot, text: str, target: Spot) -> None:
        document = self.files.get(target.file)
        value = None if isinstance(document, str) else value_at(document.value, target.keys)
        other = self.kinds.get(target)
        if other is None and not _may_be(kind, value):
            reason = f"there is {WHAT.get(type(value), 'a plain value')}"
            self.references.append(Reference(kind, spot, text, target, reason=reason))
            return
        wrong = other if other not in (None, kind) else None
        self.references.append(Reference(kind, spot, text, target, wrong))
        if other is None:
            self.outside[target] = kind
            self._tree(_Task(kind, target, value, Spot(target.file, ())))


def _may_be(kind: Kind, value: object) -> bool:
    return isinstance(value, dict) or (kind == "Schema" and isinstance(value, bool))


def _schemas(value: Mapping[str, Any]) -> Mapping[str, Any]:
    components = value.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}
