"""Which parts of a text are comments and strings, so that what they say is not taken for code?

Each language gives its quotes and comments as data, which the scanner looks for.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

BLANK = "\0"
"""Stands for each character of a string; a comment becomes spaces."""
HIDDEN = {"comment": " ", "raw": BLANK, "string": BLANK}


class Quote(NamedTuple):
    """How a string is written."""

    open: str
    """A pattern; ``close`` is plain text."""
    close: str
    escape: str = r"\\."
    """What stands for itself inside: an escaped character, a doubled quote."""
    inside: str = ""
    """The pattern that begins code inside the string: ``\\$\\{``."""
    lines: bool = True
    """May it span lines?"""
    raw: bool = False
    """Nothing is expanded inside, in the languages where that matters to us (shell)."""


class Syntax(NamedTuple):
    """What a language's comments and strings look like."""

    comment: str
    """Patterns of what runs to the end of the line."""
    block: tuple[tuple[str, str], ...] = ()
    """Patterns of what opens and closes a comment of several lines."""
    quotes: tuple[Quote, ...] = ()
    heredoc: str = ""
    """The pattern of ``<<EOF``, with groups ``mark`` (a quote: it is raw) and ``word``."""
    expanded: str = ""
    """Code in a here document: ``#\\{…\\}``."""
    skip: str = ""
    """What would open a string or a comment and does not."""
    regex: str = ""
    """A literal ``/…/`` may stand after this pattern."""


class Span(NamedTuple):
    """A part that is no code."""

    kind: str
    """``comment``, ``string`` or ``raw``."""
    start: int
    end: int


def masked(
    text: str, spans: Iterable[Span], kinds: Iterable[str] = ("comment", "raw", "string")
) -> str:
    """The text, as long as before, without what stands in the spans of these kinds."""
    parts, at = [], 0
    for kind, start, end in spans:
        if kind not in kinds or end <= at:
            continue
        parts.append(text[at:start])
        hidden = HIDDEN[kind]
        if hidden == " " and "\n" in text[start:end]:
            parts.append("\n".join(hidden * len(line) for line in text[start:end].split("\n")))
        else:
            parts.append(hidden * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def only(text: str, opening: re.Pattern[str], closing: str, blank: str = " ") -> str:
    """The text with nothing but what stands between these; what is not closed runs to the end."""
    parts, at = [], 0
    while match := opening.search(text, at):
        end = text.find(closing, match.end())
        end = len(text) if end < 0 else end
        parts += [blanked(text[at : match.end()], blank), text[match.end() : end]]
        at = end
    return "".join([*parts, blanked(text[at:], blank)])


def blanked(text: str, blank: str = " ") -> str:
    """Spaces in the place of everything but line ends, with this first on each line."""
    return "\n".join(blank + " " * (len(line) - 1) if line else "" for line in text.split("\n"))
