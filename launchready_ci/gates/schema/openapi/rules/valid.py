"""Is it OpenAPI at all?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gates.schema.openapi.api import Api
from launchready_ci.gates.schema.openapi.validity import misfits
from launchready_ci.nodes import dotted
from launchready_ci.redact import redact
from launchready_ci.rule import rule


@rule("LR-SCH050", "invalid-openapi", judges=Api)
def invalid(api: Api) -> Iterator[Finding]:
    """The document is not what the schema of its OpenAPI version says.

    Why: tools that read it refuse it, or do not see what is written under a misspelt key.
    Fix: do what the message says; own keys begin with `x-`.
    """
    for one in misfits(api):
        yield api.finding(one.message, one.spot, key=one.key, told_apart=one.message)


@rule("LR-SCH057", "repeated-key", judges=Api)
def duplicate(api: Api) -> Iterator[Finding]:
    """A key stands twice in one object.

    Why: one of the two is lost, and which one depends on the tool; some refuse the document.
    Fix: make one of them, such as one path with two methods.
    """
    for one in api.duplicates:
        place = redact(dotted(one.keys))
        yield Finding(f"{place} already stands at {one.first}", one.location, key=place)


RULES = (invalid, duplicate)
