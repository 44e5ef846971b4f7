"""Which rules does a comment on this line switch off? ``launchready: ignore[LR-ENV003] reason``."""

import re
from functools import cache

COMMENT = rb"(?:#|//|/\*|--|'|;|%|<!--|\{#|\{\{!|\*)"
"""How a comment begins in shell, C, SQL, Basic, INI, TeX, HTML, Jinja and Handlebars."""
WORD = b"launchready:"


def ignored(line: bytes) -> frozenset[str]:
    """Read the rule ids in the brackets; without brackets nothing is ignored."""
    if WORD not in line:
        return frozenset()
    lists = _pattern().findall(line)
    return frozenset(
        rule for names in lists for rule in re.findall(r"LR-[A-Z]{3}\d{3}", names.decode())
    )


@cache
def _pattern() -> re.Pattern[bytes]:
    return re.compile(COMMENT + rb"[ \t]*" + WORD + rb"[ \t]*ignore\[([A-Z0-9, \t-]+)\]")
