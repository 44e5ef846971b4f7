"""What does the engine have to know of a language that is read by patterns?"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.lexer import Syntax


class Call(NamedTuple):
    """One way to read a variable: a function of the language, an index."""

    pattern: str
    """Ends with the bracket of the arguments."""
    argument: int = 0
    default: bool = False
    """Nothing stops without the variable, whatever stands around."""
    otherwise: int = 1
    """The argument that is the default; -1: there is none."""
    all: bool = False
    """Each argument is a name."""
    foreign: str = r"$^"
    """Names that this place holds beside those of the environment."""


class Mention(NamedTuple):
    """A name that stands where only this language would have it."""

    name: str
    start: int
    default: bool


def nothing(_: Code) -> Iterator[Mention]:
    """No places of its own."""
    return iter(())


class Language(NamedTuple):
    """A language as data."""

    name: str
    syntax: Syntax
    telling: str
    """Pattern of what a file holds at least that reads a variable itself."""
    calls: tuple[Call, ...]
    function: str
    """A definition, with the group ``name``, up to the bracket of the parameters."""
    goes_on: str = r"$^"
    """After a read: something is put in its place, or it is only asked for."""
    asked: str = r"$^"
    """Before a read, the same."""
    stops: str = r"$^"
    """Ends the program: a function that does so, or a condition, needs its variable."""
    written: str = r"\s*=(?![=~>])"
    """After a read: it is none, the variable is set."""
    foreign: str = r"$^"
    """Names that the language's own places hold beside those of the environment."""
    parameter_last: bool = False
    """``String key``, not ``key: String``."""
    ends: bool = False
    """``def … end``, not braces."""
    joins: str = "+"
    """Puts two strings together."""
    loop: str = ""
    """A loop over a list, with the groups ``word`` and ``list`` (up to its bracket)."""
    alias: str = ""
    """Gives all variables a name, the first group."""
    prepare: Callable[[str, str], str] = lambda _, text: text
    """Path and text to what of it is code, at its own places."""
    more: Callable[[Code], Iterator[Mention]] = nothing
    """Places of the language's own."""
    folder_is_scope: bool = False
    """Functions are known in all files of a folder (Go)."""
