"""Where do the repository's code and its files read environment variables?"""

from collections.abc import Iterable, Iterator

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.paths import is_foreign, is_platform, is_test, language
from launchready_ci.gates.env.usage.python import Python
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.sources import Text

__all__ = ["Read", "is_foreign", "is_platform", "is_test", "relevant", "usage"]


def relevant(path: str) -> bool:
    """Is this file worth reading at all?"""
    return language(path) != ""


def usage(texts: Iterable[Text | Unreadable]) -> Iterator[Read | Unreadable]:
    """Every read in these texts; those of Python come last, since they depend on all of it."""
    python = Python()
    for item in texts:
        if isinstance(item, Unreadable):
            yield item
        elif language(item.path) == "python":
            python.take(item.path, item.data)
    yield from python.reads()
