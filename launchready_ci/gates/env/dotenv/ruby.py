"""How does Ruby's dotenv (3.x) read a file?

https://github.com/bkeepers/dotenv/blob/main/lib/dotenv/parser.rb
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.dotenv.reading import Reading

# its \s is ASCII; theirs begins with \s*, which would cross blank lines to the same effect
LINE = re.compile(
    r"^[ \t\r\f\v]*(?:export\s+)?([\w.]+)(?:\s*=\s*?|:\s+?)"
    r"(\s*'(?:\\'|[^'])*'|\s*\"(?:\\\"|[^\"])*\"|[^#\r\n]+)?\s*(?:#.*)?$",
    re.MULTILINE | re.ASCII,
)
QUOTED = re.compile(r"(['\"])(.*)\1", re.DOTALL)
EXPORT = re.compile(r"^[ \t]*export(?=[ \t\n]|\Z)([^\n]*)", re.MULTILINE)


def ruby(text: str) -> Iterator[Reading]:
    """Read the statements; ``export NAME`` of a name that is not set is an error."""
    text, end, names = text.replace("\r", "\n"), 0, set[str]()
    bare: list[re.Match[str]] = []
    for match in LINE.finditer(text):
        bare += EXPORT.finditer(text, end, match.start())
        end = match.end()
        names.add(match[1])
        yield Reading(match.start(1), end, match[1], *_value(match[2] or ""))
    bare += EXPORT.finditer(text, end)
    for found in bare:
        if not names.issuperset(found[1].split()):
            yield Reading(found.start(), found.end(), "")


def _value(raw: str) -> tuple[str, str]:
    text = raw.strip()
    quoted = QUOTED.fullmatch(text)
    if quoted is None:
        return _unescaped(text), ""
    if quoted[1] == "'":
        return quoted[2], "'"
    return _unescaped(quoted[2].replace("\\n", "\\\\n").replace("\\r", "\\\\r")), '"'


def _unescaped(text: str) -> str:
    return re.sub(r"\\([^$])", r"\1", text)
