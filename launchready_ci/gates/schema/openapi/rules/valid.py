"""Is it OpenAPI at all?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gates.schema.openapi.api import Api
from launchready_ci.gates.schema.openapi.validity import misfits
from launchready_ci.rule import rule


@rule("LR-SCH050", "invalid-openapi", judges=Api)
def invalid(api: Api) -> Iterator[Finding]:
    """The document is not what the schema of its OpenAPI version says.

    Why: tools that read it refuse it, or do not see what is written under a misspelt key.
    Fix: do what the message says; own keys begin with `x-`.
    """
    for one in misfits(api):
        yield api.finding(one.message, one.spot, key=one.key)


RULES = (invalid,)
