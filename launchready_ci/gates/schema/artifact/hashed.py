"""Does a name change whenever the content does?"""

from launchready_ci.lazy import lazy_pattern

HASH = lazy_pattern(
    r"(?:[0-9a-f]{8,64}|(?=[\w-]*[A-Z0-9])(?=[\w-]*[a-z0-9])(?=[\w-]*[A-Za-z])[\w-]{8,24})"
)
WORDS = lazy_pattern(r"[A-Z]*[a-z]+\d*|[a-z]+[A-Z][a-z]+|[a-z\d]+(?:[-_][a-z\d]+)+")
"""A whole name of that form is one that people give: ``Homepage``, ``icon-192``."""
DATE = lazy_pattern(r"\d{8,}")


def is_hashed(path: str) -> bool:
    """Is a part of the path a hash, as bundlers make them?

    ``assets/index-DiwrgTda.js``, ``main.3f9a1c07.css``, ``_app/immutable/chunks/CkaHlMEd.js``,
    ``_next/static/Kj3l…/page.js``. Rather too often than not: a word with a digit counts.
    """
    *folders, name = path.split("/")
    return any(len(folder) >= 16 and _is_hash(folder) for folder in folders) or _in_name(name)


def _in_name(name: str) -> bool:
    """Any stretch between dots, from its beginning or from a ``-`` on."""
    for part in name.split(".")[:-1]:
        tails = (part[i + 1 :] for i, character in enumerate(part) if character in "-_.")
        if any(map(_is_hash, tails)) or (_is_hash(part) and not WORDS.fullmatch(part)):
            return True
    return False


def _is_hash(text: str) -> bool:
    return bool(HASH.fullmatch(text)) and not DATE.fullmatch(text)
