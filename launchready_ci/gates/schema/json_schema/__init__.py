"""Does each file fit the JSON Schema that it is held against?"""

from collections.abc import Iterator

from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt, Unreadable
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.json_schema.facts import Named
from launchready_ci.gates.schema.json_schema.process import Processes
from launchready_ci.gates.schema.json_schema.rules import RULES
from launchready_ci.json_schema import NEEDED, available

__all__ = ["RULES", "collect"]


def collect(config: Schema, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Read every file once, and hold it against its schemas."""
    if not (config.json or config.asked):
        yield NotLookedAt(Named, "no schema.json in launchready.yaml")
        return
    if not available():
        raise CannotLook(NEEDED)
    with Processes(config.asked.process if config.asked else None) as processes:
        from launchready_ci.gates.schema.json_schema.held import held  # while the process starts

        yield from held(config, context, processes)
