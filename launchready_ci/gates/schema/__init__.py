"""Are configuration and API, once the app is built, what was promised?

Rule ids: LR-SCH000 unreadable, 001 to 049 JSON Schema, 050 to 099 an OpenAPI document alone, 100
to 199 its changes, 200 to 299 what was built, 300 to 399 the database.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from launchready_ci.gate import (
    CannotLook,
    Context,
    Facts,
    Gate,
    NotLookedAt,
    Rule,
    Said,
    Unreadable,
    never,
    rule,
)
from launchready_ci.gates.schema.configuration import Json, OpenApi, Schema
from launchready_ci.gates.schema.parts import PARTS, find

__all__ = ["GATE", "Json", "OpenApi", "Schema"]

SUBCOMMANDS: Mapping[str, str] = {
    "json": "launchready_ci.gates.schema.commands.json",
    "openapi": "launchready_ci.gates.schema.commands.openapi",
    "openapi-diff": "launchready_ci.gates.schema.commands.openapi_diff",
    "artifact": "launchready_ci.gates.schema.commands.artifact",
    "database": "launchready_ci.gates.schema.commands.database",
    "queries": "launchready_ci.gates.schema.commands.queries",
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
    for name in _wanted(config):
        yield from find(name).collect(config, context)
    context.complete = config.asked is None


def rules(config: Schema | None) -> tuple[Rule[Any], ...]:
    """Those of every part that is wanted; two may share one."""
    return tuple(dict.fromkeys(rule for name in _wanted(config) for rule in find(name).rules))


def _wanted(config: Schema | None) -> Iterable[str]:
    return [config.asked.part] if config and config.asked else PARTS


GATE = Gate("schema", ("post-build",), Schema, collect, (), unreadable, parts=rules)
