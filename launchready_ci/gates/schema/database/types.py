"""Are two columns of the same type, as far as comparing them goes?"""

import re

from launchready_ci.gates.schema.database.configuration import EngineName


def same_type(one: str, other: str, engine: EngineName) -> bool:
    """Lengths do not count; a column of SQLite without a type takes anything."""
    if engine == "sqlite":
        return _affinity(one) == _affinity(other)
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    """``character varying(20)`` and ``text`` compare alike."""
    name = re.sub(r"\(.*\)", "", text.lower()).strip()
    return "text" if name in ("character varying", "varchar", "text") else name


def _affinity(text: str) -> str:
    """https://sqlite.org/datatype3.html#determination_of_column_affinity."""
    for words, affinity in (
        (("INT",), "integer"),
        (("CHAR", "CLOB", "TEXT"), "text"),
        (("BLOB",), "blob"),
        (("REAL", "FLOA", "DOUB"), "real"),
    ):
        if any(word in text for word in words):
            return affinity
    return "numeric" if text else "blob"
