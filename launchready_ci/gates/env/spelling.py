"""Which declared variable did the code mean?"""

import re
from collections.abc import Iterable

SHORTEST = 4
"""Letters of a word; of shorter ones (API, APP) too many are one letter apart."""


def meant(name: str, declared: Iterable[str]) -> str:
    """The declared name that is the same in another case, else one slip away; or ``""``."""
    known = sorted(declared)
    folded = name.casefold()
    same = next((other for other in known if other.casefold() == folded), "")
    return same or next((other for other in known if one_slip(name, other)), "")


def one_slip(first: str, second: str) -> bool:
    """Do they differ in one letter: missing, doubled, wrong, or two that changed places?"""
    if abs(len(first) - len(second)) > 1 or re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    start = _common(first, second)
    end = _common(first[start:][::-1], second[start:][::-1])
    left = first[start : len(first) - end]
    right = second[start : len(second) - end]
    if len(left) == len(right) == 2:
        return left == right[::-1]
    return len(left) <= 1 and len(right) <= 1 and _long_enough(first, second, start)


def _long_enough(first: str, second: str, at: int) -> bool:
    """Is the word in which they differ long; or is it only about an underscore?"""
    if first.replace("_", "") == second.replace("_", ""):
        return len(first) > SHORTEST
    words = (_word(first, at), _word(second, at))
    return min(map(len, words)) >= SHORTEST


def _word(name: str, at: int) -> str:
    return name[:at].rpartition("_")[2] + name[at:].partition("_")[0]


def _common(first: str, second: str) -> int:
    """How many letters they share from the start."""
    pairs = zip(first, second, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
