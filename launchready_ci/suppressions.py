"""Which rules does a comment on this line switch off? ``launchready: ignore[LR-ENV003] reason``."""

import re
from functools import cache

COMMENT = rb"(?:#|//|/\*|--|'|;|%|<!--|\{#|\{\{!|\*)"
"""How a comment begins in shell, C, SQL, Basic, INI, TeX, HTML, Jinja and Handlebars."""
WORD = b"launchready:"
IN_VAIN = "?"
"""Among the rules that a line switches off: its comment means to, and names none."""


def ignored(line: bytes) -> frozenset[str]:
    """Read the rule ids in the brackets; ``IN_VAIN`` for a comment without any, or misspelt."""
    if WORD[:-1] not in line.lower():
        return frozenset()
    lists = _pattern().findall(line)
    rules = [
        rule for names in lists for rule in re.findall(r"\bLR-[A-Z]{3}\d{3}\b", names.decode())
    ]
    if not rules and _meant().search(line):
        return frozenset((IN_VAIN,))
    return frozenset(rules)


@cache
def _pattern() -> re.Pattern[bytes]:
    return re.compile(COMMENT + rb"[ \t]*" + WORD + rb"[ \t]*ignore\[([A-Z0-9, \t-]+)\]")


@cache
def _meant() -> re.Pattern[bytes]:
    return re.compile(rb"(?i)\blaunchready[ \t]*:?[ \t]*(?:ignore|allow|disable|noqa|skip)\b")
