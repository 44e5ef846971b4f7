"""Which words, values, names and comments is a text of SQL made of?

No grammar: just enough not to take a ``;`` in a string for the end of a statement, nor a value for
a name. Lexical rules: https://sqlite.org/lang_keywords.html and
https://www.postgresql.org/docs/current/sql-syntax-lexical.html.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from launchready_ci.gates.schema.database.configuration import EngineName


class Token(NamedTuple):
    """A piece of the text; all of them together are the text again."""

    kind: str
    """One of ``_pattern``: ``word``, ``quoted`` (a name), ``text``, ``number``, ``parameter``…"""
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """It says nothing to the engine."""
        return self.kind in ("space", "comment")


def tokens(sql: str, engine: EngineName) -> Iterator[Token]:
    """The text in pieces; what is not closed reaches to the end."""
    pattern, at = _pattern(engine), 0
    while found := pattern.match(sql, at):
        end = found.end()
        if engine == "postgresql" and sql.startswith("/*", at):
            end = _nested(sql, at)
        yield Token(str(found.lastgroup), sql[at:end], at)
        at = end


def _nested(sql: str, at: int) -> int:
    """Where a comment ends that may hold others, as PostgreSQL has them."""
    depth, marks = 0, re.compile(r"/\*|\*/")
    while mark := marks.search(sql, at):
        depth, at = depth + (1 if mark[0] == "/*" else -1), mark.end()
        if not depth:
            return at
    return len(sql)


@cache
def _pattern(engine: EngineName) -> re.Pattern[str]:
    kinds = {
        "space": r"\s+",
        "comment": r"--[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)",
        "text": r"[xXbBnN]?'(?:[^']++|'')*+(?:'|\Z)",
        "quoted": r'"(?:[^"]++|"")*+(?:"|\Z)',
        # %s after a space or a bracket is psycopg's and Django's, else it is a remainder
        "parameter": r"\?\d*+|%\(\w++\)s|(?<![\w)\]])%s\b|(?<![\w\]:)]):[^\W\d]\w*+|\$\d++",
        "number": r"0[xX][0-9a-fA-F]++|\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?|\.\d++(?:[eE][+-]?\d++)?",
        "word": r"[^\W\d][\w$]*+",
        "mark": r"::|:=|%%|(?s:.)",
    }
    if engine == "sqlite":
        kinds["quoted"] += r"|`(?:[^`]++|``)*+(?:`|\Z)|\[[^\]]*+(?:\]|\Z)"
        kinds["parameter"] += r"|[@$][^\W\d]\w*+"
    else:
        kinds["text"] += r"|[eE]'(?:[^'\\]++|''|\\(?s:.)|\\\Z)*+(?:'|\Z)|[uU]&'[^']*+(?:'|\Z)"
        kinds["text"] += r"|(?P<tag>\$(?:[^\W\d]\w*+)?\$)(?s:.*?)(?:(?P=tag)|\Z)"
        kinds["parameter"] += r"|(?<![-+*/<>=~!@#%^&|`?])@[^\W\d]\w*+"
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))
