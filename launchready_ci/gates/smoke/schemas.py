"""Does a body fit the app's own OpenAPI document, or a JSON Schema of the repository?"""

import json
import os
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from launchready_ci.conditions import Failed
from launchready_ci.gate import CannotLook
from launchready_ci.gates.smoke import openapi
from launchready_ci.gates.smoke.asking import Run
from launchready_ci.gates.smoke.config import Step
from launchready_ci.gates.smoke.openapi import Document
from launchready_ci.http import Answer, NotJson
from launchready_ci.json_schema import NEEDED, Misfit, available, of, told
from launchready_ci.json_schema.meant import misfits as meant
from launchready_ci.json_schema.told import place, without_echoes
from launchready_ci.json_schema.validate import plain
from launchready_ci.nodes import listed, shown

__all__ = ["available", "failures"]

MOST = 1000
"""Places of a body where it does not fit that are counted; three are told."""


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
        told = f"no OpenAPI document at {', '.join(openapi.PLACES)}"
        raise CannotLook(f"{told}: name its path, smoke: {{openapi: /…}}")
    operation = openapi.find(document, step.method, run.client.url(step.path))
    if operation is None:
        yield Failed(("openapi",), f"the OpenAPI document has no {step.method} {shown(step.path)}")
        return
    response = openapi.response(document, operation, answer.status)
    if response is None:
        known = shown(", ".join(openapi.statuses(document, operation)) or "none")
        told = f"the OpenAPI document has no status {answer.status} here, only {known}"
        yield Failed(("openapi",), told)
        return
    if answer.method != "HEAD":
        yield from _body(document, response, answer)


def _body(document: Document, response: Document, answer: Answer) -> Iterator[Failed]:
    """Where the body is not of the kind, or the form, that the document promises."""
    content = response.get("content")
    promised = dict(content) if isinstance(content, dict) else {}
    came = answer.media_type
    if "swagger" in document:  # version 2: one schema, for JSON
        promised = {came: response} if came.endswith("json") else {}
    kinds = {str(kind).partition(";")[0].strip().lower(): kind for kind in promised}
    kind = next((k for k in (came, f"{came.partition('/')[0]}/*", "*/*") if k in kinds), None)
    if kinds and kind is None:
        known = shown(listed(sorted(kinds)))
        told = f"comes as {shown(came or 'no content type')}, the OpenAPI document says {known}"
        yield Failed(("openapi",), told)
    elif kind is not None and came.endswith("json"):
        schema = openapi.resolved(document, promised[kinds[kind]]).get("schema")
        if isinstance(schema, dict):
            yield from _misfits(("openapi",), schema, document, answer, "the OpenAPI document")


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
        usable = _nullable(whole) if old else whole
        validator = kind(usable, base_uri="body:///schema", retriever=_refuse)
        misfits = [of(plain(one, body)) for one in islice(validator.iter_errors(body), MOST)]
    except (ValueError, RecursionError, jsonschema_rs.ReferencingError):
        raise CannotLook(f"{whose} holds a schema that cannot be used") from None
    alike: dict[tuple[str, str], list[Misfit]] = {}
    for misfit in misfits:
        alike.setdefault((misfit.schema, str(misfit.asked.get("property"))), []).append(misfit)
    for first, *more in islice(alike.values(), 3):
        others = f" (and {len(more)} more)" if more else ""
        for said in without_echoes(t for one in meant([first]) for t in told(one, body)):
            where = "" if place(said.keys) else "the body: "
            yield Failed(keys, f"{where}{said}{others}, says {whose}")


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
    for name in ("nullable", "x-nullable"):
        if made.get(name) is True:
            del made[name]
            if isinstance(made.get("type"), str) and "enum" not in made:
                return {**made, "type": [made["type"], "null"]}
            return {"anyOf": [{"type": "null"}, made]}
    return made


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} lies outside")


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
