"""Which known word did the user mean?"""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """``, did you mean X?``, or nothing where no known word is close."""
    import difflib  # slow to import, and only needed once something is wrong

    found = difflib.get_close_matches(word[:60], list(known), n=1, cutoff=least)
    return f", did you mean {found[0]}?" if found else ""
