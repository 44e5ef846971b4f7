"""How does python-dotenv read a file?

https://github.com/theskumar/python-dotenv/blob/main/src/dotenv/parser.py
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.dotenv.reading import Reading

BLANK = r"[^\S\r\n]"
HEAD = re.compile(
    rf"\s*(?:export{BLANK}+)?(?P<key>'[^']+'|[^=#\s]+)?{BLANK}*(?P<equals>={BLANK}*)?"
)
VALUE = re.compile(
    r"'(?P<single>(?:\\.|[^'\\])*)'|\"(?P<double>(?:\\.|[^\"\\])*)\"|(?P<plain>(?!['\"])[^\r\n]*)",
    re.DOTALL,
)
TAIL = re.compile(rf"(?:{BLANK}*#[^\r\n]*)?{BLANK}*(?:\r\n|\n|\r|\Z)")
REST = re.compile(r"[^\r\n]*(?:\r|\n|\Z)")
ESCAPES = {"\\'": "'", '\\"': '"', "\\\\": "\\"} | {
    f"\\{letter}": char for letter, char in zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True)
}


def python(text: str) -> Iterator[Reading]:
    """Read the statements; what it cannot parse it leaves out, with a warning in the log."""
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        reading, at = _statement(text, at)
        if reading:
            yield reading


def _statement(text: str, at: int) -> tuple[Reading | None, int]:
    head = HEAD.match(text, at)
    assert head, "each part may be empty"  # noqa: S101 - for the type checkers
    key, end, value, quote = head["key"] or "", head.end(), "", ""
    if head["equals"] and not (len(head["equals"]) > 1 and text.startswith("#", end)):
        found = VALUE.match(text, end)
        if found is None:
            return None, _next(text, end)
        end = found.end()
        value, quote = _value(found)
    tail = TAIL.match(text, end)
    if tail is None or (head["equals"] and not key):
        return None, _next(text, end)
    # a name alone is known, and has no value: nothing is set
    if not key or not head["equals"]:
        return None, max(tail.end(), at + 1)
    return Reading(head.start("key"), tail.end(), key.strip("'"), value, quote), tail.end()


def _value(found: re.Match[str]) -> tuple[str, str]:
    if found["single"] is not None:
        return re.sub(r"\\[\\']", lambda m: ESCAPES[m[0]], found["single"]), "'"
    if found["double"] is not None:
        return re.sub(r"\\[\\'\"abfnrtv]", lambda m: ESCAPES[m[0]], found["double"]), '"'
    return re.sub(r"\s+#.*", "", found["plain"]).rstrip(), ""


def _next(text: str, at: int) -> int:
    rest = REST.match(text, at)
    return max(rest.end() if rest else 0, at + 1)
