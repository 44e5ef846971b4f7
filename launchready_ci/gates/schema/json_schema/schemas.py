"""Loads a schema with all that it refers to."""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema import documents
from launchready_ci.gates.schema.documents import Document, Malformed, keys_of
from launchready_ci.gates.schema.json_schema import known
from launchready_ci.json_schema import Misfit
from launchready_ci.json_schema.told import at
from launchready_ci.nodes import Keys, shown

ITSELF = ("http://json-schema.org/", "https://json-schema.org/")
"""Where the library has the schemas of JSON Schema itself."""
LITERAL = ("const", "default", "enum", "example", "examples")
"""Keywords below which a ``$ref`` is no reference."""
MOST = 500
"""Files that one schema may refer to."""
KNOWN_BELOW = ("allOf", "anyOf", "oneOf", "if", "then", "else", "$ref")


class NoSchema(Exception):
    """A schema that cannot be used: nothing was held against it."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.location = location


class Loaded(NamedTuple):
    """A schema that can be asked."""

    name: str
    document: Document
    uri: str
    resources: Mapping[str, Any]
    """What its references lead to, by URI; the schema itself and every ``$id`` too."""

    def known(self, misfit: Misfit) -> list[str]:
        """The keys that the schema knows beside the keyword of a misfit."""
        uri, _, pointer = misfit.schema.partition("#")
        parent = _below(self.resources.get(uri), keys_of(f"#{pointer}")[:-1])
        return list(dict.fromkeys(self._keys(parent, uri, 0)))

    def _keys(self, schema: Any, uri: str, level: int) -> Iterator[str]:  # noqa: ANN401
        if not isinstance(schema, dict) or level > 6:
            return
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for name in KNOWN_BELOW:
            inside = schema.get(name)
            if name == "$ref" and isinstance(inside, str):
                base, pointer = urldefrag(urljoin(uri, inside))
                yield from self._keys(
                    _below(self.resources.get(base), keys_of(f"#{pointer}")), base, level + 1
                )
            for one in inside if isinstance(inside, list) else [inside]:
                yield from self._keys(one, uri, level + 1)


def _below(schema: object, keys: Keys) -> Any:  # noqa: ANN401 - any JSON
    for key in keys:
        schema = at(schema, (int(key) if isinstance(schema, list) else key,))
    return schema


def load(path: str, root: str, place: Location, fetch: Callable[[str], bytes] | None) -> Loaded:
    """The schema in a file, by its path from the root or an absolute one; raises NoSchema.

    ``fetch`` gets what is on another host; without it nothing may be.
    """
    return of(path, _read(root, path, place), root, fetch)


def of(name: str, document: Document, root: str, fetch: Callable[[str], bytes] | None) -> Loaded:
    """The schema that a document holds; raises NoSchema."""
    full = os.path.join(os.path.realpath(root), document.path)
    references = _References(root, os.path.dirname(full), fetch)
    uri = _uri(full)
    references.add(uri, document)
    return Loaded(name, document, uri, references.resources)


def _read(root: str, path: str, place: Location) -> Document:
    try:
        found = documents.load(root, path)
    except CannotLook as error:
        raise NoSchema(f"the schema {error}", place) from None
    except Malformed as error:
        raise NoSchema(f"the schema is {error}", error.location) from None
    if len(found) != 1 or not isinstance(found[0].value, dict | bool):
        raise NoSchema(f"{path} is no JSON Schema: expected one mapping", Location(path))
    return found[0]


class _References:
    """Follows the references of a schema, from file to file."""

    def __init__(self, root: str, folder: str, fetch: Callable[[str], bytes] | None) -> None:
        self.root = os.path.realpath(root)
        self.folder = folder
        self.fetch = fetch
        self.resources: dict[str, Any] = {}
        self.moved: dict[str, str] = {}
        """Folders of ``$id`` → the folders in which those schemas really lie."""

    def add(self, uri: str, document: Document) -> None:
        """Take a document in, and all that it refers to."""
        self.resources[uri] = document.value
        wanted = list(self._walk(document.value, uri, ()))
        for keys, target in wanted:
            base = urldefrag(target).url
            if base and base not in self.resources and not base.startswith(ITSELF):
                self.add(base, self._get(base, keys, document))

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
        return _read(self.root, shown_path, place)

    @staticmethod
    def _fetched(uri: str, place: Location, fetch: Callable[[str], bytes]) -> Document:
        try:
            (document,) = documents.read(urlsplit(uri).path or uri, fetch(uri))
        except (CannotLook, Malformed, ValueError) as error:
            raise NoSchema(f"`$ref` leads to {shown(uri)}: {error}", place) from None
        return document


def _uri(path: str) -> str:
    from urllib.parse import quote

    return "file://" + quote(path)


def known_path(name: str, place: Location) -> str:
    """The file of a known schema; raises NoSchema."""
    if path := known.path_of(name):
        return path
    told = "comes with check-jsonschema: pip install 'launchready_ci[schema]'"
    raise NoSchema(f"the schema {name} {told}", place)
