"""What does a Dockerfile set in the image, and which secrets does it write there?"""

import re
from collections.abc import Iterator

from launchready_ci import sources
from launchready_ci.gates.env.rules.facts import Baked
from launchready_ci.gates.env.usage.dockerfile import COMMENT, instructions
from launchready_ci.gates.env.usage.paths import is_test, language
from launchready_ci.gates.env.usage.reading import Lines
from launchready_ci.git import Git
from launchready_ci.sources import Text

PAIR = re.compile(r"(?<!\S)([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)")
ALONE = re.compile(r"\s*([A-Za-z_]\w*)[ \t]+([^\s=].*)")
"""The old form, ``ENV NAME value``."""
PLAIN = re.compile(r"(?i)|[./~].*|\d{1,6}|true|false|yes|no|none|null|.*\$.*", re.DOTALL)
"""Nothing, a path, a number, a switch, or what the build fills in."""


def baked(item: Text) -> Iterator[Baked]:
    """Every ``ARG`` and ``ENV`` of a secret's name that is given a value, or a reference."""
    lines = Lines(item.path, item.data.decode("utf-8", "replace"))
    code = COMMENT.sub(lambda match: " " * len(match[0]), lines.text)
    for word, start, end in instructions(code):
        if word in ("ARG", "ENV"):
            yield from _set(lines, code[start:end], start, word)


def given(git: Git) -> frozenset[str]:
    """What ``ENV`` sets in the images that the repository builds: whatever runs there has it."""
    found: set[str] = set()
    for item in sources.tree(git, lambda p: is_test(p) or language(p) != "dockerfile"):
        text = item.data.decode("utf-8", "replace") if isinstance(item, Text) else ""
        code = COMMENT.sub(lambda match: " " * len(match[0]), text)
        for word, start, end in instructions(code):
            if word == "ENV":
                found.update(_names(code[start:end]))
    return frozenset(found)


def _names(rest: str) -> Iterator[str]:
    pairs = list(PAIR.finditer(rest))
    alone = ALONE.match(rest)
    for match in pairs or filter(None, [alone]):
        if match[2].strip("\"' \t\r"):
            yield match[1]


def _set(lines: Lines, rest: str, start: int, word: str) -> Iterator[Baked]:
    from launchready_ci.gates.env.values.strength import guarded

    pairs = list(PAIR.finditer(rest))
    if not pairs and word == "ENV" and (alone := ALONE.match(rest)):
        pairs = [alone]
    for match in pairs:
        if not guarded(match[1]):
            continue
        place = lines.place(start + match.start(1), start + match.end(1))
        yield Baked(
            subject=match[1],
            location=place,
            place=place,
            word=word,
            literal=_literal(match[1], match[2].strip("\"' \t\r"), word),
            ignores={(place.path, place.line): lines.ignored(place.line)},
        )


def _literal(name: str, value: str, word: str) -> bool:
    """Is it a value that counts? What stands in for one while the image is built does not."""
    from launchready_ci.gates.env.values.placeholders import placeholder
    from launchready_ci.gates.env.values.strength import weak

    if PLAIN.fullmatch(value):
        return False
    return word == "ENV" or not (placeholder(name, value) or weak(name, value))
