"""What can an expression be that names a variable?"""

import re
from typing import NamedTuple, Protocol

from launchready_ci.gates.env.usage.code import Function
from launchready_ci.gates.env.usage.javascript.file import File

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
DEEPEST = 4
"""Constants that are given constants: deeper ones are left."""


class Named(NamedTuple):
    """One name that an expression can be, and where it is written."""

    name: str
    file: File
    start: int


class Parameter(NamedTuple):
    """The expression is what the function is given: the call sites tell."""

    function: Function
    position: int
    each: bool = False
    """The function is given a list of names."""
    prefix: str = ""
    suffix: str = ""
    upper: bool = False

    def applied(self, text: str) -> str:
        """The variable's name for this argument."""
        return self.prefix + (text.upper() if self.upper else text) + self.suffix

    def through(self, outer: "Parameter") -> "Parameter":
        """The same, passed on as another function's."""
        return self._replace(
            each=self.each or outer.each,
            prefix=outer.prefix + self.prefix,
            suffix=self.suffix + outer.suffix,
            upper=self.upper or outer.upper,
        )


Candidate = Named | Parameter


class Resolver(Protocol):
    """Tells what expressions can be."""

    def of(self, file: File, start: int, end: int, depth: int = 0) -> list[Candidate]:
        """Everything that this expression can be; nothing when that cannot be told."""
        ...

    def value(self, file: File, name: str) -> tuple[File, int, int] | None:
        """The expression that a name stands for, here or in the module it is imported from."""
        ...


def joined(first: Candidate, second: Candidate) -> Candidate | None:
    """One text after the other; two parameters make no name that could be told."""
    if isinstance(first, Named):
        if isinstance(second, Named):
            return Named(first.name + second.name, second.file, 0)
        return second._replace(prefix=first.name + second.prefix)
    return first._replace(suffix=first.suffix + second.name) if isinstance(second, Named) else None


def cased(one: Candidate, case: str) -> Candidate:
    """After ``toUpperCase``, ``toLowerCase`` or ``trim``."""
    if isinstance(one, Parameter):
        return one._replace(upper=one.upper or case == "toUpperCase")
    name = {"toUpperCase": one.name.upper(), "toLowerCase": one.name.lower()}.get(case, one.name)
    return one._replace(name=name)
