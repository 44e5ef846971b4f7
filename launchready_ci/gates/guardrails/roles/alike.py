"""Is this the same page as that one? By what the page says that no other page of the app does."""

import json
import re
from collections.abc import Iterator

ENOUGH = 0.5
"""Share of what is special to a page that must be found again."""
LONGEST = 500_000
"""Characters that are looked at."""


def alike(page: str, other: str, ordinary: str = "") -> bool | None:
    """Whether ``other`` says what ``page`` says; None where ``page`` says nothing of its own.

    ``ordinary`` is any other page of the app, such as the one for what does not exist: the words
    that stand there too (of the menu, of the footer) tell nothing.
    """
    special = words(page) - words(ordinary)
    if not special:
        return None
    return len(special & words(other)) >= ENOUGH * len(special)


def same_shape(page: str, other: str) -> bool | None:
    """Whether two JSON answers have the same fields; None where one of them is none."""
    try:
        one, two = set(_fields(json.loads(page))), set(_fields(json.loads(other)))
    except (ValueError, RecursionError):
        return None
    return bool(two) and len(one & two) >= ENOUGH * len(one | two)


def words(text: str) -> set[str]:
    """What is said: words and numbers, in lower case."""
    return set(re.findall(r"\w{2,40}", text[:LONGEST].lower()))


def _fields(value: object, path: str = "", depth: int = 0) -> Iterator[str]:
    """The path of each value that is not empty; items of a list are as one."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _fields(item, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        for item in value[:100]:
            yield from _fields(item, f"{path}[]", depth + 1)
    elif value is not None:
        yield path
