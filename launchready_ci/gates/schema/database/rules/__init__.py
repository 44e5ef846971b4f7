"""The rules LR-SCH300 to 399."""

from typing import Any

from launchready_ci.gate import Rule

RULES: tuple[Rule[Any], ...] = ()
