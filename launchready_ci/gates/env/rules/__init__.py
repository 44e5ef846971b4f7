"""Do contract, code and target environment agree on the variables that the app needs?"""

from typing import Any

from launchready_ci.gate import Rule
from launchready_ci.gates.env.rules.code import (
    deprecated_variable_read,
    misspelt_variable,
    undeclared_option,
    undeclared_variable,
    unreadable,
    wrongly_cased_variable,
)
from launchready_ci.gates.env.rules.contract import (
    contradicting_declarations,
    differing_defaults,
    duplicate_declaration,
    example_drifted,
    unused_variable,
)
from launchready_ci.gates.env.rules.environment import (
    deprecated_variable_set,
    empty_variable,
    forbidden_variable,
    missing_variable,
)
from launchready_ci.gates.env.rules.files import (
    env_file_not_ignored,
    missing_env_file,
    secret_in_dockerfile,
    secret_in_example,
    shared_env_file,
    tracked_env_file,
    undeclared_in_container,
    undeclared_workflow_secret,
)
from launchready_ci.gates.env.rules.parsers import expansion_differs, parsers_disagree
from launchready_ci.gates.env.rules.public import (
    perhaps_public_secret,
    public_secret_name,
    public_secret_value,
)
from launchready_ci.gates.env.rules.values import (
    debug_in_production,
    live_key_elsewhere,
    local_address,
    login_works_locally_only,
    placeholder_in_production,
    private_address,
    shared_secret,
    test_key_in_production,
    verbose_in_production,
    weak_secret,
    wrong_type,
)

__all__ = ["RULES", "unreadable"]

RULES: tuple[Rule[Any], ...] = (
    missing_variable,
    undeclared_variable,
    unused_variable,
    parsers_disagree,
    expansion_differs,
    empty_variable,
    wrong_type,
    placeholder_in_production,
    local_address,
    private_address,
    debug_in_production,
    verbose_in_production,
    weak_secret,
    shared_secret,
    test_key_in_production,
    live_key_elsewhere,
    public_secret_name,
    perhaps_public_secret,
    login_works_locally_only,
    forbidden_variable,
    tracked_env_file,
    env_file_not_ignored,
    secret_in_example,
    undeclared_workflow_secret,
    undeclared_in_container,
    secret_in_dockerfile,
    missing_env_file,
    shared_env_file,
    public_secret_value,
    contradicting_declarations,
    differing_defaults,
    example_drifted,
    duplicate_declaration,
    misspelt_variable,
    wrongly_cased_variable,
    deprecated_variable_read,
    deprecated_variable_set,
    undeclared_option,
)
