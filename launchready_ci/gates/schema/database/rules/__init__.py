"""The rules LR-SCH300 to 399."""

from typing import Any

from launchready_ci.gate import Rule
from launchready_ci.gates.schema.database.rules import (
    applied,
    catalogue,
    live,
    projects,
    queries,
    read,
)

RULES: tuple[Rule[Any], ...] = (
    *read.RULES,
    *applied.RULES,
    *catalogue.RULES,
    *queries.RULES,
    *projects.RULES,
    *live.RULES,
)
