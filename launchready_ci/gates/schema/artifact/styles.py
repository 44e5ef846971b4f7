"""What does a stylesheet refer to?"""

import re
from collections.abc import Iterator

from launchready_ci.lazy import lazy_pattern

COMMENT = lazy_pattern(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
NAMED = lazy_pattern(
    r"""@import\s+(?:"(?P<i1>[^"\n]*)"|'(?P<i2>[^'\n]*)')"""
    r"""|\burl\(\s*(?:"(?P<u1>[^"\n]*)"|'(?P<u2>[^'\n]*)'|(?P<u3>[^)\s"'(]*))\s*\)""",
    re.IGNORECASE,
)


def urls(text: str) -> Iterator[tuple[str, int]]:
    """Each URL and where it begins, an offset in the text."""
    if "url(" not in text.lower() and "@import" not in text.lower():
        return
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in NAMED.finditer(text):
        name = next(name for name, value in match.groupdict().items() if value is not None)
        yield match[name].strip(), match.start(name)
