"""How do node's dotenv and dotenvx read a file? One regular expression, and what follows it.

https://github.com/motdotla/dotenv/blob/master/lib/main.js
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from launchready_ci.gates.env.dotenv.reading import Reading

WHITE = "\t\v\f \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What ``\\s`` means to JavaScript, but for line ends."""
SPACE = f"[\n\r{WHITE}]"
# theirs begins with \s*, which would cross blank lines: the same matches, at the square of the time
LINE = re.compile(
    rf"^[{WHITE}]*(?:export{SPACE}+)?([\w.-]+)(?:{SPACE}*={SPACE}*?|:{SPACE}+?)"
    rf"({SPACE}*'(?:\\'|[^'])*'|{SPACE}*\"(?:\\\"|[^\"])*\"|{SPACE}*`(?:\\`|[^`])*`|[^#\r\n]+)?"
    rf"{SPACE}*(?:#.*)?$",
    re.MULTILINE | re.ASCII,
)
ESCAPES = (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"))
QUOTED = re.compile(r"^(['\"`])(.*)\1$", re.MULTILINE | re.DOTALL)


def node(text: str) -> Iterator[Reading]:
    """Read as npm's ``dotenv`` does."""
    return _readings(text, {'"': ESCAPES[:2]})


def dotenvx(text: str) -> Iterator[Reading]:
    """Read as ``@dotenvx/dotenvx`` does."""
    return _readings(text, {"'": (("\\'", "'"),), '"': ESCAPES})


def _readings(text: str, escapes: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Reading]:
    for match in LINE.finditer(text.replace("\r", "\n")):
        raw = (match[2] or "").strip("\n\r\t\v\f \xa0\u2028\u2029\u3000\ufeff")
        quote = raw[:1] if raw[:1] in "'\"`" else ""
        value = QUOTED.sub(r"\2", raw)
        for escape, character in escapes.get(quote, ()):
            value = value.replace(escape, character)
        yield Reading(match.start(1), match.end(), match[1], value, quote)
