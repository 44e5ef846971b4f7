"""A statement without its values, as findings show it and as a log counts it."""

import re
from collections.abc import Iterator

from launchready_ci.gates.schema.database.statements import Statement
from launchready_ci.gates.schema.database.tokens import Token

IN_LIST = re.compile(r"\b(IN) ?\( ?\?(?: ?, ?\?)+ ?\)", re.IGNORECASE)
ROWS = re.compile(r"\b(VALUES ?)(\([^()]*\))(?: ?, ?\([^()]*\))+", re.IGNORECASE)
PATTERNS = ("LIKE", "ILIKE", "GLOB")
BEFORE_VALUES = (
    *PATTERNS,
    *("IS", "NOT", "BETWEEN", "THEN", "ELSE", "LIMIT", "OFFSET", "REGEXP", "MATCH"),
)
COMPARES = ("=", "<", ">", "!")


def normal(statement: Statement) -> str:
    """Each value is ``?``, also one that a careless program wrote in double quotes.

    A pattern keeps the wildcards at its ends: it matters for the plan, and tells nothing.
    """
    text = " ".join("".join(_pieces(statement.tokens)).split())
    return ROWS.sub(r"\1\2", IN_LIST.sub(r"\1 (?)", text))


def _pieces(tokens: tuple[Token, ...]) -> Iterator[str]:
    before = Token("mark", "", 0)
    listed = False
    for token, after in zip(tokens, [*tokens[1:], before], strict=True):
        if _leads_astray(token):
            yield "?"
            return
        if token.blank:
            yield " "
            continue
        if token.text.upper() in ("VALUES", "IN"):
            listed = True
        elif token.text.upper() in ("SELECT", "FROM", ")"):
            listed = False
        yield _shown(token, before, after, listed=listed)
        before = token


def _leads_astray(token: Token) -> bool:
    r"""Text of another dialect, ``'it\'s'`` or ``$$it's$$``: what follows may be a value."""
    escaped = token.kind == "text" and token.text.endswith("\\'")
    return escaped or (token.kind == "mark" and token.text == "$")


def _shown(token: Token, before: Token, after: Token, *, listed: bool) -> str:
    if token.kind in ("number", "parameter"):
        return "?"
    if token.kind == "text":
        return _pattern(token.text, before)
    if token.kind == "quoted":
        name = "." in (before.text, after.text) or re.fullmatch(
            r'"[A-Za-z_]\w*"|[`[].*', token.text
        )
        compared = before.text in COMPARES or before.text.upper() in BEFORE_VALUES or listed
        qualified = "." in (before.text, after.text)
        return token.text if name and (qualified or not compared) else "?"
    return token.text


def _pattern(text: str, before: Token) -> str:
    inner = text[1:-1]
    if before.text.upper() not in PATTERNS and inner.strip("%"):
        return "?"
    left, right = inner.startswith("%"), inner.endswith("%")
    shown = f"{'%' * left}{'?' * bool(inner.strip('%'))}{'%' * (right and len(inner) > left)}"
    return f"'{shown}'" if "%" in shown else "?"
