"""Names of tables, columns and indexes, as SQL takes them."""

import re
from functools import cache

PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def quoted(name: str) -> str:
    """In quotes where it needs them."""
    if PLAIN.fullmatch(name) and name.upper() not in _reserved():
        return name
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def qualified(name: str) -> str:
    """With the schema that may stand before it."""
    return ".".join(map(quoted, name.split(".")))


@cache
def _reserved() -> frozenset[str]:
    """The words of SQL; some of them are no names without quotes."""
    from sqlglot.tokens import Tokenizer

    return frozenset(word for words in Tokenizer.KEYWORDS for word in words.upper().split())
