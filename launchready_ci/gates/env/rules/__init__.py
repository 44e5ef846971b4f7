"""Do contract, code and target environment agree on the variables that the app needs?"""

from typing import Any

from launchready_ci.gate import Rule
from launchready_ci.gates.env.rules.code import undeclared_variable, unreadable
from launchready_ci.gates.env.rules.contract import unused_variable
from launchready_ci.gates.env.rules.environment import missing_variable
from launchready_ci.gates.env.rules.parsers import expansion_differs, parsers_disagree

__all__ = ["RULES", "unreadable"]

RULES: tuple[Rule[Any], ...] = (
    missing_variable,
    undeclared_variable,
    unused_variable,
    parsers_disagree,
    expansion_differs,
)
