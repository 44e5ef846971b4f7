"""Where do the repository's code and its files read environment variables?"""

from collections.abc import Iterable, Iterator

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.paths import is_test, language
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.gates.secrets.sources import Text

__all__ = ["Read", "relevant", "usage"]


def relevant(path: str) -> bool:
    """Is this file worth reading at all?"""
    return language(path) != ""


def usage(texts: Iterable[Text | Unreadable]) -> Iterator[Read | Unreadable]:
    """Every read in these texts; what depends on the whole (functions that read) comes last."""
    from launchready_ci.gates.env import python

    for item in texts:
        if isinstance(item, Unreadable):
            yield item
            continue
        if language(item.path) == "python":
            try:
                for read in python.reads(item.path, item.data):
                    yield Read(
                        read.name,
                        read.location,
                        read.default,
                        "python",
                        is_test(item.path),
                        read.ignored,
                    )
            except (SyntaxError, ValueError, RecursionError) as error:
                line = getattr(error, "lineno", None) or 1
                yield Unreadable("not valid Python", item.path, Location(item.path, line))
