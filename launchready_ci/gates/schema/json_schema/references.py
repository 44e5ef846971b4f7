"""Follows the references of a schema, from file to file."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema import documents
from launchready_ci.gates.schema.documents import Document, Malformed
from launchready_ci.gates.schema.json_schema import known
from launchready_ci.nearest import nearest
from launchready_ci.nodes import Keys, shown

ITSELF = ("http://json-schema.org/", "https://json-schema.org/")
"""Where the library has the schemas of JSON Schema itself."""
LITERAL = ("const", "default", "enum", "example", "examples")
"""Keywords below which a ``$ref`` is no reference."""
MOST = 500
"""Files that one schema may refer to."""


class NoSchema(Exception):
    """A schema that cannot be used: nothing was held against it."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.location = location


def read(root: str, path: str, place: Location) -> Document:
    """A file that holds a schema, or several of them; raises NoSchema."""
    try:
        found = documents.load(root, path)
    except CannotLook as error:
        raise NoSchema(f"the schema {error}{nearest(path, known.FILES)}", place) from None
    except Malformed as error:
        raise NoSchema(f"the schema is {error}", error.location) from None
    if len(found) != 1 or not isinstance(found[0].value, dict | bool):
        raise NoSchema(f"{path} is no JSON Schema: expected one mapping", Location(path))
    return found[0]


class References:
    """What a schema refers to, by URI."""

    def __init__(self, root: str, folder: str, fetch: Callable[[str], bytes] | None) -> None:
        self.root = os.path.realpath(root)
        self.folder = folder
        self.fetch = fetch
        self.resources: dict[str, Any] = {}
        self.moved: dict[str, str] = {}
        """Folders of ``$id`` → the folders in which those schemas really lie."""

    def follow(self, uri: str, document: Document) -> None:
        """Take a document in, and all that it refers to."""
        self.resources[uri] = document.value
        waiting = [(uri, document)]
        while waiting:
            base, outer = waiting.pop()
            for keys, wanted in self._wanted(base, outer):
                if wanted and wanted not in self.resources and not wanted.startswith(ITSELF):
                    found = self._get(wanted, keys, outer)
                    self.resources[wanted] = found.value
                    waiting.append((wanted, found))

    def _wanted(self, base: str, document: Document) -> list[tuple[Keys, str]]:
        """Where each reference stands, and the resource that it is to; raises NoSchema."""
        try:
            found = list(self._walk(document.value, base, ()))
            return [(keys, urldefrag(target).url) for keys, target in found]
        except ValueError:
            told = "a `$ref` or `$id` of the schema is no URI"
            raise NoSchema(told, Location(document.path)) from None

    def _walk(self, schema: Any, base: str, keys: Keys) -> Iterator[tuple[Keys, str]]:  # noqa: ANN401
        """The references of a schema, absolute; its identifiers are noted on the way."""
        if isinstance(schema, dict):
            base = self._identified(schema, base)
            for name in ("$ref", "$dynamicRef", "$recursiveRef"):
                if isinstance(schema.get(name), str):
                    yield (*keys, name), urljoin(base, schema[name])
            for key, value in schema.items():
                if key not in LITERAL:
                    yield from self._walk(value, base, (*keys, key))
        elif isinstance(schema, list):
            for index, value in enumerate(schema):
                yield from self._walk(value, base, (*keys, index))

    def _identified(self, schema: dict[str, Any], base: str) -> str:
        named = schema.get("$id", schema.get("id"))
        if not isinstance(named, str) or named.startswith("#"):
            return base
        uri = urldefrag(urljoin(base, named)).url
        if base.startswith("file:"):
            self.moved[urljoin(uri, ".")] = urljoin(base, ".")
        self.resources.setdefault(uri, schema)
        return uri

    def _get(self, uri: str, keys: Keys, document: Document) -> Document:
        """What stands at a URI, a file of the repository as a rule; raises NoSchema."""
        place = document.place(keys)
        if len(self.resources) > MOST:
            raise NoSchema(f"the schema refers to more than {MOST} others", place)
        if path := self._path(uri):
            return self._file(path, place)
        scheme = urlsplit(uri).scheme
        if scheme == "file":
            told = "leads out of the repository"
        elif scheme not in ("http", "https"):
            told = f"leads to {shown(uri)}, which is nothing that can be read"
        elif self.fetch is None:
            told = f"leads to {shown(uri)}: give --fetch to ask that host"
        else:
            return self._fetched(uri, place, self.fetch)
        raise NoSchema(f"`$ref` {told}", place)

    def _path(self, uri: str) -> str:
        """The file that a URI means, within the repository or beside the schema; else nothing."""
        for remote, local in self.moved.items():
            if uri.startswith(remote) and not uri.startswith("file:"):
                moved = local + uri.removeprefix(remote)
                if os.path.isfile(unquote(urlsplit(moved).path)):
                    uri = moved
        if not uri.startswith("file:"):
            return ""
        path = os.path.realpath(unquote(urlsplit(uri).path))
        inside = any(path.startswith(os.path.join(top, "")) for top in (self.root, self.folder))
        return path if inside else ""

    def _file(self, path: str, place: Location) -> Document:
        inside = os.path.relpath(path, self.root)
        shown_path = path if inside.startswith(os.pardir) else inside
        return read(self.root, shown_path, place)

    @staticmethod
    def _fetched(uri: str, place: Location, fetch: Callable[[str], bytes]) -> Document:
        try:
            (document,) = documents.read(urlsplit(uri).path or uri, fetch(uri))
        except (CannotLook, Malformed, ValueError) as error:
            raise NoSchema(f"`$ref` leads to {shown(uri)}: {error}", place) from None
        return document
