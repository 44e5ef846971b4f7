"""Which variables does a text name as ``${NAME}`` or ``${NAME:-default}``, and what results?

There is no nesting and no escape: a ``$`` that no ``{`` follows is a ``$``.
"""

import re
from collections.abc import Iterator, Mapping

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
VARIABLE = re.compile(rf"\$\{{(?:({NAME})(?::-([^}}]*))?\}})?")
"""Matches without a name where something else follows ``${``."""


def names(text: str) -> Iterator[str]:
    """The variables of a text."""
    return (found[1] for found in VARIABLE.finditer(text) if found[1])


def fill(text: str, environ: Mapping[str, str]) -> str:
    """The text with every variable replaced; as in a shell ``:-`` also stands in for empty text.

    Raises, in words that hold no value, LookupError where one is not set, and ValueError where one
    cannot be read.
    """

    def value(found: re.Match[str]) -> str:
        name, default = found.groups()
        if name is None:
            raise ValueError("expected ${NAME} or ${NAME:-default} after this ${")
        if default is None and name not in environ:
            raise LookupError(f"{name} is not set: set it, or write ${{{name}:-default}}")
        return environ.get(name) or default or ""

    return VARIABLE.sub(value, text)
