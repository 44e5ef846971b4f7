"""Which known word did the user mean?"""

from collections.abc import Iterable
from itertools import islice

TRIED = 1000
"""Known words, each of which takes some 10 µs."""


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """``, did you mean X?``, or nothing where no known word is close."""
    found = close(word, known, 1, least)
    return f", did you mean {found[0]}?" if found else ""


def close(word: str, known: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """The known words that are close, the closest first; of very many only the first are tried."""
    import difflib  # slow to import, and only needed once something is wrong

    tried = list(islice(known, TRIED))
    return difflib.get_close_matches(word[:60], tried, n=most, cutoff=least)
