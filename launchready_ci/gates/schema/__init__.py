"""Are configuration and API, once the app is built, what was promised?

Rule ids: LR-SCH000 unreadable, 001 to 049 JSON Schema, 050 to 099 an OpenAPI document alone, 100
to 199 its changes, 200 to 299 what was built, 300 to 399 the database.
"""

from collections.abc import Iterator, Mapping

from launchready_ci.gate import (
    CannotLook,
    Context,
    Facts,
    Gate,
    NotLookedAt,
    Said,
    Unreadable,
    never,
    rule,
)
from launchready_ci.gates.schema.configuration import Json, OpenApi, Schema
from launchready_ci.gates.schema.parts import PARTS

__all__ = ["GATE", "Json", "OpenApi", "Schema"]

SUBCOMMANDS: Mapping[str, str] = {
    "json": "launchready_ci.gates.schema.commands.json",
    "openapi": "launchready_ci.gates.schema.commands.openapi",
    "openapi-diff": "launchready_ci.gates.schema.commands.openapi_diff",
    "artifact": "launchready_ci.gates.schema.commands.artifact",
    "database": "launchready_ci.gates.schema.commands.database",
}


@rule("LR-SCH000", "unreadable", judges=Facts)
def unreadable(facts: Facts) -> Iterator[Said]:
    """A file, a schema or a document could not be looked at.

    Why: what nobody held against its schema may be what breaks the deploy.
    Fix: do what the reason says.
    """
    yield from never(facts)


def collect(config: Schema, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Look at all that is configured, or at the one part that the command line named."""
    if not (config.asked or config.json or config.openapi or config.artifact or config.database):
        told = (
            "launchready schema json FILE --schema S, or name it in launchready.yaml: schema: {...}"
        )
        raise CannotLook(f"nothing to look at: {told}")
    wanted = [config.asked.part] if config.asked else list(PARTS)
    for name in wanted:
        if name in PARTS:
            yield from PARTS[name].collect(config, context)
    for name in _unknown(config, wanted):
        yield Unreadable(f"schema {name}: this version cannot look at it")
    context.complete = config.asked is None


def _unknown(config: Schema, wanted: list[str]) -> set[str]:
    """What is configured or asked for, and is no part yet."""
    configured = {"json": bool(config.json), "openapi": config.openapi is not None}
    configured["openapi-diff"] = config.openapi is not None and bool(config.openapi.compare)
    configured["artifact"] = config.artifact is not None
    configured["database"] = config.database is not None
    named = {name for name, is_there in configured.items() if is_there and not config.asked}
    return {*named, *wanted} - PARTS.keys()


RULES = tuple(rule for part in PARTS.values() for rule in part.rules)
GATE = Gate("schema", ("post-build",), Schema, collect, RULES, unreadable)
