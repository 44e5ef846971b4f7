"""Where do the repository's code and its files read environment variables?"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Protocol

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.paths import (
    by_first_line,
    is_foreign,
    is_platform,
    is_test,
    language,
)
from launchready_ci.gates.env.usage.python import Python
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.sources import Text

__all__ = ["Read", "is_foreign", "is_platform", "is_test", "relevant", "usage"]

HERE = __name__
TELLING = {
    language: re.compile(words)
    for language, words in {
        "shell": rb"[$]|printenv|[A-Z]=|-v ",
        "dockerfile": rb"ARG|arg|\$",
        "compose": rb"\$|environment|args",
        "workflow": rb"secrets|vars|env|\$",
        "procfile": rb"\$",
        "make": rb"\$|ifn?def",
        "javascript": rb"",
    }.items()
}
"""What a file of each language holds at least if it reads a variable: others are not decoded."""


class Engine(Protocol):
    """Takes all files of a language, then tells the reads, since they depend on each other."""

    def take(self, path: str, text: str) -> None:
        """Remember a file."""

    def reads(self) -> Iterator[Read | Unreadable]:
        """Every read in what was taken."""
        ...


ENGINES = {"shell": ("shell", "Shell"), "javascript": ("javascript", "JavaScript")}
"""Languages whose files are read together: module and class. The others have ``reads``."""


def relevant(path: str) -> bool:
    """Is this file worth reading at all?"""
    return language(path) != ""


def usage(texts: Iterable[Text | Unreadable]) -> Iterator[Read | Unreadable]:
    """Every read in these texts; what depends on all files of a language comes last."""
    python = Python()
    engines: dict[str, Engine] = {}
    for item in texts:
        if isinstance(item, Unreadable):
            yield item
            continue
        chosen = language(item.path)
        if chosen == "script":
            chosen = by_first_line(item.data)
        if chosen == "python":
            python.take(item.path, item.data)
        elif chosen in TELLING and TELLING[chosen].search(item.data):
            text = item.data.decode("utf-8", "replace")
            if chosen in ENGINES:
                _engine(engines, chosen).take(item.path, text)
            else:
                yield from _reads(chosen)(item.path, text)
    for engine in engines.values():
        yield from engine.reads()
    yield from python.reads()


def _engine(engines: dict[str, Engine], chosen: str) -> Engine:
    if chosen not in engines:
        module, name = ENGINES[chosen]
        engines[chosen] = getattr(import_module(f"{HERE}.{module}"), name)()
    return engines[chosen]


def _reads(chosen: str) -> Callable[[str, str], Iterator[Read | Unreadable]]:
    found: Callable[[str, str], Iterator[Read | Unreadable]]
    found = import_module(f"{HERE}.{chosen}").reads
    return found
