"""Which statements does an @env-spec file hold, each with the comments that belong to it?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.dotenv.env_spec import env_spec
from launchready_ci.suppressions import ignored

COMMENT = re.compile(r"#(?![ \t]*(?:---|===|\*\*\*|###))(.*)")
"""A line of comment that is no divider."""
BEHIND = re.compile(r"[ \t]#[ \t]*(@.*)$")
OPENED = re.compile(r"^[ \t]*[A-Za-z_][\w .-]*=[ \t]*(?:[A-Za-z]\w*(?=\()|(?=[\[{]))", re.MULTILINE)
CLOSING = {"(": ")", "[": "]", "{": "}"}
NEXT = re.compile(r"\n[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*=|\n[ \t]*\n")
"""Where a value over several lines ends at the latest: at the next statement, or an empty line."""


class Item(NamedTuple):
    """One statement."""

    name: str
    value: str
    quote: str
    location: Location
    """Of the name."""
    ignored: frozenset[str]
    comments: tuple[str, ...]
    """What follows the ``#`` of each line right above it, and of the one behind it."""


def items(path: str, text: str) -> Iterator[Item | Unreadable]:
    """Read the statements; for a line that is none, why."""
    lines = text.split("\n")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for found in env_spec(_on_one_line(text)):
        number = bisect_right(starts, found.start)
        column = found.start - starts[number - 1] + 1
        if not found.name:
            yield Unreadable(
                "not @env-spec, expected NAME=value or a comment", path, Location(path, number)
            )
            continue
        line = lines[number - 1]
        behind = BEHIND.search(line)
        yield Item(
            found.name,
            found.value,
            found.quote,
            Location(path, number, column, number, column + len(found.name)),
            ignored(line.encode("utf-8", "surrogatepass")),
            (*_above(lines, number - 2), *((behind[1],) if behind else ())),
        )


def header(text: str) -> list[str]:
    """The comments before the first statement."""
    first = next((found.start for found in env_spec(_on_one_line(text))), len(text))
    return [m[1] for line in text[:first].split("\n") if (m := COMMENT.match(line))]


def _above(lines: list[str], last: int) -> list[str]:
    found: list[str] = []
    while last >= 0 and (match := COMMENT.match(lines[last])):
        found.insert(0, match[1])
        last -= 1
    return found


def _on_one_line(text: str) -> str:
    """Spaces in place of the line ends inside of a call, a list or an object."""
    for match in OPENED.finditer(text):
        end = _closed(text, match.end())
        inside = text[match.end() : end]
        if "\n" in inside:
            flat = re.sub(r"(?m)[ \t]#.*$", lambda m: " " * len(m[0]), inside).replace("\n", " ")
            text = text[: match.end()] + flat + text[end:]
    return text


def _closed(text: str, start: int) -> int:
    """Behind the bracket that closes the one at ``start``; ``start`` where none does."""
    wanted: list[str] = []
    quote = ""
    last = NEXT.search(text, start)
    for at in range(start, last.start() if last else len(text)):
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in CLOSING:
            wanted.append(CLOSING[character])
        elif wanted and character == wanted[-1]:
            wanted.pop()
            if not wanted:
                return at + 1
    return start
