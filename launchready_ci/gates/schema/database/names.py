"""Names of tables, columns and indexes, as SQL takes them."""

import re
from functools import cache

PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
RESERVED = (
    "ADD ANALYSE ASYMMETRIC AUTHORIZATION BOTH CAST CHECK COLLATION CONCURRENTLY CURRENT_ROLE "
    "DEFERRABLE DO FREEZE IF INITIALLY LEADING NOTHING ONLY PLACING SYMMETRIC SYSTEM_USER TRAILING "
    "TRANSACTION USER VARIADIC VERBOSE"
)
"""Of PostgreSQL and SQLite, where sqlglot's words do not hold them:
https://www.postgresql.org/docs/current/sql-keywords-appendix.html, https://sqlite.org/lang_keywords.html."""


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

    known = (word for words in Tokenizer.KEYWORDS for word in words.upper().split())
    return frozenset((*RESERVED.split(), *known))
