"""What does the app's own OpenAPI document promise?"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from launchready_ci.gate import CannotLook
from launchready_ci.gates.smoke.asking import Run
from launchready_ci.gates.smoke.markup import HTML
from launchready_ci.http import Answer, HttpError
from launchready_ci.nodes import ConfigError, Map, Node, Scalar, Seq, shown
from launchready_ci.shapes import READERS

PLACES = (
    "/openapi.json",
    "/openapi.yaml",
    "/openapi.yml",
    "/api/openapi.json",
    "/api/openapi.yaml",
    "/swagger.json",
    "/swagger.yaml",
    "/api/schema/?format=json",
    "/v3/api-docs",
    "/api-docs",
)
"""Of FastAPI and others, NestJS, Django REST, Spring."""
SLOTS = 8
"""Parameters of a path: a pattern with more could be made to search for hours."""
Document = Mapping[str, Any]


class NoDocument(CannotLook):
    """What came is no OpenAPI document, and why."""


class Documents:
    """The app's OpenAPI document, asked for once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[Document | None] = []

    def get(self, run: Run) -> Document | None:
        """The document, or None where the app has none in the usual places.

        Raises NoDocument where the configuration names one that cannot be used.
        """
        with self._lock:
            if not self._found:
                self._found.append(_named(run) if run.config.openapi else _usual(run))
            return self._found[0]


def _named(run: Run) -> Document:
    path = run.config.openapi
    try:
        return _document(run, path)
    except (HttpError, NoDocument) as error:
        raise NoDocument(f"smoke.openapi: {error}") from None


def _usual(run: Run) -> Document | None:
    def look(path: str) -> Document | None:
        try:
            return _document(run, path)
        except (HttpError, NoDocument):
            return None  # a place where nothing needs to be

    return next(filter(None, run.pool.map(look, PLACES)), None)


def _document(run: Run, path: str) -> Document:
    answer = run.client.request("GET", path)
    if answer.status != 200:
        raise NoDocument(f"{shown(path)} gave status {answer.status}")
    body = _json(answer) if answer.body.lstrip()[:1] == b"{" else _yaml(path, answer)
    if not (isinstance(body, dict) and ("openapi" in body or "swagger" in body)):
        raise NoDocument(f"{shown(path)} is no OpenAPI document")
    if not isinstance(body.get("paths"), dict):
        raise NoDocument(f"{shown(path)} is an OpenAPI document without paths")
    return {**body, "servers": _servers(body, answer.url)}


def _json(answer: Answer) -> object:
    try:
        return json.loads(answer.text)
    except (ValueError, RecursionError):
        raise NoDocument("the document is no JSON") from None


def _yaml(path: str, answer: Answer) -> object:
    """YAML's core schema, as launchready.yaml is read: bounded, every key is text."""
    from launchready_ci import yaml_marks

    if answer.media_type in HTML:
        raise NoDocument(f"{shown(path)} is a page")
    try:
        root = yaml_marks.document(path, answer.body)
    except ConfigError as error:
        raise NoDocument(f"{shown(path)}: {error.message}") from None
    return None if root is None else _plain(root)


def _plain(node: Node) -> object:
    if isinstance(node, Map):
        return {key: _plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Seq):
        return [_plain(item) for item in node.items]
    return _scalar(node)


def _scalar(node: Scalar) -> object:
    if node.null or not node.plain:
        return None if node.null else node.text
    for kind in (bool, int, float):
        try:
            return READERS[kind](node.text)
        except (LookupError, ValueError):
            continue
    return node.text


def _servers(document: Document, url: str) -> list[Mapping[str, str]]:
    """Where the paths begin, absolute: a server's URL may be relative to the document's."""
    if "swagger" in document:  # version 2
        host = document.get("host") or urlsplit(url).netloc
        return [{"url": f"{urlsplit(url).scheme}://{host}{document.get('basePath') or '/'}"}]
    servers = document.get("servers")
    given = [s for s in servers if isinstance(s, dict)] if isinstance(servers, list) else []
    return [{"url": urljoin(url, str(one.get("url") or "/"))} for one in given or [{}]]


class Operation(NamedTuple):
    """What the document says of one request."""

    path: str
    """As a template: ``/posts/{id}``."""
    method: str
    spec: Document


def find(document: Document, method: str, path: str) -> Operation | None:
    """The operation of a request; a path without parameters wins."""
    path = urlsplit(path).path
    templates = [text for text in document["paths"] if text.count("{") <= SLOTS]
    for base in base_paths(document):
        for template in sorted(templates, key=lambda text: (text.count("{"), text)):
            pattern = re.sub(r"(?:\\\{[^/]*?\\\})+", "[^/]+", re.escape(base + template))
            item = resolved(document, document["paths"][template])
            spec = item.get(method.lower())
            if isinstance(spec, dict) and re.fullmatch(pattern, path):
                return Operation(base + template, method, spec)
    return None


def base_paths(document: Document) -> list[str]:
    """What stands before every path, for each of the servers."""
    return list(dict.fromkeys(urlsplit(s["url"]).path.rstrip("/") for s in document["servers"]))


def open_routes(document: Document, host: str) -> Iterator[Operation]:
    """What anybody may GET without parameters, below the first server, if that is this host."""
    first = urlsplit(document["servers"][0]["url"])
    if first.netloc != host:
        return
    for template, item in sorted(document["paths"].items()):
        whole = resolved(document, item)
        spec = whole.get("get")
        if not isinstance(spec, dict) or "{" in template:
            continue
        if spec.get("security", document.get("security")) or spec.get("deprecated"):
            continue
        parameters = [*_list(whole.get("parameters")), *_list(spec.get("parameters"))]
        if not any(resolved(document, p).get("required") for p in parameters):
            yield Operation(first.path.rstrip("/") + template, "GET", spec)


def statuses(document: Document, operation: Operation) -> list[str]:
    """What it may answer: ``200``, ``4XX``, ``default``."""
    return list(resolved(document, operation.spec.get("responses")))


def response(document: Document, operation: Operation, status: int) -> Document | None:
    """What is promised for a status: by its number, its class, or by default."""
    responses = resolved(document, operation.spec.get("responses"))
    names = (str(status), f"{status // 100}XX", "default")
    name = next((name for name in names if name in responses), None)
    return None if name is None else resolved(document, responses[name])


def resolved(document: Document, node: object) -> Document:
    """The node behind a reference within the document; empty where there is none."""
    for _ in range(10):
        ref = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(ref, str) or not ref.startswith("#/"):
            break
        node = document
        for part in ref[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            node = node.get(key, {}) if isinstance(node, dict) else {}
    return node if isinstance(node, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
