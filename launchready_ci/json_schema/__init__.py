"""Where does a value not fit a JSON Schema, and what would a person say about it?

``validate`` holds values against a schema with jsonschema-rs, ``meant`` finds the branch of a
``oneOf`` or ``anyOf`` that its author had in mind, ``told`` has the words. No message shows a
value, which may be a secret.
"""

from launchready_ci.json_schema.misfit import Misfit, of
from launchready_ci.json_schema.told import Told, told

__all__ = ["NEEDED", "Misfit", "Told", "available", "of", "told"]

NEEDED = "this needs the extra schema: pip install 'launchready_ci[schema]'"


def available() -> bool:
    """Whether the extra is installed."""
    from importlib.util import find_spec

    return find_spec("jsonschema_rs") is not None
