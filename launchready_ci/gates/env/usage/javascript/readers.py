"""Which functions take the name of a variable, and what do they do without one?"""

import re
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import Function
from launchready_ci.gates.env.usage.javascript.defaults import STOPS
from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.named import Parameter

OTHERWISE = r"(?:(?:\?\?|\|\||:|\breturn)\s*(?:\(\s*)?){}\b"
"""A parameter in the place of a value that is missing."""
DEFAULT = re.compile(r"default|fallback", re.IGNORECASE)


class Reader(NamedTuple):
    """A function through whose parameter the name of a variable comes in."""

    file: File
    function: Function
    parameter: Parameter
    default: bool
    otherwise: frozenset[int]
    """Parameters that a default is given as."""


def reader_of(file: File, parameter: Parameter, default: bool) -> Reader:
    """The function of a parameter; ``default`` is what its own read of the environment has."""
    function = parameter.function
    body = file.code[function.start : function.end]
    otherwise = frozenset(
        index
        for index, name in enumerate(function.parameters)
        if name and index != parameter.position
        if DEFAULT.search(name) or re.search(OTHERWISE.format(re.escape(name)), body)
    )
    goes_on = default and not otherwise and STOPS.search(body) is None
    return Reader(file, function, parameter, goes_on, otherwise)
