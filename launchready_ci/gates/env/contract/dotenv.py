"""Which variables does a ``.env.example`` list? Its values are examples, and no defaults."""

import re
from collections.abc import Iterator

from launchready_ci.findings import Location
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.suppressions import ignored

DECLARATION = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)")
COMMENT = re.compile(r"[ \t]*#+[ \t]?(.*)")
QUOTED = re.compile(r"""(['"`])(.*?)\1""")
BEHIND = re.compile(r"(?:^|[ \t])#")


def declarations(path: str, data: bytes) -> Iterator[Declared]:
    """Each ``NAME=`` with the comments right above it as its description."""
    comments: list[str] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        if match := DECLARATION.match(line):
            start, end = match.span(1)
            yield Declared(
                match[1],
                Location(path, number, start + 1, number, end + 1),
                ignored(line.encode("utf-8", "surrogatepass")),
                description=" ".join(comments),
                example=_value(match[2]),
            )
            comments = []
        elif comment := COMMENT.fullmatch(line):
            comments.append(comment[1].strip())
        else:
            comments = []


def _value(text: str) -> str | None:
    text = text.strip()
    if quoted := QUOTED.match(text):
        return quoted[2] or None
    comment = BEHIND.search(text)
    return (text[: comment.start()] if comment else text).strip() or None
