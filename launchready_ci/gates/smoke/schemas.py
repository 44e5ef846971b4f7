"""Does a body fit the app's own OpenAPI document, or a JSON Schema of the repository?"""

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urlsplit

from launchready_ci.conditions import Failed
from launchready_ci.gate import CannotLook
from launchready_ci.gates.smoke.asking import Run
from launchready_ci.gates.smoke.config import Step
from launchready_ci.http import Answer, HttpError, NotJson
from launchready_ci.nodes import shown
from launchready_ci.redact import redact

PLACES = (
    "/openapi.json",
    "/api/openapi.json",
    "/swagger.json",
    "/api/schema/?format=json",
    "/v3/api-docs",
    "/api-docs",
)
"""Of FastAPI and others, NestJS, Django REST, Spring."""
Document = Mapping[str, Any]
NEEDED = "this needs the extra schema: pip install 'launchready_ci[schema]'"


class Documents:
    """The app's OpenAPI document, asked for once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[Document | None] = []

    def get(self, run: Run) -> Document | None:
        """The document, or None where the app has none in the usual places."""
        with self._lock:
            if not self._found:
                named = (run.config.openapi,) if run.config.openapi else PLACES
                self._found.append(
                    next(filter(None, (_document(run, path) for path in named)), None)
                )
            return self._found[0]


class Operation(NamedTuple):
    """What the document says of one request."""

    path: str
    """As a template: ``/posts/{id}``."""
    method: str
    spec: Document


def available() -> bool:
    """Whether the extra is installed."""
    from importlib.util import find_spec

    return find_spec("jsonschema_rs") is not None


def failures(run: Run, step: Step, answer: Answer) -> Iterator[Failed]:
    """Where the body does not fit; raises CannotLook where it cannot be told."""
    if step.expect.schema:
        schema = _file(run, step.expect.schema)
        yield from _misfits(("schema",), schema, schema, answer, step.expect.schema)
    if step.expect.openapi:
        yield from _openapi(run, step, answer)


def _openapi(run: Run, step: Step, answer: Answer) -> Iterator[Failed]:
    document = run.documents.get(run)
    if document is None:
        looked = run.config.openapi or ", ".join(PLACES)
        raise CannotLook(f"no OpenAPI document at {looked}: name its path, smoke: {{openapi: /…}}")
    operation = find(document, step.method, step.path)
    if operation is None:
        yield Failed(("openapi",), f"the OpenAPI document has no {step.method} {shown(step.path)}")
        return
    responses = _resolved(document, operation.spec.get("responses") or {})
    name = next(
        (n for n in (str(answer.status), f"{answer.status // 100}XX", "default") if n in responses),
        "",
    )
    if not name:
        known = ", ".join(map(str, responses)) or "none"
        told = f"the OpenAPI document has no status {answer.status} here, only {shown(known)}"
        yield Failed(("openapi",), told)
        return
    schema = _schema(document, _resolved(document, responses[name]), answer)
    if schema is not None:
        yield from _misfits(("openapi",), schema, document, answer, "the OpenAPI document")


def find(document: Document, method: str, path: str) -> Operation | None:
    """The operation of a request; a path without parameters wins."""
    path, base = urlsplit(path).path, base_path(document)
    for template in sorted(document.get("paths") or {}, key=lambda text: (text.count("{"), text)):
        pattern = re.sub(r"\\\{[^/]*?\\\}", "[^/]+", re.escape(base + template))
        spec = document["paths"][template].get(method.lower())
        if spec and re.fullmatch(pattern, path):
            return Operation(base + template, method, spec)
    return None


def base_path(document: Document) -> str:
    """What stands before every path (``servers`` of version 3, ``basePath`` of 2)."""
    if "swagger" in document:
        return str(document.get("basePath") or "").rstrip("/")
    servers = document.get("servers") or [{}]
    return urlsplit(str(servers[0].get("url") or "")).path.rstrip("/")


def _schema(document: Document, response: Document, answer: Answer) -> Document | None:
    if "swagger" in document:
        return response.get("schema")
    content = response.get("content") or {}
    found = content.get(answer.media_type) or content.get("application/json") or {}
    schema = found.get("schema")
    return schema if isinstance(schema, dict) else None


def _resolved(document: Document, node: Document) -> Document:
    """The node behind a reference within the document."""
    for _ in range(10):
        ref = node.get("$ref")
        if not isinstance(ref, str) or not ref.startswith("#/"):
            break
        found: Any = document
        for part in ref[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            found = found.get(key, {}) if isinstance(found, dict) else {}
        node = found
    return node


def _misfits(
    keys: tuple[str, ...], schema: Document, document: Document, answer: Answer, whose: str
) -> Iterator[Failed]:
    """The first places where the body does not fit; its values are not told."""
    try:
        import jsonschema_rs
    except ModuleNotFoundError:
        raise CannotLook(NEEDED) from None
    try:
        body = answer.json
    except NotJson as error:
        yield Failed(keys, str(error))
        return
    old = "swagger" in document or str(document.get("openapi", "")).startswith("3.0")
    whole = {**_shared(document), **schema} if schema is not document else dict(schema)
    kind = jsonschema_rs.Draft4Validator if old else jsonschema_rs.validator_for
    try:
        validator = kind(_nullable(whole) if old else whole, retriever=_refuse)
        misfits = list(islice(validator.iter_errors(body), 3))
    except (ValueError, jsonschema_rs.ReferencingError):
        raise CannotLook(f"{whose} holds a schema that cannot be used") from None
    for misfit in misfits:
        place = ".".join(map(str, misfit.instance_path)) or "the body"
        # the keyword that fails: the library's message would repeat the value
        rule = redact("/".join(map(str, misfit.schema_path))[-60:])
        yield Failed(keys, f"{shown(place)} does not fit {whose}: {shown(rule)}")


def _shared(document: Document) -> Document:
    """What references within an OpenAPI document lead to."""
    return {
        k: document[k] for k in ("components", "definitions", "paths", "responses") if k in document
    }


def _nullable(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """``nullable: true`` of OpenAPI 3.0 as JSON Schema says it."""
    if isinstance(schema, list):
        return [_nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _nullable(value) for key, value in schema.items()}
    if made.pop("nullable", None) is True or made.pop("x-nullable", None) is True:
        return {"anyOf": [{"type": "null"}, made]}
    return made


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} lies outside")


def _document(run: Run, path: str) -> Document | None:
    try:
        answer = run.client.request("GET", path)
        body = answer.json if answer.status == 200 else None
    except (HttpError, NotJson):
        return None
    if not isinstance(body, dict) or not ("openapi" in body or "swagger" in body):
        return None
    return body if isinstance(body.get("paths"), dict) else None


def _file(run: Run, name: str) -> Document:
    path = os.path.join(run.context.root, name)
    try:
        with open(path, "rb") as file:
            schema = json.load(file)
    except OSError as error:
        raise CannotLook(f"{shown(name)} cannot be read: {error.strerror}") from None
    except ValueError:
        raise CannotLook(f"{shown(name)} is no JSON") from None
    if not isinstance(schema, dict):
        raise CannotLook(f"{shown(name)} is no JSON Schema")
    return schema
