"""Looks at every artifact that is configured or named."""

from collections.abc import Iterator

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt
from launchready_ci.gates.schema.artifact.configuration import Artifact
from launchready_ci.gates.schema.artifact.facts import Built, Valued
from launchready_ci.gates.schema.artifact.rules import RULES
from launchready_ci.gates.schema.configuration import Schema

__all__ = ["RULES", "collect"]

Items = Iterator[Facts | Unreadable | NotLookedAt]
NO_VALUES = "no secret variable of the env contract has a value in this environment"


def collect(config: Schema, context: Context) -> Items:
    """Read every file once, then hold them against each other."""
    if config.artifact is None and config.asked is None:
        yield NotLookedAt(Built, "no schema.artifact in launchready.yaml")
        return
    from launchready_ci.gates.schema.artifact.chosen import chosen
    from launchready_ci.gates.schema.artifact.judged import judged
    from launchready_ci.gates.schema.artifact.values import Needles
    from launchready_ci.gates.schema.json_schema.chosen import from_root

    artifact, values = config.artifact or Artifact(), dict[str, str]()
    yield from _values(values, context)
    needles = Needles(values)
    if needles.short:
        told = "too short to be looked for in the artifact"
        context.notes.append(f"schema: the value of {', '.join(needles.short)} is {told}")
    if not needles:
        yield NotLookedAt(Valued, NO_VALUES)
    try:
        for one in chosen(artifact, config.asked, context):
            yield from judged(one, artifact, context, needles)
    except CannotLook as error:  # the other parts of the gate can
        asked = config.asked and Location(from_root(config.asked.files[0], context.root))
        yield Unreadable(str(error), location=asked or context.place("artifact", "dir"))


def _values(values: dict[str, str], context: Context) -> Iterator[Unreadable]:
    """Fill in what the contract calls secret; without a contract that is nothing."""
    from launchready_ci.gates.schema.artifact.values import secret_values

    try:
        for item in secret_values(context):
            if isinstance(item, Unreadable):
                yield item
            else:
                values[item[0]] = item[1]
    except CannotLook as error:
        if context.configuration.has("env"):
            yield Unreadable(str(error))
