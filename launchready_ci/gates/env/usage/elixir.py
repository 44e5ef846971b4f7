"""Elixir: ``System.get_env`` and its like, ``{:system, "X"}``, Dotenvy's ``env!``."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax

SYNTAX = Syntax(
    comment="#",
    quotes=(
        Quote('"""', '"""', inside=r"#\{"),
        Quote("'''", "'''", inside=r"#\{"),
        Quote('"', '"', inside=r"#\{"),
        Quote("'", "'", inside=r"#\{"),
        Quote(r"~[sS]\(", ")"),
        Quote(r"~[sS]\|", "|"),
    ),
    skip=r"\?[\"'#]",
)
TUPLE = re.compile(r"\{\s*:system\s*,\s*\"(?P<name>\0+)\"\s*(?P<more>,)?")
PIPED = re.compile(
    r"\"(?P<name>\0+)\"\s*\|>\s*System\.(?P<how>get_env|fetch_env!?)\b(?:\(\s*(?P<more>[^\s)])?)?"
)


def more(code: Code) -> Iterator[Mention]:
    """What a tuple or a pipe names."""
    for pattern in (TUPLE, PIPED):
        for match in pattern.finditer(code.code):
            start, end = match.span("name")
            yield Mention(code.text[start:end], start, match["more"] is not None)


LANGUAGE = Language(
    name="elixir",
    syntax=SYNTAX,
    telling=r"get_env|fetch_env|:system|env!",
    calls=(
        Call(r"\bSystem\.(?:get_env|fetch_env!)\s*\("),
        Call(r"\bSystem\.fetch_env\s*\(", default=True),
        Call(r"(?<![\w.])(?:Dotenvy\.)?env!\s*\(", otherwise=2),
    ),
    function=r"\bdefp?\s+(?P<name>\w+[?!]?)\s*\(",
    goes_on=r"\s*(?:\|\|(?!\s*(?:raise|throw))|&&|[!=]=|in\b|\|>\s*(?:is_nil|Kernel\.\|\|))",
    asked=r"\b(?:if|unless|not|and|or)\s+\(?|!\s*|&&\s*|\|\|\s*",
    stops=r"\b(?:raise|System\.halt|exit)\b",
    ends=True,
    joins="<>",
    loop=r"\bfor\s+(?P<word>\w+)\s*<-\s*(?P<list>~w[\[(]|\[|@?\w+)",
    more=more,
)
