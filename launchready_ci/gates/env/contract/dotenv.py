"""Which variables does a ``.env.example`` list? Its values are examples, and no defaults."""

import re
from collections.abc import Iterator

from launchready_ci.findings import Location
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.suppressions import ignored

DECLARATION = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)")
OPTION = re.compile(r"[ \t]*#+[ \t]?(?:export[ \t]+)?([A-Z][A-Z0-9_]*)=(.*)")
"""``# WORKERS=2``: how people list what may be left out."""
COMMENT = re.compile(r"[ \t]*#+[ \t]?(.*)")
QUOTED = re.compile(r"""(['"`])(.*?)\1""")
BEHIND = re.compile(r"(?:^|[ \t])#")


def declarations(path: str, data: bytes) -> Iterator[Declared]:
    """Each ``NAME=`` with the comments right above it as its description.

    One that is commented out is an option; where the file sets it too it is no more than a comment.
    """
    lines = data.decode("utf-8-sig", "replace").splitlines()
    known = {match[1] for line in lines if (match := DECLARATION.match(line))}
    comments: list[str] = []
    for number, line in enumerate(lines, 1):
        match, option = DECLARATION.match(line), OPTION.match(line)
        if option and option[1] not in known:
            known.add(option[1])
            match = option
        if match:
            start, end = match.span(1)
            yield Declared(
                match[1],
                Location(path, number, start + 1, number, end + 1),
                ignored(line.encode("utf-8", "surrogatepass")),
                conditional=match is option,
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
