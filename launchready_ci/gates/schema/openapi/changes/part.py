"""The part ``openapi-diff`` of the gate: made so that the engine is imported when it runs."""

from collections.abc import Iterator

from launchready_ci.gate import Context, NotLookedAt, Unreadable
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.openapi.changes.facts import Compared
from launchready_ci.gates.schema.openapi.changes.rules import RULES

__all__ = ["RULES", "collect"]


def collect(config: Schema, context: Context) -> Iterator[Compared | Unreadable | NotLookedAt]:
    """Compare what is configured, or what the command line named."""
    from launchready_ci.gates.schema.openapi.changes import gather

    yield from gather.collect(config, context)
