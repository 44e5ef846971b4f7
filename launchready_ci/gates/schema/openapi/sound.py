"""Is one OpenAPI document sound, with all files that it refers to?"""

import os
from collections.abc import Iterator
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gate import Context, NotLookedAt, Unreadable
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.documents import Malformed, load
from launchready_ci.gates.schema.openapi.api import OfDocument
from launchready_ci.gates.schema.openapi.examples import tried
from launchready_ci.gates.schema.openapi.files import Files
from launchready_ci.gates.schema.openapi.rules import (
    document,
    given,
    operations,
    paths,
    references,
    schemas,
    valid,
)
from launchready_ci.gates.schema.openapi.walk import walk
from launchready_ci.json_schema import NEEDED, available
from launchready_ci.rule import Rule
from launchready_ci.unusable import CannotLook


def collect(config: Schema, context: Context) -> Iterator[OfDocument | Unreadable | NotLookedAt]:
    """The document that is configured, or those that the command line named."""
    if (config.asked or config.openapi) and not available():
        raise CannotLook(NEEDED)
    if config.asked:
        for name in config.asked.files:
            path = os.path.relpath(os.path.abspath(name), os.path.abspath(context.root))
            yield from _document(path.replace(os.sep, "/"), Location(path), context)
    elif config.openapi is not None:
        yield from _document(config.openapi.file, context.place("openapi", "file"), context)
    else:
        yield NotLookedAt(OfDocument, "no openapi in the section schema of launchready.yaml")


def _document(path: str, asked: Location, context: Context) -> Iterator[OfDocument | Unreadable]:
    files = Files(context.root, os.path.dirname(path))
    try:
        found = load(context.root, path)
    except Malformed as error:
        yield Unreadable(f"{error.location}: {error.message}", path, error.location)
        return
    except CannotLook as error:
        yield Unreadable(str(error), path, asked)
        return
    api = walk(found[0], files) if len(found) == 1 else f"{len(found)} documents, expected one"
    if isinstance(api, str):
        yield Unreadable(f"{path}: {api}", path, Location(path))
        return
    context.count("documents", len(files.documents()))
    context.count("operations", len(api.of("Operation")))
    yield from (Unreadable(f"{e.location}: {e}", path, e.location) for e in files.too_much)
    yield api
    yield from tried(api)


RULES: tuple[Rule[Any], ...] = (
    *valid.RULES,
    *references.RULES,
    *paths.RULES,
    *operations.RULES,
    *document.RULES,
    *schemas.RULES,
    *given.RULES,
)
